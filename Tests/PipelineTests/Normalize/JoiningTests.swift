import Columnar
import Pipeline
import Testing

@Suite struct `Files that are joined` {
    private static let header = "Mã hồ sơ,Đơn vị,Trạng thái,Ngày nhận,Cập nhật"

    @Test func `may lack columns, and have them in another order`() throws {
        let dataset = try SmallDesk().dataset([
            ("a.export", Self.header + "\nH1,B,Xong,01/06/2025,\n"),
            ("b.export", "Đơn vị,Mã hồ sơ\nA,H2\nB,H3\n"),
        ])
        let rows = dataset.rows("case", "case_id", "unit", "status", "accepted_at")
        #expect(
            rows.sorted { precedes($0[0], $1[0]) } == [
                ["H1", "B", "resolved", "2025-06-01 00:00:00"], ["H2", "A", "∅", "∅"],
                ["H3", "B", "∅", "∅"],
            ])
    }

    @Test func `keep each row's record`() throws {
        let dataset = try SmallDesk().dataset([
            ("a.export", Self.header + "\nH1,A,Xong,,\nH2,A,?,,\nH3,A,Xong,,\n"),
            ("b.export", Self.header + "\nH3,A,Xong,,\nH4,A,Xong,,\n"),
        ])
        let table = try #require(dataset.table("case"))
        let origins = table.pieces.flatMap { piece in
            (0..<piece.rowCount).map { piece.origin(of: $0) }
        }
        #expect(origins.count == 3)
        for (row, (file, record)) in origins.enumerated() {
            let code = dataset.rows("case", "case_id")[row][0]
            let expected = ["H1": ("a.export", 1), "H3": ("a.export", 3), "H4": ("b.export", 2)]
            if code == "H3" { continue }
            #expect(dataset.accounts[file].file == expected[code]?.0)
            #expect(record == expected[code]?.1)
        }
        #expect(dataset.total.counts == [5, 3, 1, 0, 1, 0])
    }

    @Test func `that are empty or have no record are told`() throws {
        var desk = SmallDesk()
        desk.input = "on_bad_file: skip"
        let dataset = try desk.dataset([
            ("a.export", ""), ("b.export", Self.header + "\n"),
            ("c.export", Self.header + "\nH1,,,,\n"),
        ])
        #expect(Set(dataset.findings.map(\.code)) == [.fileEmpty, .headerOnly])
        #expect(dataset.total.counts == [1, 1, 0, 0, 0, 0])
    }

    @Test func `stop the run where one is bad, unless the pipeline says to skip it`() throws {
        let exports = [
            (name: "a.export", text: Self.header + "\nH1,A,Xong,,\n"),
            (name: "b.export", text: Self.header + "\nH2,A,Xong,,\n\"H3"),
        ]
        var desk = SmallDesk()
        #expect(throws: RunError.self) { try desk.dataset(exports) }
        desk.input = "on_bad_file: skip"
        let dataset = try desk.dataset(exports)
        #expect(dataset.rows("case", "case_id") == [["H1"]])
        #expect(dataset.findings.map(\.code) == [.fileUnreadable])
        #expect(dataset.accounts.allSatisfy { $0.account.balances })
    }

    @Test func `derive what a source lacks, and leave what it has`() throws {
        var desk = SmallDesk()
        desk.rest = """
            identity: [case_id]
            derive: {due_at: "accepted_at + interval '5 days'"}
            """
        let dataset = try desk.dataset(lines: Self.header, "H1,A,Xong,01/06/2025,", "H2,A,Xong,,")
        #expect(dataset.rows("case", "due_at") == [["2025-06-06 00:00:00"], ["∅"]])
    }

    @Test func `give children that live and fall with their parents`() throws {
        var desk = SmallDesk()
        desk.mappingHead = "kind: case\nformat: xml\nrecord: cases/case"
        desk.columns = """
              case_id: {path: "@id", type: id, required: true}
              updated_at: {path: changed, type: instant, formats: [yyyyMMdd]}
            """
        desk.rest = """
            identity: [case_id]
            children:
              steps: {path: step, kind: step, columns: {step: {path: "@name", type: code}}}
            """
        let dataset = try desk.dataset([
            (
                "a.export",
                """
                <cases>
                <case id="1"><changed>20250601</changed>
                <step name="old"/><step name="older"/></case>
                <case id="1"><changed>20250602</changed><step name="new"/></case>
                <case id="2"><step name="a"/><step name="b"/></case>
                <case><step name="orphan"/></case>
                </cases>
                """
            )
        ])
        #expect(dataset.rows("case", "case_id") == [["1"], ["2"]])
        #expect(dataset.rows("step", "step") == [["new"], ["a"], ["b"]])
        #expect(dataset.accounts.map(\.input) == ["cases", "cases/steps"])
        #expect(dataset.counts == [[4, 2, 0, 1, 1, 0], [6, 3, 0, 2, 1, 0]])
    }
}
