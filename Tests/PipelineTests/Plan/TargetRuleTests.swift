import Columnar
import Pipeline
import Testing

/// Which target judges a figure: the most specific one in force at the end of its period.
struct TargetRuleTests {
    @Test(
        arguments: [
            ("agency", "H29", "2024-05", "90"),
            ("agency", "H29", "2025-05", "95"),
            ("unit", "H29", "2025-05", "96"),
            ("unit", "H29.01", "2025-05", "80"),
            ("unit", "H29.01", "2025-Q2", "82"),
            ("unit", "H29.01", "2025-Q3", "81"),
            ("unit", "H29", "2025-Q3", "97"),
            ("agency", "H29", "2025-Q3", "94"),
            // In force is what is so at the last second of the period.
            ("agency", "H29", "2024", "90"),
            ("agency", "H29", "2024-12", "90"),
            ("agency", "H29", "2025-01", "95"),
            ("agency", "H29", "2026-01", nil),
        ] as [(String, String, String, String?)])
    func `the most specific one`(level: String, member: String, name: String, target: String?)
        throws
    {
        var plan = SmallPlan()
        plan.kpi += """

            target: {at_least: 95, from: 2025-01-01, until: 2026-01-01}
            targets:
              - {at_least: 90, until: 2025-01-01}
              - {period: quarter, at_least: 94, until: 2026-01-01}
              - {level: unit, at_least: 96, until: 2026-01-01}
              - {level: unit, period: quarter, at_least: 97, until: 2026-01-01}
              - {level: unit, member: H29.01, at_least: 80, until: 2026-01-01, reason: đặc thù}
              - {level: unit, member: H29.01, period: quarter, at_least: 81, until: 2026-01-01}
              - {level: unit, member: H29.01, period: 2025-Q2, at_least: 82, until: 2026-01-01}
            """
        let loaded = plan.load()
        #expect(loaded.faults == [])
        let kpi = try #require(loaded.plan?.kpis.first)
        let period = try #require(Period(named: name))
        let figure = try kpi.figure(
            Tally(members: 9, numerator: Exact(88), denominator: nil), period: period,
            level: level, member: member, asOf: period.end)
        #expect(figure.target == target ?? "")
        #expect(figure.met == target.flatMap { Int($0) }.map { 88 >= $0 })
    }
}
