import Columnar
import Testing

@Suite struct `Periods` {
    @Test(arguments: [
        ("2025-06", "2025-06-01", "2025-07-01"), ("2025-12", "2025-12-01", "2026-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"), ("2025-Q2", "2025-04-01", "2025-07-01"),
        ("2025-Q4", "2025-10-01", "2026-01-01"), ("2025-H1", "2025-01-01", "2025-07-01"),
        ("2025-H2", "2025-07-01", "2026-01-01"), ("2025", "2025-01-01", "2026-01-01"),
        ("0001", "0001-01-01", "0002-01-01"),
    ])
    func `a name means its days`(name: String, start: String, end: String) throws {
        let period = try #require(Period(named: name))
        #expect(period.name == name)
        #expect(period.start == instant(start))
        #expect(period.end == instant(end))
    }

    @Test(arguments: [
        "", "25", "2025-13", "2025-00", "2025-Q5", "2025-Q0", "2025-H3", "2025-6", "2025-q1",
        "2025/06", "2025-06-01", "0000", "2025-Q", "２０２５", "2025-+1", " 2025",
    ])
    func `anything else is no name`(name: String) {
        #expect(Period(named: name) == nil)
    }

    @Test(arguments: PeriodLength.allCases)
    func `every day of eleven years lies in exactly one period`(length: PeriodLength) throws {
        let start = try #require(instant("2018-01-01"))
        let end = try #require(instant("2029-01-01"))
        let periods = length.periods(overlapping: start, end)
        #expect(periods.count == 11 * 12 / length.months)
        #expect(periods.first?.start == start)
        #expect(periods.last?.end == end)
        for (one, next) in zip(periods, periods.dropFirst()) { #expect(one.end == next.start) }
        for midnight in stride(from: start, to: end, by: Int(secondsPerDay)) {
            for second in [midnight, midnight + secondsPerDay - 1] {
                let found = length.periods(overlapping: second, second + 1)
                let only = try #require(found.first)
                guard found.count == 1, only.contains(second), Period(named: only.name) == only,
                    periods.count(where: { $0.contains(second) }) == 1
                else {
                    Issue.record("\(instantText(second)) \(found)")
                    return
                }
            }
        }
    }

    @Test func `a period that is only touched is not listed`() throws {
        let june = try #require(Period(named: "2025-06"))
        #expect(PeriodLength.month.periods(overlapping: june.start, june.end) == [june])
        #expect(PeriodLength.month.periods(overlapping: june.end, june.end) == [])
        #expect(PeriodLength.month.periods(overlapping: june.end, june.start) == [])
    }

    @Test func `instants of all time stay within the years that have names`() {
        let years = PeriodLength.year.periods(overlapping: .min + 1, .max)
        #expect(years.first?.name == "0001")
        #expect(years.last?.name == "9999")
        #expect(years.count == 9999)
    }

    @Test func `an interval without a second is no period`() {
        #expect(Period(name: "none", start: 5, end: 5) == nil)
        #expect(Period(name: "back", start: 5, end: 4) == nil)
        #expect(Period(name: "one", start: 5, end: 6)?.contains(5) == true)
        #expect(Period(name: "all", start: 0, end: .max)?.contains(missing) == false)
    }
}
