import Columnar
import Foundation
import Ledger
import Pipeline
import Testing

/// Why one case counts as it does, and what would have been enough.
@Suite struct `An explained case` {
    private static let calendar = ClockDesk.calendar(
        "  2025:\n    closed:\n      - {day: 2025-01-01, name: Tết}\n")

    /// Eight cases of one desk, one record each; `more` are further lines of the export.
    private static let records = [
        // Due on Friday evening, done on Monday: two hours of work too late.
        "F1,Phòng A,closed,02/06/2025 08:00:00,20/06/2025 17:00:00,23/06/2025 09:00:00,1,10,",
        "F2,Phòng A,closed,02/06/2025 08:00:00,20/06/2025 17:00:00,20/06/2025 16:00:00,1,10,",
        "F3,Phòng A,closed,02/06/2025 08:00:00,20/06/2025 17:00:00,20/06/2025 17:00:01,1,10,",
        "F4,Phòng B,closed,02/06/2025 08:00:00,20/06/2025 17:00:00,20/06/2025 17:00:00,1,,",
        "F5,Phòng B,open,02/06/2025 08:00:00,20/06/2025 17:00:00,,1,10,",
        "F6,Phòng B,closed,02/06/2025 08:00:00,,20/06/2025 16:00:00,1,10,",
        "F7,,closed,02/06/2025 08:00:00,20/06/2025 17:00:00,20/12/2025 16:00:00,1,10,",
    ].map { $0.replacing(",1,", with: ",20/12/2025 18:00:00,") }

    private func write(
        _ records: [String], in scratch: NightFolder, name: String = "cases"
    ) throws -> Night {
        let text = ([SmallPipeline.header] + records).joined(separator: "\n") + "\n"
        try scratch.write("\(name)/a.csv", text)
        try scratch.write("calendar.yaml", Self.calendar)
        return Night(
            pipeline: try SmallPipeline.write(
                in: scratch, files: "\(name)/*", options: "calendar: calendar.yaml"))
    }

    private func answer(
        _ id: String, _ kpi: String = "on-time", in workspace: String, recomputes: Bool = false
    ) throws -> CaseAnswer {
        try explain(
            CaseRequest(
                id: id, kpi: kpi, verification: VerificationRequest(workspace: workspace),
                recomputes: recomputes))
    }

    private func pair(_ workspace: String) throws -> [String?] {
        let figure = try #require(try Published(workspace).figures()["on-time/all/H01"])
        return [figure["numerator"], figure["denominator"]]
    }

    @Test func `tells what would have been enough, in working time`() throws {
        let scratch = try NightFolder()
        try write(Self.records, in: scratch).run(into: scratch.workspace)
        let late = try answer("F1", in: scratch.workspace)
        #expect(late.holds)
        let text = late.lines(.vietnamese).joined(separator: "\n")
        #expect(text.contains("CHỈ tính ở mẫu số"))
        #expect(text.contains("sớm hơn 2 giờ làm việc (2 ngày 16 giờ theo đồng hồ) là đủ"))
        #expect(text.contains("chậm nhất 2025-06-20 17:00:00"))
        let english = late.lines(.english).joined(separator: "\n")
        #expect(english.contains("2 working hours (2 days 16 hours by the clock) earlier"))
        #expect(english.contains("would have been enough: at the latest 2025-06-20 17:00:00"))
        let second = try answer("F3", in: scratch.workspace).lines(.vietnamese)
        #expect(second.contains { $0.contains("sớm hơn 1 giây là đủ") })
        let early = try answer("F2", in: scratch.workspace).lines(.vietnamese)
        #expect(early.contains { $0.contains("Còn dư") && $0.contains("tối đa 1 giờ làm việc") })
        #expect(early.contains { $0.contains("ĐƯỢC TÍNH ở cả tử số và mẫu số") })
    }

    /// The figure is computed again with the fact moved by the margin, and by one second less.
    @Test func `is exact to the second`() throws {
        let scratch = try NightFolder()
        try write(Self.records, in: scratch).run(into: scratch.workspace)
        let before = try pair(scratch.workspace)
        var tried = 0
        for (index, id) in ["F1", "F2", "F3", "F4", "F7"].enumerated() {
            let explained = try #require(try answer(id, in: scratch.workspace).cases.first)
            for flip in explained.flips {
                guard case .moved(let step) = flip.change else { continue }
                let field = ["due_at": 4, "resolved_at": 5][flip.column]
                guard let field else { continue }
                let place = try #require(Self.records.firstIndex { $0.hasPrefix(id + ",") })
                for (moved, flips) in [(step, true), (step - step.signum(), false)] {
                    var fields = Self.records[place].split(
                        separator: ",", omittingEmptySubsequences: false
                    ).map(String.init)
                    fields[field] = written(flip.value + moved)
                    var records = Self.records
                    records[place] = fields.joined(separator: ",")
                    let name = "other\(index)-\(field)-\(flips)"
                    let workspace = scratch.path + "/w-" + name
                    try write(records, in: scratch, name: name).run(into: workspace)
                    #expect(try (pair(workspace) != before) == flips, "\(id) \(flip)")
                    tried += 1
                }
            }
        }
        #expect(tried >= 14)
    }

    private func written(_ instant: Int64) -> String {
        let text = instantText(instant)
        let parts = text.split(separator: " ").map(String.init)
        let days = parts[0].split(separator: "-").reversed().joined(separator: "/")
        return days + " " + parts[1]
    }

    @Test func `says which null makes a clause unknown, and gives no idle advice`() throws {
        let scratch = try NightFolder()
        try write(Self.records, in: scratch).run(into: scratch.workspace)
        let undated = try answer("F6", in: scratch.workspace)
        let lines = undated.lines(.english)
        #expect(lines.contains { $0.contains("NOT COUNTED") })
        #expect(lines.contains { $0.contains("[false] due_at is not null") })
        #expect(lines.contains { $0.contains("because null: due_at") })
        #expect(lines.contains { $0.contains("is missing; a value such as") })
        // Whatever happens to one fact, a case stays counted among all cases.
        let always = try answer("F1", "cases", in: scratch.workspace).lines(.vietnamese)
        #expect(always.contains { $0.contains("Không có dữ kiện đơn lẻ nào") })
    }

    @Test(arguments: 1...8)
    func `reads the same from what is kept and from raw files`(seed: UInt64) throws {
        let scratch = try NightFolder()
        var hazards = HazardousExport(seed: seed)
        for (name, bytes) in hazards.files() { try scratch.write("cases/\(name)", bytes) }
        try scratch.write("cases/more.csv", SmallPipeline.cases)
        try Night(pipeline: try SmallPipeline.write(in: scratch)).run(into: scratch.workspace)
        for id in ["A1", "A2", "A3", "A7", "B1"] {
            for kpi in ["on-time", "fees", "overdue-peak"] {
                let kept = Result { try answer(id, kpi, in: scratch.workspace).lines(.english) }
                let raw = Result {
                    try answer(id, kpi, in: scratch.workspace, recomputes: true).lines(.english)
                }
                #expect((try? kept.get()) == (try? raw.get()), "seed \(seed) \(id) \(kpi)")
            }
        }
    }

    /// What single rows say adds up to the figures.
    @Test func `adds up to the figures of every KPI`() throws {
        let scratch = try NightFolder()
        let world = scratch.path + "/world"
        _ = try generateWorld(
            cases: 260, seed: 31, formats: [.csv, .xml], compressed: false, into: world)
        var night = Night(
            pipeline: shippedPipelines + "/nightly.yaml",
            inputs: ["cases": "cases", "synchronized": "xml", "surveys": "surveys"].map {
                ($0, "\(world)/\($1)/*")
            })
        night.now = "2031-01-05T02:00:00"
        night.asOf = "2026-01-05T02:00:00"
        try night.run(into: scratch.workspace)
        var checked = 0
        for figure in try Published(scratch.workspace).table("results.csv")
        where figure["period"] == "2025-Q3" && figure["level"] == "agency" {
            let kpi = figure["kpi"] ?? ""
            let explained = try explain(
                ExplanationRequest(
                    figure: try #require(FigureName("\(kpi)/2025-Q3")),
                    verification: VerificationRequest(workspace: scratch.workspace), limit: nil))
            #expect(explained.holds, "\(kpi)")
            let counts =
                explained.kpi.numerator.text.hasPrefix("count(*)")
                && !explained.kpi.numerator.text.contains(" - ")
                && !explained.kpi.numerator.text.contains(" + ")
            guard counts, figure["status"] != "no-cases" else { continue }
            let above = explained.members.count { $0.counted.inNumerator }
            #expect(String(above) == figure["numerator"], "\(kpi)")
            if explained.kpi.denominator?.text == "count(*)" {
                let below = explained.members.count { $0.counted.inDenominator }
                #expect(String(below) == figure["denominator"], "\(kpi)")
            }
            checked += 1
        }
        #expect(checked > 15)
    }

    @Test func `tells of copies, of records set aside, and the nearest code`() throws {
        let scratch = try NightFolder()
        let more = [
            Self.records[0],
            Self.records[0].replacing("20/12/2025 18", with: "20/11/2025 18"),
            "F1,Phòng A,opne,02/06/2025 08:00:00,,,21/12/2025 08:00:00,1,",
            "F99,Phòng A,opne,02/06/2025 08:00:00,,,21/12/2025 08:00:00,1,",
        ]
        try write(Self.records + more, in: scratch).run(into: scratch.workspace)
        let lines = try answer("F1", in: scratch.workspace).lines(.english)
        #expect(lines.contains { $0.contains("record 8") && $0.contains("an exact copy") })
        #expect(lines.contains { $0.contains("record 9") && $0.contains("an older version") })
        #expect(lines.contains { $0.contains("record 10") && $0.contains("set aside: N-012") })
        let aside = try answer("F99", in: scratch.workspace).lines(.english)
        #expect(aside.contains { $0.contains("no record of it counts") })
        #expect(aside.contains { $0.contains("record 11") && $0.contains("N-012") })
        let error = #expect(throws: RunError.self) {
            try self.answer("F77", in: scratch.workspace)
        }
        #expect(error?.report == ["error: the run has no case 'F77'; did you mean 'F7'?"])
        #expect(error?.status == .usage)
    }

    @Test func `becomes a page without scripts, escaped, outside of the workspace`() throws {
        let scratch = try NightFolder()
        let unit = "<script>alert(1)</script>&\u{202E}"
        let records =
            Self.records + [
                "<b>X&1</b>,\(unit),closed,02/06/2025 08:00:00,20/06/2025 17:00:00,"
                    + "23/06/2025 09:00:00,20/12/2025 18:00:00,1,"
            ]
        try write(records, in: scratch).run(into: scratch.workspace)
        let explained = try answer("<b>X&1</b>", in: scratch.workspace)
        let page = explained.page(.vietnamese)
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"vi\">"))
        #expect(!page.contains("<script") && !page.contains("<b>X"))
        #expect(page.contains("&lt;b&gt;X&amp;1&lt;/b&gt;"))
        #expect(!page.contains("\u{202E}") && !page.contains("://"))
        #expect(page.contains("sớm hơn 2 giờ làm việc"))
        let path = scratch.path + "/page.html"
        try explained.write(to: path, .vietnamese, outside: scratch.workspace)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == page)
        #expect(throws: LedgerError.fileExists(path: path)) {
            try explained.write(to: path, .english, outside: scratch.workspace)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == page)
        for inside in ["/page.html", "/runs/../page.html", "/current/page.html"] {
            #expect(throws: LedgerError.insideWorkspace(path: scratch.workspace + inside)) {
                try explained.write(
                    to: scratch.workspace + inside, .vietnamese, outside: scratch.workspace)
            }
        }
    }
}
