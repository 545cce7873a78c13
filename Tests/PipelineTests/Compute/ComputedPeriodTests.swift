import Columnar
import Pipeline
import Testing

@Suite struct `The periods that are computed` {
    private static func names(
        _ periods: String, asOf: String, since: String? = nil
    ) throws -> [String] {
        var desk = SmallDesk()
        desk.pipeline = "periods: {\(periods)}"
        let asOf = try #require(Moment(text: asOf)).local
        let since = since.flatMap { Moment(text: $0)?.local }
        return try desk.plan().computedPeriods(asOf: asOf, since: since).map(\.period.name)
    }

    @Test func `run from the declared day to the declared day`() throws {
        #expect(
            try Self.names(
                "every: [month, quarter, year], from: 2025-01-01, until: 2025-04-01",
                asOf: "2026-01-01")
                == ["2025-01", "2025-Q1", "2025", "2025-02", "2025-03"])
    }

    @Test func `end with the one that has begun`() throws {
        let periods = "every: [month], from: 2025-01-01"
        #expect(try Self.names(periods, asOf: "2025-03-01") == ["2025-01", "2025-02"])
        #expect(
            try Self.names(periods, asOf: "2025-03-01T00:00:01") == [
                "2025-01", "2025-02", "2025-03",
            ])
        #expect(try Self.names(periods, asOf: "2025-01-01") == [])
    }

    @Test func `begin with the first row where nothing is declared`() throws {
        #expect(
            try Self.names("every: [half]", asOf: "2025-12-31", since: "2024-12-31")
                == ["2024-H2", "2025-H1", "2025-H2"])
        #expect(try Self.names("every: [half]", asOf: "2025-12-31") == [])
    }

    @Test func `include the named ones whatever the hour`() throws {
        #expect(
            try Self.names(
                "named: [{name: drive, start: 2030-01-01, end: 2030-02-01}]", asOf: "2025-01-01")
                == ["drive"])
    }

    @Test func `of a version of a KPI are those at whose end it is in force`() throws {
        var desk = SmallDesk()
        desk.pipeline = "periods: {every: [month, year], from: 2025-01-01}"
        desk.kpi += "\nvalid: {from: 2025-02-15, until: 2025-04-01}\nevery: [month]"
        let plan = try desk.plan()
        let periods = plan.computedPeriods(
            asOf: try #require(Moment(text: "2025-12-31")).local, since: nil)
        let applied = periods.filter { plan.kpis[0].applies(to: $0) }.map(\.period.name)
        #expect(applied == ["2025-02", "2025-03"])
    }
}
