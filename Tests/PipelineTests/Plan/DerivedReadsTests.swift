import Pipeline
import Testing

/// Derived columns read mapped columns alone.
struct DerivedReadsTests {
    @Test(
        arguments: [
            ("{updated_at: resolved_at}", []),
            ("{updated_at: returned_at, returned_at: resolved_at}", ["P-506"]),
            ("{updated_at: returned_at, returned_at: updated_at}", ["P-507"]),
            ("{updated_at: updated_at}", ["P-507"]),
            (
                "{updated_at: returned_at, returned_at: submitted_at, submitted_at: updated_at}",
                ["P-507"]
            ),
        ] as [(String, [String])])
    func `what a derived column reads`(derive: String, codes: [String]) {
        var plan = SmallPlan()
        plan.mapping += "\nderive: \(derive)"
        #expect(plan.load().faults.map(\.code.rawValue) == codes)
    }

    @Test func `a circle is told once, by name`() {
        var plan = SmallPlan()
        plan.mapping += "\nderive: {updated_at: returned_at, returned_at: updated_at}"
        #expect(
            plan.load().faults.map { $0.line() } == [
                "list.yaml:13:22: error P-507: derived columns read one another: updated_at → "
                    + "returned_at → updated_at. Let one of them read mapped columns alone."
            ])
    }
}
