import Pipeline
import Testing

/// What the user reads: a bad pipeline's faults, all at once, word by word.
struct PlanMessageTests {
    @Test func `all faults of a bad pipeline at once`() {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing("cases/*.csv", by: "cases/*.csv, expct: {}")
            .replacing("[month, year]", by: "[month, yeer]")
        plan.mapping = plan.mapping.replacing(
            "[dd/MM/yyyy]}\n  due", by: "[dd/MM/yyyy hh:mm]}\n  due"
        )
        .replacing("Mở: processing", by: "Mở: proccesing")
        plan.kpi = plan.kpi.replacing("resolved_at < period_end", by: "resolvd_at < period_end")
            .replacing("levels: [agency, unit]", by: "levels: [agency, units]")
            .replacing("collected: nightly", by: "colected: nightly")
        plan.calendar = plan.calendar.replacing("2025-01-01", by: "2025-02-29")
        plan.units = plan.units.replacing("H29,department", by: "H2,department")
        let lines = plan.load().faults.map { $0.line(in: "pipelines") }
        #expect(lines == Self.golden)
    }

    private static let golden = [
        "pipelines/kpis/finished.yaml:6:40: error P-605: unknown column resolvd_at, did you mean "
            + "resolved_at?",
        "pipelines/kpis/finished.yaml:8:18: error P-406: 'units' is not a column of codes of table "
            + "case. Did you mean 'unit'?",
        "pipelines/kpis/finished.yaml:9:9: error P-208: 'collected' is missing. Add it.",
        "pipelines/kpis/finished.yaml:9:45: error P-207: unknown key 'colected'. "
            + "Did you mean 'collected'?",
        "pipelines/list.yaml:8:63: error P-503: the format 'dd/MM/yyyy hh:mm' cannot be used: "
            + "h without a (AM, PM) loses half of the day; write HH. "
            + "Write the format as the manual of mappings has it.",
        "pipelines/list.yaml:12:79: error P-301: unknown word 'proccesing'. "
            + "Did you mean 'processing'?",
        "pipelines/plan.yaml:5:43: error P-207: unknown key 'expct'. Did you mean 'expect'?",
        "pipelines/plan.yaml:10:43: error P-301: unknown word 'yeer'. Did you mean 'year'?",
        "pipelines/units.csv:3:1: error P-803: the parent 'H2' is no unit of this file. "
            + "Did you mean 'H29'?",
        "pipelines/vn.yaml:5:25: error P-302: '2025-02-29' is not a day such as 2025-01-31. "
            + "Write such a one.",
    ]

    @Test func `a fault of a formula shows the place in the formula`() {
        var plan = SmallPlan()
        plan.kpi = plan.kpi.replacing("resolved_at < period_end", by: "resolvd_at < period_end")
        #expect(
            plan.load().faults.map(\.excerpt) == [
                """
                unknown column resolvd_at, did you mean resolved_at?
                  resolved_at >= period_start and resolvd_at < period_end
                                                  ^^^^^^^^^^
                """
            ])
    }

    @Test func `a fault of a whole file has no line`() {
        let loaded = loadPlan([("plan.yaml", "")])
        #expect(
            loaded.faults.map { $0.line() } == [
                "plan.yaml: error P-104: the file holds nothing. "
                    + "Fill it, or take its name out of the pipeline."
            ])
        #expect(loaded.plan == nil)
        #expect(loaded.sources.map(\.name) == ["plan.yaml"])
    }

    @Test func `codes are unique and in order`() {
        let codes = PlanFault.Code.allCases.map(\.rawValue)
        #expect(codes == codes.sorted())
        #expect(Set(codes).count == codes.count)
    }
}
