import Pipeline
import Testing

/// What can be wrong with the targets and declarations of a KPI: one change, and its faults.
struct TargetFaultTests {
    @Test(
        arguments: [
            // Declarations.
            ("kind: output", []),
            ("kind: outptu", ["10:7 P-301 → output"]),
            ("attribution: receiving", []),
            ("attribution: recieving", ["10:14 P-301 → receiving"]),
            ("responsible: {position: Giám đốc, duty: Trả đúng hạn}", []),
            ("responsible: {duty: Trả đúng hạn}", ["10:14 P-208"]),
            ("responsible: {unitt: H29.01}", ["10:15 P-207 → unit"]),
            ("consulted: [{unit: H29.01, date: 2025-02-30}]", ["10:34 P-302"]),
            ("consulted: [{unit: H29.01}]", ["10:13 P-208"]),
            ("baseline: {value: 91.2, period: 2024}", ["10:11 P-208"]),
            ("baseline: {value: 91,2, period: 2024, source: x}", ["10:22 P-207"]),
            ("review: 2026-13-01", ["10:9 P-302"]),
            ("quality: {verified: x, sourc: y}", ["10:24 P-207 → source"]),
            // Targets.
            ("target: {at_least: 95, from: 2025-01-01, until: 2026-01-01, reason: x}", []),
            ("target: {from: 2025-01-01}", ["10:9 P-208"]),
            ("target: {at_least: 95, level: unit}", ["10:24 P-207"]),
            ("target: {at_least: 95, at_most: 99}", ["10:24 P-306"]),
            ("target: {at_least: 95, from: 2026-01-01, until: 2025-01-01}", ["10:49 P-304"]),
            ("targets: [{level: unit, member: H29.01, at_least: 9}]", []),
            ("targets: [{level: unt, at_least: 9}]", ["10:11 P-621 → unit"]),
            ("targets: [{level: officer, at_least: 9}]", ["10:11 P-621"]),
            ("targets: [{member: H29.01, at_least: 9}]", ["10:11 P-208"]),
            ("targets: [{level: unit, member: H29.02, at_least: 9}]", ["10:11 P-622 → H29.01"]),
            ("targets: [{level: agency, member: H30, at_least: 9}]", ["10:11 P-622"]),
            ("targets: [{period: quarter, at_least: 9}]", []),
            ("targets: [{period: quartr, at_least: 9}]", ["10:20 P-407 → quarter"]),
            ("every: [month]\ntargets: [{period: year, at_least: 9}]", ["11:11 P-624"]),
            ("targets: [{period: 2025-Q2, at_least: 9}, {period: 2025-Q3, at_least: 8}]", []),
            ("target: {at_least: 9}\ntargets: [{at_least: 8}]", ["11:11 P-623"]),
            (
                "target: {at_least: 9, until: 2025-07-01}\n"
                    + "targets: [{at_least: 8, from: 2025-07-01}]",
                []
            ),
            (
                "targets: [{level: unit, at_least: 9}, {level: unit, at_least: 8}]",
                ["10:39 P-623"]
            ),
            (
                "valid: {until: 2025-01-01}\ntarget: {at_least: 9, from: 2025-01-01}",
                ["11:9 P-625"]
            ),
            (
                "target: {at_least: 9, until: 2025-07-01}\n"
                    + "targets: [{at_least: 8, from: 2025-08-01}]",
                ["11:11 P-626"]
            ),
            // Fairness.
            ("fairness: {by: status, margin: 2, minimum: 30, shared: 60%}", []),
            ("fairness: {by: status}", ["10:11 P-208"]),
            ("fairness: {by: accepted_at, margin: 2}", ["10:16 P-406"]),
            ("fairness: {by: status, margin: -2}", ["10:32 P-302"]),
            ("fairness: {by: status, margin: 2, shared: 60}", ["10:43 P-302"]),
        ] as [(String, [String])])
    func `a line of a KPI`(lines: String, faults: [String]) {
        var plan = SmallPlan()
        plan.kpi += "\n" + lines
        #expect(plan.faults == faults.map { "kpis/finished.yaml:" + $0 })
    }

    @Test func `a unit is both received and resolved by one word only`() {
        var plan = SmallPlan()
        plan.kpi += "\nattribution: receiving\nlevel_of: {unit: status}"
        #expect(plan.faults == ["kpis/finished.yaml:11:12 P-306"])
    }

    @Test(
        arguments: [
            ("until: 2025-06-01", []),
            ("from: 2025-06-01", []),
            ("from: 2025-07-01", ["kpis/finished.yaml:10:11 P-627"]),
            ("from: 2025-06-30", []),
        ] as [(String, [String])])
    func `a unit is there while its target is in force`(days: String, faults: [String]) {
        var plan = SmallPlan()
        plan.units = """
            code,name,parent,level,from,until
            H29,Thành phố,,city,,
            H29.01,Sở Nội vụ,H29,department,,2025-07-01
            """
        plan.kpi += "\ntargets: [{level: unit, member: H29.01, at_least: 9, \(days)}]"
        #expect(plan.faults == faults)
    }
}
