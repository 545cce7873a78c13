import Columnar
import Testing

/// Terms as the Civil Code and the systems reckon them.
@Suite struct `Terms` {
    @Test(
        arguments: [
            // Hours run from the moment, over the night and the weekend.
            ("2025-06-06 16:00:00", StatutoryTerm(24, .hour), "2025-06-07 16:00:00"),
            ("2025-06-06 16:00:00", StatutoryTerm(8, .workingHour), "2025-06-09 16:00:00"),
            ("2025-06-06 18:00:00", StatutoryTerm(4, .workingHour), "2025-06-09 11:30:00"),
            // The first day is not counted; a last day of rest moves to the next working day.
            ("2025-06-02 09:00:00", StatutoryTerm(5, .workingDay), "2025-06-09 09:00:00"),
            ("2025-06-02 09:00:00", StatutoryTerm(5, .day), "2025-06-09 09:00:00"),
            ("2025-06-02 09:00:00", StatutoryTerm(4, .day), "2025-06-06 09:00:00"),
            ("2025-04-25 09:00:00", StatutoryTerm(5, .day), "2025-05-05 09:00:00"),
            // A month without that day ends with its last one.
            ("2023-01-31 09:00:00", StatutoryTerm(1, .month), "2023-02-28 09:00:00"),
            ("2024-01-31 09:00:00", StatutoryTerm(1, .month), "2024-02-29 09:00:00"),
            ("2025-07-31 09:00:00", StatutoryTerm(2, .month), "2025-09-30 09:00:00"),
            ("2025-11-14 09:00:00", StatutoryTerm(14, .month), nil),
            // Who comes while the office is closed comes when it opens next.
            ("2025-06-02 06:00:00", StatutoryTerm(1, .workingDay), "2025-06-03 07:30:00"),
            ("2025-06-02 12:00:00", StatutoryTerm(1, .workingDay), "2025-06-03 13:00:00"),
            ("2025-06-02 17:00:00", StatutoryTerm(1, .workingDay), "2025-06-03 17:00:00"),
            ("2025-06-02 17:00:01", StatutoryTerm(1, .workingDay), "2025-06-04 07:30:00"),
            ("2025-06-07 10:00:00", StatutoryTerm(1, .workingDay), "2025-06-10 07:30:00"),
        ] as [(String, StatutoryTerm, String?)])
    func `end at the time of day at which they began`(
        start: String, term: StatutoryTerm, end: String?
    ) throws {
        let calendar = try VietnamCalendar.calendar()
        let due = calendar.due(after: try #require(instant(start)), term, .sameTime)
        #expect(due.map(instantText) == end)
    }

    @Test(
        arguments: [
            ("2025-06-06 16:00:00", StatutoryTerm(24, .hour), "2025-06-07 16:00:00"),
            ("2025-06-02 06:00:00", StatutoryTerm(1, .workingDay), "2025-06-03 23:59:59"),
            ("2025-06-07 10:00:00", StatutoryTerm(1, .workingDay), "2025-06-09 23:59:59"),
            ("2025-06-02 20:00:00", StatutoryTerm(5, .day), "2025-06-09 23:59:59"),
            ("2025-01-31 09:00:00", StatutoryTerm(1, .month), "2025-02-28 23:59:59"),
            ("2025-03-31 09:00:00", StatutoryTerm(1, .month), "2025-05-05 23:59:59"),
        ] as [(String, StatutoryTerm, String)])
    func `end with their last day by the Civil Code`(
        start: String, term: StatutoryTerm, end: String
    ) throws {
        let calendar = try VietnamCalendar.calendar()
        let due = calendar.due(after: try #require(instant(start)), term, .endOfDay)
        #expect(due.map(instantText) == end)
    }

    @Test func `a unit may rest on other days and keep other hours by season`() throws {
        var rules = try officeRules(first: 2025, last: 2025)
        let short = [WorkingInterval(start: 28_800, end: 43_200)]
        rules.spans = [
            HoursSpan(
                first: try VietnamCalendar.date("2/6/2025"),
                last: try VietnamCalendar.date("8/6/2025"),
                weekdays: [[], short, short, short, short, short, []]),
            HoursSpan(
                first: try VietnamCalendar.date("5/6/2025"),
                last: try VietnamCalendar.date("5/6/2025"),
                weekdays: Array(repeating: [], count: 7)),
        ]
        rules.extra = [
            ExtraWorkingDay(try VietnamCalendar.date("8/6/2025"), hours: .like(.tuesday))
        ]
        let calendar = try WorkingCalendar(rules)
        let days = try (1...10).map { day in
            let date = try VietnamCalendar.date("\(day)/6/2025")
            return calendar.workingSeconds(from: date.instant, to: date.instant + secondsPerDay)
        }
        let (none, half, whole) = (Int64(0), Int64(14_400), Int64(28_800))
        #expect(days == [none, none, half, half, none, half, half, half, whole, whole])
        rules.spans[0].weekdays.removeLast()
        #expect(throws: CalendarFault.wrongNumberOfWeekdays(found: 6)) {
            try WorkingCalendar(rules)
        }
    }
}
