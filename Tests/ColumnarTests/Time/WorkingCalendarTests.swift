import Columnar
import Testing

@Suite struct `Working calendar` {
    @Test func `a night counts nothing and a working day eight hours`() throws {
        let calendar = try WorkingCalendar(officeRules(first: 2025, last: 2025))
        let monday = try #require(CivilDate(year: 2025, month: 6, day: 2)).instant
        #expect(calendar.workingSeconds(from: monday, to: monday + secondsPerDay) == Int64(28_800))
        let evening = monday + 17 * 3600
        #expect(calendar.workingSeconds(from: evening, to: monday + secondsPerDay) == Int64(0))
    }
}

/// Monday to Friday, 07:30–11:30 and 13:00–17:00, nothing closed.
func officeRules(first: Int, last: Int) throws -> WorkingRules {
    let hours = [
        WorkingInterval(start: 27_000, end: 41_400), WorkingInterval(start: 46_800, end: 61_200),
    ]
    return WorkingRules(
        weekdays: Array(repeating: hours, count: 5) + [[], []], closed: [], extra: [],
        first: try #require(CivilDate(year: first, month: 1, day: 1)),
        last: try #require(CivilDate(year: last, month: 12, day: 31)))
}
