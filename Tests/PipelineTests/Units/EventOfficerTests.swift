import Foundation
import Pipeline
import Testing

/// Who is credited with a case: the officer whose step was open when it was resolved.
@Suite struct `Officers at the event` {
    private struct Step {
        var officer: String
        var start: Int
        var end: Int?
    }

    private struct Case {
        var id: String
        var officer: String
        var resolved: Int?
        var steps: [Step]
        /// Steps of an older record of the case, which count for nothing.
        var older: [Step]?

        /// By hand: the open step that began last, ended last, comes last; else the case's officer.
        var credited: String {
            let event = resolved
            let open = steps.filter { step in
                guard let event, !step.officer.isEmpty else { return false }
                return step.start <= event && event <= step.end ?? Int.max
            }
            let last = open.max {
                ($0.start, $0.end ?? Int.max, $0.officer) < (
                    $1.start, $1.end ?? Int.max, $1.officer
                )
            }
            let name = last?.officer ?? officer
            return name.isEmpty ? "(none)" : name
        }
    }

    private static func time(_ hour: Int?) -> String {
        guard let hour else { return "" }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "202506\(two(1 + hour / 24))\(two(hour % 24))0000"
    }

    private static func cases(_ random: inout SeededRandom) -> [Case] {
        func officer(_ random: inout SeededRandom) -> String {
            ["N1", "N2", "N3", ""].randomElement(using: &random) ?? ""
        }
        func steps(_ random: inout SeededRandom) -> [Step] {
            (0..<Int.random(in: 0...4, using: &random)).map { _ in
                let start = Int.random(in: 0..<20, using: &random)
                let end = start + Int.random(in: 0..<10, using: &random)
                return Step(
                    officer: officer(&random), start: start,
                    end: Int.random(in: 0..<4, using: &random) == 0 ? nil : end)
            }
        }
        return (0..<30).map { number in
            Case(
                id: "C\(number)", officer: officer(&random),
                resolved: number % 5 == 0 ? nil : Int.random(in: 0..<30, using: &random),
                steps: steps(&random), older: number % 3 == 0 ? steps(&random) : nil)
        }
    }

    private static let columns = """
          case_id: {FIELD: "id", type: id, required: true}
          officer: {FIELD: officer, type: code}
          resolved_at: {FIELD: resolved, type: instant, formats: [yyyyMMddHHmmss]}
          updated_at: {FIELD: updated, type: instant, formats: [yyyyMMddHHmmss]}
        """

    private static let stepColumns = """
        officer: {FIELD: officer, type: code}
        started_at: {FIELD: start, type: instant, formats: [yyyyMMddHHmmss]}
        ended_at: {FIELD: end, type: instant, formats: [yyyyMMddHHmmss]}
        """

    private static let kpi = """
        kpi: cases
        version: 1
        title: {vi: Hồ sơ}
        basis: a test
        from: case
        value: count(*)
        levels: [agency, officer_at_event]
        source: {system: a test, owner: a test, collected: a test}

        """

    private static func pipeline(_ inputs: String) -> String {
        """
        minhbach: 1
        agency: {code: H01, name: {vi: Cơ quan}}
        as_of: 2026-01-01
        inputs:
        \(inputs)
        kpis: [kpi.yaml]
        periods: {named: [{name: all, start: 2025-01-01, end: 2026-01-01}]}

        """
    }

    private static func indented(_ text: String, _ by: Int) -> String {
        text.split(separator: "\n").map { String(repeating: " ", count: by) + $0 }
            .joined(separator: "\n")
    }

    private static func writeTables(_ cases: [Case], _ scratch: NightFolder) throws {
        let head = "version: 1\nsource: desk\nformat: csv\nidentity: [case_id]\n"
        try scratch.write(
            "cases.yaml",
            "mapping: cases\nkind: case\n" + head + "columns:\n"
                + columns.replacing("FIELD", with: "header") + "\n")
        try scratch.write(
            "steps.yaml",
            "mapping: steps\nkind: step\n" + head.replacing("identity: [case_id]\n", with: "")
                + "columns:\n  case_id: {header: id, type: id}\n"
                + indented(stepColumns, 2).replacing("FIELD", with: "header") + "\n")
        var lines = "id,officer,resolved,updated\n"
        var steps = "id,officer,start,end\n"
        for one in cases {
            if one.older != nil { lines += "\(one.id),N9,\(time(1)),\(time(0))\n" }
            lines += "\(one.id),\(one.officer),\(time(one.resolved)),\(time(5))\n"
            for step in one.steps {
                steps += "\(one.id),\(step.officer),\(time(step.start)),\(time(step.end))\n"
            }
        }
        try scratch.write("cases.csv", lines)
        try scratch.write("steps.csv", steps + "C999,N8,\(time(1)),\n,N8,\(time(1)),\n")
        try scratch.write(
            "pipeline.yaml",
            pipeline(
                "  cases: {kind: case, files: cases.csv, mapping: cases.yaml}\n"
                    + "  steps: {kind: step, files: steps.csv, mapping: steps.yaml}"))
    }

    private static func writeRegister(_ cases: [Case], _ scratch: NightFolder) throws {
        try scratch.write(
            "register.yaml",
            "mapping: register\nversion: 1\nsource: desk\nkind: case\nformat: xml\n"
                + "record: register/case\nidentity: [case_id]\ncolumns:\n"
                + columns.replacing("FIELD", with: "path")
                + "\nchildren:\n  steps:\n    path: step\n    kind: step\n    columns:\n"
                + indented(stepColumns, 6).replacing("FIELD", with: "path") + "\n")
        func element(
            _ one: Case, _ steps: [Step], officer: String, _ resolved: Int?, _ updated: Int
        )
            -> String
        {
            "<case><id>\(one.id)</id><officer>\(officer)</officer>"
                + "<resolved>\(time(resolved))</resolved><updated>\(time(updated))</updated>"
                + steps.map { step in
                    "<step><officer>\(step.officer)</officer><start>\(time(step.start))</start>"
                        + "<end>\(time(step.end))</end></step>"
                }.joined() + "</case>\n"
        }
        var text = "<register>\n"
        for one in cases {
            if let older = one.older { text += element(one, older, officer: "N9", 1, 0) }
            text += element(one, one.steps, officer: one.officer, one.resolved, 5)
        }
        try scratch.write("register.xml", text + "</register>\n")
        try scratch.write(
            "pipeline.yaml",
            pipeline("  register: {kind: case, files: register.xml, mapping: register.yaml}"))
    }

    @Test(arguments: 0..<8 as Range<UInt64>, [false, true])
    func `are those whose step was open`(seed: UInt64, asXML: Bool) throws {
        var random = SeededRandom(state: seed)
        let cases = Self.cases(&random)
        let scratch = try NightFolder()
        try scratch.write("kpi.yaml", Self.kpi)
        if asXML {
            try Self.writeRegister(cases, scratch)
        } else {
            try Self.writeTables(cases, scratch)
        }
        var night = Night(pipeline: scratch.path + "/pipeline.yaml")
        night.threads = Int(seed % 3) + 1
        night.memory = seed % 2 == 0 ? 4 << 30 : 0
        try night.run(into: scratch.workspace)
        let published = Published(scratch.workspace)
        var wanted: [String: String] = [:]
        for (name, own) in Dictionary(grouping: cases, by: \.credited) {
            wanted["cases/all/\(name)"] = String(own.count)
        }
        let found = try published.figures(level: "officer_at_event").compactMapValues {
            $0["numerator"]
        }
        #expect(found == wanted, "seed \(seed)")
        let verification = try verify(VerificationRequest(workspace: scratch.workspace))
        #expect(verification.holds, "seed \(seed)")
    }

    @Test func `need steps`() {
        var desk = SmallDesk()
        desk.kpi = desk.kpi.replacing("levels: [agency]", with: "levels: [officer_at_event]")
        let files = desk.planFiles.map { (name: $0.name, bytes: Array($0.text.utf8)) }
        let faults = Plan.load("desk.yaml", from: .archived(files)).faults
        #expect(faults.map(\.short) == ["kpi.yaml:7:10 P-405"])
    }
}
