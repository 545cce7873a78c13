import Columnar
import Foundation
import Ledger
import Pipeline
import Testing

/// A pipeline of cases and, in a table of its own, their pauses; tests change one part.
struct ClockDesk {
    var clocks = """
        clocks: desk
        version: 1
        pauses:
          - {table: pauses, from: asked, to: answered, due_before: before, kind: supplement,
             basis: Điều 19, policy: restart}
        """
    var terms = ""
    var calendar: String
    var procedures = """
        code,name,group,field,term,term_unit
        P1,Khai sinh,Tư pháp,Hộ tịch,5,working_day
        P2,Kết hôn,Tư pháp,Hộ tịch,8,working_hour
        P3,Chứng thực,Tư pháp,Chứng thực,,

        """
    var units = "code,name,parent,level\nH56,Tỉnh,,province\nH56.01,Sở,H56,department\n"
    var cases: [String] = []
    var pauses: [String] = []
    var value = "sum(supplements)"
    var horizon: Int64?
    var threads = 1

    init() {
        calendar = Self.calendar(
            """
              2025:
                closed:
                  - {day: 2025-01-01, name: Tết}
              2026:
                closed:
                  - {day: 2026-01-01, name: Tết}
                  - {day: 2026-01-02, name: Tết, reference: 12729, published: 2025-12-25}
                made_up:
                  - {day: 2026-01-10, for: 2026-01-02, name: Bù, published: 2025-12-25}
            """)
    }

    static func calendar(_ years: String, also: String = "") -> String {
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
        let hours = days.map { "  \($0): [\"07:00-11:30\", \"13:30-17:00\"]" }
        return "calendar: desk\nversion: 1\nhours:\n" + hours.joined(separator: "\n")
            + "\n\(also)years:\n\(years)\n"
    }

    private var pipeline: String {
        """
        minhbach: 1
        agency: {code: H56, name: {vi: Tỉnh}}
        as_of: 2026-07-01
        inputs:
          cases: {kind: case, files: cases.csv, mapping: cases.yaml}
          pauses: {kind: record, files: pauses.csv, mapping: pauses.yaml}
        calendar: calendar.yaml
        units: units.csv
        procedures: procedures.csv
        clocks: clocks.yaml
        kpis: [kpi.yaml]
        periods: {every: [year], from: 2025-01-01, until: 2027-01-01}
        """
    }

    private static let instants = ["accepted_at", "due_at", "resolved_at", "updated_at"]

    var files: [(name: String, text: String)] {
        let instants = Self.instants.map {
            "  \($0): {header: [\($0)], type: instant, formats: [\"yyyy-MM-dd HH:mm:ss\"]}\n"
        }
        let pauses = ["asked", "answered", "before"].map {
            "  \($0): {header: [\($0)], type: instant, formats: [\"yyyy-MM-dd HH:mm:ss\"]}\n"
        }
        return [
            ("desk.yaml", pipeline), ("clocks.yaml", clocks), ("calendar.yaml", calendar),
            ("procedures.csv", procedures), ("units.csv", units),
            (
                "cases.yaml",
                """
                mapping: cases
                version: 1
                source: desk
                kind: case
                format: csv
                columns:
                  case_id: {header: [case_id], type: id, required: true}
                  procedure: {header: [procedure], type: code}
                  unit: {header: [unit], type: code}
                  channel: {header: [channel], type: code, dictionary: {o: online, d: direct}}
                \(instants.joined())identity: [case_id]

                """
            ),
            (
                "pauses.yaml",
                """
                mapping: pauses
                version: 1
                source: desk
                kind: record
                format: csv
                columns:
                  case_id: {header: [case_id], type: id}
                \(pauses.joined())
                """
            ),
            (
                "kpi.yaml",
                """
                kpi: asked
                version: 1
                title: {vi: Bổ sung}
                basis: Điều 19
                from: case
                where: "due_computed is not null or due_promised is not null or due_gross is not
                  null or paused is not null or paused_at is not null or due_first is not null"
                value: \(value)
                levels: [agency]
                source: {system: một cửa, owner: Văn phòng, collected: nightly}
                """
            ),
        ] + (terms.isEmpty ? [] : [("terms.csv", terms)])
    }

    func load() -> LoadedPlan {
        Plan.load(
            "desk.yaml",
            from: .archived(files.map { (name: $0.name, bytes: Array($0.text.utf8)) }))
    }

    /// The faults as `file:line code`.
    var faults: [String] {
        load().faults.map { "\($0.place.file):\($0.place.line) \($0.code.rawValue)" }
    }

    func dataset() throws -> Dataset {
        let loaded = load()
        let plan = try #require(loaded.plan, "\(loaded.faults.map { $0.line() })")
        let exports = [
            (
                "cases.csv",
                "case_id,procedure,unit,channel," + Self.instants.joined(separator: ","), cases
            ),
            ("pauses.csv", "case_id,asked,answered,before", pauses),
        ]
        return try inScratchFolder { folder in
            for (name, header, lines) in exports {
                let text = ([header] + lines).joined(separator: "\n") + "\n"
                try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
            }
            let moment = Moment(local: 1_782_864_000)
            let workspace = try Workspace(root: folder + "/workspace")
            var open = try workspace.open(at: moment.journalText)
            let reception = try ingest(
                plan, from: folder, into: open, at: moment, threads: threads)
            try reception.confirm(in: &open, at: moment)
            var request = NormalizationRequest(
                plan: plan, objects: open.objects, key: nil, threads: threads)
            if let horizon { request.horizon = horizon }
            return try normalize(reception.intake, request)
        }
    }
}
