import Columnar
import Pipeline
import Testing

/// Formula faults lie in the file where the formula is written, however it is written.
struct PlanFormulaTests {
    @Test(arguments: [
        ("where: resolved_att is null", "6:8"),
        ("where: accepted_at is null or resolved_att is null", "6:31"),
        ("where: 'resolved_att is null'", "6:9"),
        ("where: \"accepted_at is null or resolved_att is null\"", "6:32"),
        ("where: |-\n  accepted_at is null\n  or resolved_att is null", "8:6"),
        ("where: |\n    accepted_at is null\n    or\n      resolved_att is null", "9:7"),
        // A folded text is not in the file letter by letter: its beginning is the place.
        ("where: >-\n  accepted_at is null\n  or resolved_att is null", "6:8"),
        ("where: accepted_at is null\n  or resolved_att is null", "6:8"),
    ])
    func `the place of a formula's fault`(text: String, place: String) {
        var plan = SmallPlan()
        plan.kpi = plan.kpi.replacing(
            "where: resolved_at >= period_start and resolved_at < period_end", by: text)
        #expect(plan.faults == ["kpis/finished.yaml:\(place) P-605 → resolved_at"])
    }

    @Test func `all formulas of all files are checked in one pass`() {
        var plan = SmallPlan()
        plan.kpi = plan.kpi.replacing("count(*)", by: "sum(status)")
            .replacing("resolved_at < period_end", by: "status = 'reslved' and duedate > 1")
        plan.mapping += "\nderive: {updated_at: status}"
        #expect(
            plan.faults == [
                "kpis/finished.yaml:6:49 P-605 → resolved",
                "kpis/finished.yaml:6:63 P-605 → due_at",
                "kpis/finished.yaml:7:12 P-605", "list.yaml:13:22 P-605",
            ])
    }

    @Test func `a column that its mapping declares wrongly is not missed in formulas as well`() {
        var plan = SmallPlan()
        plan.mapping += "\n  fee: {header: [Lệ phí], type: number}"
        plan.kpi = plan.kpi.replacing("count(*)", by: "sum(fee)")
        #expect(plan.faults == ["list.yaml:13:33 P-301"])
    }

    @Test func `numerator and denominator must make a ratio`() {
        var plan = SmallPlan()
        plan.kpi = plan.kpi.replacing(
            "value: count(*)", by: "numerator: count(*)\ndenominator: min(accepted_at)")
        #expect(plan.faults == ["kpis/finished.yaml:8:14 P-605"])
        plan.kpi = plan.kpi.replacing("denominator: min(accepted_at)", by: "value: count(*)")
        #expect(plan.faults == ["kpis/finished.yaml:1:1 P-602"])
        plan.kpi = plan.kpi.replacing("\nvalue: count(*)", by: "")
        #expect(plan.faults == ["kpis/finished.yaml:1:1 P-208"])
    }

    @Test func `the declared closed values are checked, whatever the source`() throws {
        var plan = SmallPlan()
        plan.kpi = plan.kpi.replacing(
            "value: count(*)", by: "value: count(*) filter (where source = 'igat')")
        #expect(plan.faults == ["kpis/finished.yaml:7:40 P-605 → igate"])
        let table = try #require(SmallPlan().load().plan?.tables.first)
        let status = try #require(table.schema.index(of: "status"))
        #expect(table.schema.fields[status].values == TableKind.statuses)
        #expect(table.codes.contains("officer"))
    }
}
