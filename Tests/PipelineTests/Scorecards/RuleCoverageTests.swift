import Columnar
import Pipeline
import Testing

/// Which rules the rows of a period have put to the test.
@Suite struct `Rule coverage` {
    private func coverage(_ period: String) throws -> RuleCoverage {
        let desk = try DatedDesk()
        try desk.run()
        return try ruleCoverage(desk.verification, period: period)
    }

    @Test func `counts for every clause what it decided`() throws {
        let coverage = try coverage("2025-06")
        #expect(coverage.kpis.map { "\($0.kpi) v\($0.version)" } == ["on-time v1"])
        let kpi = try #require(coverage.kpis.first)
        #expect(kpi.rowCount == 6 && kpi.memberCount == 2)
        let texts = kpi.clauses.map { clause in
            let bound = clause.atBound.map { " at \($0)" } ?? ""
            return "\(clause.kind.rawValue) \(clause.text): \(clause.rows) = \(clause.yes) + "
                + "\(clause.no) + \(clause.unknown), \(clause.decided)" + bound
        }
        #expect(
            texts == [
                // Over all rows: the clauses that name the period.
                "and resolved_at >= period_start: 6 = 5 + 0 + 1, 0 at 0",
                "and resolved_at < period_end: 6 = 3 + 2 + 1, 2 at 0",
                // Over the rows of the period: the others.
                "and status in ('resolved', 'returned'): 3 = 3 + 0 + 0, 0",
                "or 'resolved': 2 = 2 + 0 + 0, 2", "or 'returned': 2 = 0 + 2 + 0, 0",
                "and due_at is not null: 3 = 2 + 1 + 0, 1",
                // Over the members: the filter; one case ended in the very second.
                "and resolved_at <= due_at: 2 = 1 + 1 + 0, 1 at 1",
            ])
    }

    @Test func `lists first what no row has exercised`() throws {
        let idle = try coverage("2025-06").idleLines
        #expect(
            idle == [
                "KPI on-time v1, where and: status in ('resolved', 'returned')  — always true",
                "KPI on-time v1, where or: 'resolved'  — always true",
                "KPI on-time v1, where or: 'returned'  — never true",
                "input cases, column status: 'open' → processing  — in no row",
                "scorecard desk v1, total: at_least 0: Không đạt  — nobody stands there",
            ])
        let july = try coverage("2025-07").idleLines
        #expect(july.contains("scorecard desk v2, on-time: at_least 90: 2  — nobody stands there"))
        #expect(july.contains("KPI on-time v2, where and: due_at is not null  — always true"))
        #expect(!july.contains { $0.contains("above 0: 1") })
    }

    @Test func `takes the longest and last period, and knows no other`() throws {
        let desk = try DatedDesk()
        try desk.run()
        // July and June: June is a day shorter.
        #expect(try ruleCoverage(desk.verification, period: nil).period.name == "2025-07")
        #expect(throws: RunError.self) {
            try ruleCoverage(desk.verification, period: "2025-08")
        }
    }
}
