import Pipeline
import Testing

/// On every day at most one version of a KPI is in force.
struct PlanVersionTests {
    @Test(arguments: [
        ("{until: 2025-07-01}", "{from: 2025-07-01}", []),
        ("{until: 2025-07-02}", "{from: 2025-07-01}", ["kpis/second.yaml:1:6 P-603"]),
        ("{until: 2025-06-30}", "{from: 2025-07-01}", ["kpis/second.yaml:1:6 P-604"]),
        ("{from: 2025-01-01}", "{from: 2025-07-01}", ["kpis/second.yaml:1:6 P-603"]),
        ("{from: 2025-07-01}", "{until: 2025-07-01}", []),
    ])
    func `versions follow one another`(first: String, second: String, faults: [String]) {
        #expect(plan(first, second).faults.map(\.short) == faults)
    }

    @Test(arguments: [
        ("{}", "{}", "are both in force on every day"),
        ("{until: 2025-07-02}", "{from: 2025-07-01}", "from 2025-07-01 to 2025-07-01"),
        ("{from: 2025-01-01}", "{from: 2025-07-01}", "are both in force from 2025-07-01 on"),
        ("{until: 2025-07-01}", "{until: 2025-01-01}", "are both in force to 2024-12-31"),
        (
            "{until: 2025-06-30}", "{from: 2025-07-01}",
            "none is in force from 2025-06-30 to 2025-06-30"
        ),
    ])
    func `the days are told`(first: String, second: String, days: String) {
        #expect(plan(first, second).faults.first?.message.contains(days) == true)
    }

    @Test func `a gap warns and the plan can be used`() throws {
        let loaded = plan("{until: 2025-06-30}", "{from: 2025-07-01}")
        #expect(loaded.faults.map(\.severity) == [.warning])
        let plan = try #require(loaded.plan)
        let june30 = try #require(parseInstant("2025-06-30"))
        #expect(plan.kpis(inForceAt: june30 - 1).map(\.version) == [1])
        #expect(plan.kpis(inForceAt: june30).isEmpty)
        #expect(plan.kpis(inForceAt: june30 + 86_400).map(\.version) == [2])
    }

    @Test func `a version occurs once`() {
        var plan = SmallPlan()
        plan.others = [("kpis/second.yaml", plan.kpi)]
        #expect(plan.faults == ["kpis/second.yaml:1:6 P-305"])
    }

    @Test func `a KPI without a source is no KPI`() {
        var plan = SmallPlan()
        plan.kpi = plan.kpi.replacing(
            "source: {system: một cửa, owner: Văn phòng, collected: nightly}", by: "")
        #expect(plan.faults == ["kpis/finished.yaml:1:1 P-601"])
        #expect(plan.load().faults[0].kind == .noDataSource(kpi: "finished"))
    }

    private func plan(_ first: String, _ second: String) -> LoadedPlan {
        var plan = SmallPlan()
        let text = plan.kpi
        plan.kpi = text.replacing("version: 1", by: "version: 1\nvalid: \(first)")
        let later = text.replacing("version: 1", by: "version: 2\nvalid: \(second)")
        plan.others = [("kpis/second.yaml", later)]
        return plan.load()
    }
}
