import Pipeline
import Testing

/// What can be wrong with a form's file is told before any row is read.
struct PlanFormTests {
    private static let form = """
        form: II.06
        version: 1
        title: {vi: Biểu, en: Form}
        basis: Thông tư 01/2020/TT-VPCP
        rows: [{by: unit, title: {vi: Đơn vị}, banners: [{level: commune, title: {vi: Xã}}]}]
        columns:
          - {number: 3, title: {vi: Tổng số}, kpi: finished}
          - {number: 4, title: {vi: Trực tuyến}, kpi: finished}
        identities: [3 = 4]
        """

    private func faults(_ form: String, _ change: (inout SmallPlan) -> Void = { _ in }) -> [String]
    {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing(
            "kpis: [kpis/*.yaml]", by: "kpis: [kpis/*.yaml]\nforms: [form.yaml]")
        change(&plan)
        plan.others.append(("form.yaml", form))
        return plan.load().faults.map { $0.line() }
    }

    @Test func `a form without faults is read whole`() throws {
        #expect(faults(Self.form) == [])
        var plan = SmallPlan()
        plan.pipeline += "\nforms: [form.yaml]"
        plan.others.append(("form.yaml", Self.form))
        let form = try #require(plan.load().plan?.forms.first)
        #expect(form.name == "II.06" && form.columns.map(\.number) == [3, 4])
        #expect(form.identities.map(\.text) == ["3 = 4"])
        #expect(form.arrangements.first?.banners.first?.title.vietnamese == "Xã")
        #expect(plan.load().sources.contains { $0.role == .form && $0.name == "form.yaml" })
    }

    @Test func `a column needs a KPI that is there, counts, and has the level of the rows`() {
        let unknown = Self.form.replacing(
            "Trực tuyến}, kpi: finished", by: "Trực tuyến}, kpi: finishd")
        #expect(
            faults(unknown) == [
                "form.yaml:8:47: error P-409: the pipeline has no KPI 'finishd'. "
                    + "Did you mean 'finished'?"
            ])
        let ratio = faults(Self.form) { plan in
            plan.kpi = plan.kpi.replacing(
                "value: count(*)", by: "numerator: count(*)\ndenominator: count(*)")
        }
        #expect(
            ratio.first
                == "form.yaml:7:44: error P-951: KPI 'finished' does not count rows, as a column "
                + "of a form does. Name a KPI with value: count(*), without scale.")
        let level = faults(Self.form) {
            $0.kpi = $0.kpi.replacing("[agency, unit]", by: "[agency]")
        }
        #expect(
            level.first
                == "form.yaml:7:44: error P-951: KPI 'finished' is not computed for "
                + "the level 'unit' that the form needs. Add unit to its levels, or arrange the "
                + "rows otherwise.")
    }

    @Test(arguments: [
        ("[3 = 4]", "[3 = 5]", "error P-952: the form has no column 5"),
        (
            "[3 = 4]", "[3 + 4]",
            "error P-302: '3 + 4' is not a sum of columns such as 3 = 4 + 5 + 6"
        ),
        ("[3 = 4]", "[3 = 4 + -1]", "error P-302: '3 = 4 + -1' is not a sum"),
        ("number: 4", "number: 3", "error P-305: '3' stands here a second time"),
        ("by: unit", "by: field", "error P-306: 'banners' is not for rows by field"),
    ])
    func `sums and numbers must fit`(old: String, new: String, message: String) {
        let lines = faults(Self.form.replacing(old, by: new))
        #expect(lines.contains { $0.contains(message) }, "\(lines)")
    }

    @Test func `rows by unit need the units`() {
        let lines = faults(Self.form) { plan in
            plan.pipeline = plan.pipeline.replacing("units: units.csv\n", by: "")
            plan.mapping = plan.mapping.replacing(", canonical: agency", by: "")
        }
        #expect(
            lines == [
                "form.yaml:5:13: error P-408: rows by unit needs a file that the pipeline does not "
                    + "name ('units'). Add 'units:' to the pipeline."
            ])
    }

    @Test func `of one name only one form is in force`() {
        var plan = SmallPlan()
        plan.pipeline += "\nforms: [form.yaml, other.yaml]"
        plan.others += [
            ("form.yaml", Self.form + "\nvalid: {until: 2025-07-01}"),
            ("other.yaml", Self.form.replacing("version: 1", by: "version: 2")),
        ]
        #expect(plan.load().faults.map { $0.code.rawValue } == ["P-305"])
        plan.others[1].text += "\nvalid: {from: 2025-07-01}"
        #expect(plan.load().faults.isEmpty)
    }

    @Test func `what is shown first is a KPI`() {
        let lines = faults(Self.form) { plan in
            plan.pipeline += "\npublish: {overview: [finished, finish]}"
        }
        #expect(lines.count == 1 && lines[0].contains("P-409: the pipeline has no KPI 'finish'"))
    }
}
