import Columnar
import Pipeline

/// A desk whose units change: units, what became of them, cases by unit and two days.
struct UnitDesk {
    var units: String
    var succession = ""
    var split = "withhold"
    var levels = "[agency, unit, unit_reported, unit_level, unit_parent, unit_restated]"
    var value = "value: count(*)"
    /// What the pipeline says besides.
    var pipeline = ""
    /// Code, day of acceptance, day of resolution as `dd/MM/yyyy`, either may be empty.
    var cases: [(unit: String, accepted: String, resolved: String)] = []
    var asOf: Int64 = 1_798_761_600  // 2027-01-01

    static let head = "code,name,parent,level,from,until\n"
    static let successionHead = "from_code,from_valid_until,to_code,date,kind,share,basis\n"

    /// The desk with these files.
    var desk: SmallDesk {
        var desk = SmallDesk()
        desk.columns = """
              case_id: {header: [id], type: id, required: true}
              unit: {header: [unit], type: code}
              accepted_at: {header: [accepted], type: instant, formats: [dd/MM/yyyy]}
              resolved_at: {header: [resolved], type: instant, formats: [dd/MM/yyyy]}
            """
        desk.pipeline = """
            units: units.csv
            \(succession.isEmpty ? "" : "succession: succession.csv")
            split: \(split)
            periods: {every: [quarter], from: 2025-01-01, until: 2026-01-01}
            \(pipeline)
            """
        desk.kpi = desk.kpi.replacing(
            "value: count(*)",
            with: "where: accepted_at >= period_start and accepted_at < period_end\n" + value
        ).replacing("levels: [agency]", with: "levels: \(levels)")
        desk.more = [("units.csv", Self.head + units)]
        if !succession.isEmpty {
            desk.more.append(("succession.csv", Self.successionHead + succession))
        }
        return desk
    }

    /// The faults of the plan as `file:line code`.
    var faults: [String] {
        let files = desk.planFiles.map { (name: $0.name, bytes: Array($0.text.utf8)) }
        return Plan.load("desk.yaml", from: .archived(files)).faults.map { fault in
            "\(fault.place.file):\(fault.place.line) \(fault.code.rawValue)"
                + (fault.suggestion.map { " → \($0)" } ?? "")
        }
    }

    /// The export of the cases.
    var export: String {
        "id,unit,accepted,resolved\n"
            + cases.enumerated().map { number, row in
                "C\(number),\(row.unit),\(row.accepted),\(row.resolved)\n"
            }.joined()
    }

    func dataset(threads: Int = 1) throws -> Dataset {
        try desk.dataset([("a.export", export)], threads: threads)
    }

    func figures(threads: Int = 1) throws -> [Figure] {
        try compute(desk.plan(), dataset(threads: threads), asOf: asOf, threads: threads).figures
    }

    /// `period level member numerator/denominator status` of the figures of some levels.
    func lines(_ levels: String..., period: String? = nil) throws -> [String] {
        try figures().filter {
            levels.contains($0.level) && $0.period.name == period ?? $0.period.name
        }
        .map { figure in
            "\(figure.period.name) \(figure.level) \(figure.member) "
                + "\(figure.fields[7])/\(figure.fields[8]) \(figure.status.rawValue)"
        }
    }
}
