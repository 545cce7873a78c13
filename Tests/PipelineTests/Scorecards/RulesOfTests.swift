import Columnar
import Pipeline
import Testing

/// A run by its own rules and by those of another day, side by side.
@Suite struct `The rules of another day` {
    private func compared(_ day: String, _ filter: ResultsFilter = ResultsFilter()) throws
        -> [String]
    {
        let desk = try DatedDesk()
        try desk.run()
        let day = try #require(parseInstant(day))
        let comparison = try compareRules(of: day, desk.verification, filter)
        #expect(!comparison.isUnlikeSealed)
        return try comparison.lines.map { line in
            let sides = [line.own, line.other].map { side in
                guard let side else { return "–" }
                let met = side.met.map { $0 ? " met" : " missed" } ?? ""
                return "v\(side.version) \(side.exact?.decimalText() ?? side.status.rawValue)\(met)"
            }
            let difference = try line.difference?.decimalText() ?? "–"
            return "\(line.kpi) \(line.period.name) \(line.member): \(sides[0]) | \(sides[1]) | "
                + difference
        }
    }

    @Test func `stand on the right for every period`() throws {
        #expect(
            try compared("2025-07-01") == [
                "on-time 2025-06 H01: v1 50 met | v2 0 missed | -50",
                "on-time 2025-06 A: v1 50 met | v2 0 missed | -50",
                "on-time 2025-07 H01: v2 50 missed | v2 50 missed | 0",
                "on-time 2025-07 A: v2 50 missed | v2 50 missed | 0",
                "scorecard/desk 2025-06 H01: v1 50 | v2 0 | -50",
                "scorecard/desk 2025-06 A: v1 50 | v2 0 | -50",
                "scorecard/desk 2025-07 H01: v2 50 | v2 50 | 0",
                "scorecard/desk 2025-07 A: v2 50 | v2 50 | 0",
            ])
        #expect(
            try compared("2025-06-30", ResultsFilter(level: "agency")) == [
                "on-time 2025-06 H01: v1 50 met | v1 50 met | 0",
                "on-time 2025-07 H01: v2 50 missed | v1 100 met | 50",
                "scorecard/desk 2025-06 H01: v1 50 | v1 50 | 0",
                "scorecard/desk 2025-07 H01: v2 50 | v1 100 | 50",
            ])
    }

    @Test func `are filtered as results are`() throws {
        let filter = ResultsFilter(kpi: "on-time", period: "2025-07", member: "A")
        #expect(
            try compared("2018-01-01", filter) == [
                "on-time 2025-07 A: v2 50 missed | v1 100 met | 50"
            ])
    }

    @Test func `that are in force on no day leave one side empty`() throws {
        let plan = try SmallCard().plan()
        let before = try #require(parseInstant("2024-12-31"))
        let other = plan.withRules(of: before)
        #expect(other.scorecards.isEmpty && other.kpis.count == plan.kpis.count)
        let after = plan.withRules(of: before + 86_400)
        #expect(after.scorecards.map(\.validity.from) == [nil])
    }
}
