import Foundation
import Pipeline
import Testing

/// Which row a correction means, and when none is changed.
@Suite struct `A correction` {
    private static let header =
        "input,case,field,old,new,reason,author,approver,document,date\n"

    /// A line of a file of corrections.
    private static func line(
        _ id: String, _ field: String, _ old: String, _ new: String, input: String = "cases",
        date: String = "2025-06-01"
    ) -> String {
        "\(input),\(id),\(field),\(old),\(new),Nhập sai,An,Bình,1/QĐ,\(date)\n"
    }

    private static func desk(_ lines: String...) -> SmallDesk {
        var desk = SmallDesk()
        desk.pipeline += "\ncorrections: [a.csv]"
        desk.more = [("a.csv", header + lines.joined())]
        return desk
    }

    private func statuses(_ dataset: Dataset) -> [String] {
        (dataset.corrections ?? []).map { judged in
            judged.status.rawValue + (judged.origin.map { " \($0.record)" } ?? "")
        }
    }

    private static let export = ["Mã hồ sơ,Đơn vị,Trạng thái,Ngày nhận,Cập nhật"]

    @Test func `changes the record that counts, and leads on to the next one`() throws {
        let desk = Self.desk(
            Self.line("A", "unit", "H56.2", "H56.3", date: "2025-06-02"),
            Self.line("A", "unit", "H56.1", "H56.2", input: "case"),
            Self.line("A", "accepted_at", "2025-01-02", ""),
            Self.line("B", "status", "processing", "resolved"))
        let dataset = try desk.dataset([
            (
                "a.export",
                (Self.export + [
                    "A,H56.1,Đang xử lý,02/01/2025,01/01/2025",
                    "A,H56.1,Xong,02/01/2025,02/01/2025",
                    "B,H56.1,Đang xử lý,02/01/2025,",
                ]).joined(separator: "\n") + "\n"
            )
        ])
        #expect(
            dataset.rows("case", "case_id", "unit", "accepted_at", "status") == [
                ["A", "H56.3", "∅", "resolved"],
                ["B", "H56.1", "2025-01-02 00:00:00", "resolved"],
            ])
        #expect(statuses(dataset) == ["applied 2", "applied 2", "applied 3", "applied 2"])
        #expect(dataset.findingTexts.isEmpty)
        #expect(dataset.counts == [[3, 2, 0, 1, 0, 0]])
    }

    @Test func `is refused where the row says something else, or is not there`() throws {
        let desk = Self.desk(
            Self.line("A", "unit", "H56.7", "H56.3"), Self.line("Z", "unit", "H56.1", "H56.3"),
            // Its record is set aside.
            Self.line("B", "unit", "H56.1", "H56.3"))
        let dataset = try desk.dataset([
            (
                "a.export",
                (Self.export + [
                    "A,H56.1,Xong,02/01/2025,", "B,H56.1,Hỏng,02/01/2025,",
                ]).joined(separator: "\n") + "\n"
            )
        ])
        #expect(dataset.rows("case", "case_id", "unit") == [["A", "H56.1"]])
        #expect(statuses(dataset) == ["refused-old 1", "refused-missing", "refused-missing"])
        #expect(
            dataset.findingTexts == ["N-012 2 status", "N-060 1 unit", "N-061 unit", "N-061 unit"])
        let lines = dataset.findings.map(\.line)
        #expect(lines[1].contains("'H56.1' (line 2 of a.csv found 'H56.7')"))
        #expect(lines[2].hasPrefix("a.csv: error N-061") && lines[2].contains("'Z' (line 3 of"))
    }

    @Test func `finds a name in another spelling, and keeps that of the table`() throws {
        var desk = Self.desk(
            Self.line("A", "unit", "Phòng Hoà Bình", "Phòng Thuỷ Lợi"),
            Self.line("B", "unit", "", "phòng hòa bình"))
        desk.columns = desk.columns.replacing(", canonical: agency", with: "")
        let dataset = try desk.dataset([
            (
                "a.export",
                (Self.export + [
                    "A,Phòng Hòa Bình,Xong,02/01/2025,", "B,,Xong,02/01/2025,",
                    "C,Phòng Thủy Lợi,Xong,02/01/2025,",
                ]).joined(separator: "\n") + "\n"
            )
        ])
        #expect(
            dataset.rows("case", "unit") == [
                ["Phòng Thủy Lợi"], ["Phòng Hòa Bình"], ["Phòng Thủy Lợi"],
            ])
    }

    @Test func `that may mean two records is refused`() throws {
        var desk = Self.desk(
            Self.line("A", "accepted_at", "2025-01-02", "2025-01-03"),
            Self.line("B", "accepted_at", "2025-01-02", "2025-01-03"))
        desk.rest = "identity: [case_id, unit]"
        let dataset = try desk.dataset([
            (
                "a.export",
                (Self.export + [
                    "A,H56.1,Xong,02/01/2025,", "A,H56.2,Xong,02/01/2025,",
                    "B,H56.2,Xong,02/01/2025,",
                ]).joined(separator: "\n") + "\n"
            )
        ])
        #expect(statuses(dataset) == ["refused-ambiguous 1", "applied 3"])
        #expect(dataset.findingTexts == ["N-062 accepted_at"])
    }

    @Test func `changes every row of a record that has many`() throws {
        var desk = Self.desk(
            Self.line("1", "unit", "H1", "H2"), Self.line("2", "unit", "H1", "H3"))
        desk.mappingHead = "kind: survey\nformat: csv"
        desk.columns = """
              response: {header: [id], type: id, required: true}
              unit: {header: [unit], type: code}
            """
        desk.rest = """
            scale:
              name: five
              levels: {Kém: 1, Tốt: 5}
            questions: {q1: {header: [Câu 1]}, q2: {header: [Câu 2]}}
            identity: [response]
            """
        desk.kpi = desk.kpi.replacing("from: case", with: "from: survey")
        let dataset = try desk.dataset(
            lines: "id,unit,Câu 1,Câu 2", "1,H1,Tốt,Kém", "2,H1,Kém,Kém", "3,H1,Kém,Kém")
        #expect(
            dataset.rows("survey", "response", "question", "unit") == [
                ["1", "q1", "H2"], ["1", "q2", "H2"], ["2", "q1", "H3"], ["2", "q2", "H3"],
                ["3", "q1", "H1"], ["3", "q2", "H1"],
            ])
    }

    @Test func `names a case by its record where the code tells who a person is`() throws {
        let scratch = try NightFolder()
        let mapping = SmallPipeline.mapping.replacing(
            "case_id: {header: [id], type: id, required: true}",
            with: "case_id: {header: [id], personal: key}")
        let pipeline = try SmallPipeline.write(
            in: scratch, mapping: mapping, options: "corrections: a.csv")
        try scratch.write("cases/a.csv", SmallPipeline.cases)
        try scratch.write(
            "a.csv",
            Self.header + Self.line("B1", "unit", "Phòng B", "Phòng C")
                + Self.line("Z9", "unit", "Phòng B", "Phòng C"))
        let night = Night(pipeline: pipeline, keyFile: scratch.path + "/key")
        let run = try night.run(into: scratch.workspace)
        let lines = try Published(scratch.workspace).table("corrections.csv")
        #expect(lines.map { $0["case"] ?? "-" } == ["", ""])
        #expect(lines.map { $0["status"] ?? "" } == ["applied", "refused-missing"])
        #expect(lines[0]["record"] == "4")
        #expect(run.findings.map(\.value) == [nil])
        let notes = try correctionNotes(
            workspace: scratch.workspace, run: run.name,
            publishedResults(workspace: scratch.workspace, run: nil, ResultsFilter()).lines)
        #expect(notes.count == 3 && notes[2].contains("record 4"))
        #expect(!notes[2].contains("B1"))
    }

    @Test func `of rows without a code of their own cannot be written`() {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing(
            "calendar: vn.yaml",
            by: "  steps: {kind: step, files: s.csv, mapping: steps.yaml}\ncalendar: vn.yaml\n"
                + "corrections: [a.csv]")
        plan.others = [
            (
                "steps.yaml",
                "mapping: steps\nversion: 1\nsource: igate\nkind: step\nformat: csv\n"
                    + "columns:\n  case_id: {header: [id], type: id}\n"
                    + "  officer: {header: [officer], type: code}\n"
            ),
            (
                "a.csv",
                Self.header + Self.line("A", "officer", "x", "y", input: "steps")
                    + Self.line("A", "unit", "H29", "H29.09", input: "case")
            ),
        ]
        #expect(plan.faults == ["a.csv:2:1 P-835"])
    }
}
