import Columnar
import Testing

/// Windows from the 15th to the 14th, as official reports have them.
@Suite struct `A calendar of reports` {
    private let calendar = ReportingCalendar(name: "bc", firstDay: 15, beginsInMonthBefore: true)

    @Test(
        arguments: [
            (PeriodLength.quarter, "2025-Q1@bc", "2024-12-15", "2025-03-15"),
            (.quarter, "2025-Q2@bc", "2025-03-15", "2025-06-15"),
            (.quarter, "2025-Q3@bc", "2025-06-15", "2025-09-15"),
            (.quarter, "2025-Q4@bc", "2025-09-15", "2025-12-15"),
            (.half, "2025-H1@bc", "2024-12-15", "2025-06-15"),
            (.half, "2025-H2@bc", "2025-06-15", "2025-12-15"),
            (.year, "2025@bc", "2024-12-15", "2025-12-15"),
            (.month, "2025-01@bc", "2024-12-15", "2025-01-15"),
            (.month, "2025-03@bc", "2025-02-15", "2025-03-15"),
        ] as [(PeriodLength, String, String, String)])
    func `has the windows of the decree`(
        length: PeriodLength, name: String, start: String, end: String
    ) throws {
        let (start, end) = (try #require(instant(start)), try #require(instant(end)))
        let found = calendar.periods(length, overlapping: start, end)
        #expect(found == [try #require(Period(name: name, start: start, end: end))])
    }

    @Test(arguments: PeriodLength.allCases)
    func `cuts eleven years without gap or overlap`(length: PeriodLength) throws {
        let (start, end) = (
            try #require(instant("2018-01-01")), try #require(instant("2029-01-01"))
        )
        let periods = calendar.periods(length, overlapping: start, end)
        #expect(periods.first.map { $0.start <= start } == true)
        #expect(periods.last.map { $0.end >= end } == true)
        for (left, right) in zip(periods, periods.dropFirst()) { #expect(left.end == right.start) }
        #expect(Set(periods.map(\.name)).count == periods.count)
        #expect(periods.allSatisfy { Period(named: $0.name) == nil })
    }

    @Test func `has no period beyond its validity`() throws {
        var calendar = calendar
        calendar.from = instant("2025-03-15")
        calendar.until = instant("2025-09-15")
        let names = calendar.periods(
            .quarter, overlapping: try #require(instant("2024-01-01")),
            try #require(instant("2027-01-01"))
        ).map(\.name)
        #expect(names == ["2025-Q2@bc", "2025-Q3@bc"])
        #expect(calendar.periods(.month, overlapping: 5, 5) == [])
        #expect(calendar.periods(.year, overlapping: .min + 1, .max) == [])
    }
}
