import Columnar
import Pipeline
import Testing

@Suite struct `A survey` {
    private static func desk(_ head: String, _ columns: String, _ rest: String) -> SmallDesk {
        var desk = SmallDesk()
        desk.mappingHead = "kind: survey\nformat: csv\n" + head
        desk.columns = columns
        desk.rest = """
            scale:
              name: five
              levels: {Kém: 1, Khá: 4, Tốt: 5}
              na: [Không ý kiến]
            \(rest)
            """
        desk.kpi = desk.kpi.replacing("from: case", with: "from: survey")
        return desk
    }

    private static var wide: SmallDesk {
        desk(
            "", "  response: {header: [id], type: id, required: true}",
            "questions: {q1: {header: [Câu 1]}, q2: {header: [Câu 2]}}\nidentity: [response]")
    }

    @Test func `with a column a question becomes a row an answer`() throws {
        let dataset = try Self.wide.dataset(
            lines: "id,Câu 1,Câu 2", "1,TỐT,Kém", "2,Không ý kiến,", "3,Khá,tốt")
        #expect(
            dataset.rows("survey", "response", "question", "level") == [
                ["1", "q1", "5"], ["1", "q2", "1"], ["2", "q1", "∅"], ["2", "q2", "∅"],
                ["3", "q1", "4"], ["3", "q2", "5"],
            ])
        // A record is counted once, however many rows it makes.
        #expect(dataset.counts == [[3, 3, 0, 0, 0, 0]])
        #expect(dataset.rows("survey", "scale")[0] == ["five"])
    }

    @Test func `with an answer that is on no scale sets the whole record aside`() throws {
        let dataset = try Self.wide.dataset(lines: "id,Câu 1,Câu 2", "1,Tốt,Tuyệt", "2,Tốt,Tốt")
        #expect(dataset.rows("survey", "response").map { $0[0] } == ["2", "2"])
        #expect(dataset.counts == [[2, 1, 0, 0, 1, 0]])
    }

    @Test func `without a question that was declared is not that survey`() {
        #expect(throws: RunError.self) {
            try Self.wide.dataset(lines: "id,Câu 1", "1,Tốt")
        }
    }

    @Test func `answers of a record stay together when records compete`() throws {
        let dataset = try Self.wide.dataset(
            lines: "id,Câu 1,Câu 2", "1,Tốt,Kém", "1,Kém,Tốt", "1,Tốt,Kém")
        let levels = dataset.rows("survey", "level").map { $0[0] }
        #expect(levels == ["5", "1"] || levels == ["1", "5"])
        #expect(dataset.total.read == 3 && dataset.total.accepted == 1)
        #expect(dataset.total.balances)
    }

    @Test func `with a line an answer has its level by the scale`() throws {
        let desk = Self.desk(
            "",
            """
              response: {header: [id], type: id, required: true}
              question: {header: [q], type: code, required: true}
              level: {header: [a], required: true}
            """, "identity: [response, question]")
        let dataset = try desk.dataset(
            lines: "id,q,a", "1,c1,Tốt", "1,c2,không ý kiến", "2,c1,", "3,c1,Tệ")
        #expect(
            dataset.rows("survey", "response", "question", "level") == [
                ["1", "c1", "5"], ["1", "c2", "∅"],
            ])
        #expect(dataset.findingTexts == ["N-010 3 level", "N-012 4 level"])
    }
}
