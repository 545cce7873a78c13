import Columnar
import Pipeline
import Testing

/// The shipped working calendar, against figures counted apart from it.
struct PlanCalendarTests {
    private static let calendar = Plan.load(path: shippedPipelines + "/nightly.yaml").plan?.calendar

    @Test(arguments: [
        (2018, [59, 62, 64, 65]), (2019, [59, 62, 65, 66]), (2020, [59, 62, 65, 66]),
        (2021, [58, 62, 64, 66]), (2022, [58, 62, 64, 65]), (2023, [59, 62, 63, 65]),
        (2024, [59, 62, 64, 66]), (2025, [58, 62, 64, 66]), (2026, [58, 62, 64, 65]),
    ])
    func `working days of each quarter`(year: Int, expected: [Int]) throws {
        let working = try #require(Self.calendar).working
        let quarters = try (0..<4).map { quarter in
            let first = try #require(CivilDate(year: year, month: quarter * 3 + 1, day: 1))
            let next = try #require(
                quarter == 3
                    ? CivilDate(year: year + 1, month: 1, day: 1)
                    : CivilDate(year: year, month: quarter * 3 + 4, day: 1))
            return try #require(working.workingDays(in: first.dayNumber..<next.dayNumber))
        }
        #expect(quarters == expected)
    }

    @Test(arguments: [
        ("2025-12-31", 5, "2026-01-09"), ("2025-12-31", 6, "2026-01-10"),
        ("2026-02-13", 3, "2026-02-25"), ("2026-08-20", 2, "2026-08-22"),
        ("2026-08-28", 1, "2026-09-03"), ("2026-11-20", 3, "2026-11-26"),
        ("2025-04-25", 1, "2025-04-26"), ("2023-12-29", 2, "2024-01-03"),
        ("2024-02-02", 5, "2024-02-16"),
    ])
    func `terms in working days`(start: String, days: Int, end: String) throws {
        let working = try #require(Self.calendar).working
        let day = CivilDate(of: try #require(parseInstant(start))).dayNumber
        let due = try #require(working.add(workingDays: days, to: day))
        #expect(CivilDate(dayNumber: due).text == end)
    }

    @Test func `2027 is not covered, and a working day has eight hours`() throws {
        let working = try #require(Self.calendar).working
        let new = try #require(parseInstant("2027-01-05"))
        #expect(working.workingSeconds(from: new - 10 * 86_400, to: new) == nil)
        let monday = try #require(parseInstant("2026-03-02"))
        #expect(working.workingSeconds(from: monday, to: monday + 86_400) == 28_800)
    }

    @Test func `a late notice bears the day of its publication`() throws {
        let days = try #require(Self.calendar).days
        let swapped = try #require(days.first { $0.date.text == "2026-01-02" })
        #expect(swapped.published?.text == "2025-12-25")
        #expect(swapped.reference == "12729/VPCP-KGVX")
        #expect(days.filter { $0.makesUpFor != nil }.count == 6)
    }
}
