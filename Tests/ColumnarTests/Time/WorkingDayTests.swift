import Columnar
import Testing

@Suite struct `Working days` {
    @Test(
        arguments: [
            (2018, [59, 62, 64, 65]), (2019, [59, 62, 65, 66]), (2020, [59, 62, 65, 66]),
            (2021, [58, 62, 64, 66]), (2022, [58, 62, 64, 65]), (2023, [59, 62, 63, 65]),
            (2024, [59, 62, 64, 66]), (2025, [58, 62, 64, 66]), (2026, [58, 62, 64, 65]),
        ] as [(Int, [Int])])
    func `each quarter has the number that the notices leave`(
        year: Int, expected: [Int]
    ) throws {
        let calendar = try VietnamCalendar.calendar()
        let quarters = try (1...4).map { try #require(Period(named: "\(year)-Q\($0)")) }
        let counts = quarters.map {
            calendar.workingDays(in: dayNumber(of: $0.start)..<dayNumber(of: $0.end))
        }
        #expect(counts == expected)
    }

    @Test(
        arguments: [
            ("31/12/2025", 5, "9/1/2026", "9/1/2026"), ("31/12/2025", 6, "10/1/2026", "12/1/2026"),
            ("13/2/2026", 3, "25/2/2026", "25/2/2026"), ("20/8/2026", 2, "22/8/2026", "24/8/2026"),
            ("28/8/2026", 1, "3/9/2026", "3/9/2026"), ("20/11/2026", 3, "26/11/2026", "26/11/2026"),
            ("25/4/2025", 1, "26/4/2025", "28/4/2025"), ("29/12/2023", 2, "3/1/2024", "3/1/2024"),
            ("2/2/2024", 5, "16/2/2024", "16/2/2024"),
        ] as [(String, Int, String, String)])
    func `a term ends on the day that the law gives`(
        start: String, count: Int, end: String, endWithoutMakeUpDays: String
    ) throws {
        let day = try VietnamCalendar.date(start).dayNumber
        for (makeUpDays, end) in [
            (VietnamCalendar.MakeUpDays.worked, end), (.ignored, endWithoutMakeUpDays),
        ] {
            let calendar = try VietnamCalendar.calendar(makeUpDays)
            let due = try VietnamCalendar.date(end).dayNumber
            #expect(calendar.add(workingDays: count, to: day) == due)
            #expect(calendar.workingDays(from: day, to: due) == count)
        }
    }

    @Test func `a calendar without the late notice would call a case late a day too soon`() throws {
        let old = try VietnamCalendar.calendar(.ignored, opened: ["2/1/2026"])
        let day = try VietnamCalendar.date("31/12/2025").dayNumber
        let due = try VietnamCalendar.date("8/1/2026").dayNumber
        #expect(old.add(workingDays: 5, to: day) == due)
    }

    @Test func `adding and taking away working days returns to a working day`() throws {
        let calendar = try VietnamCalendar.calendar()
        for day in calendar.firstDay + 120...calendar.lastDay - 120
        where calendar.isWorkingDay(day) == true {
            for count in [1, 2, 5, 17, 60] {
                guard let end = calendar.add(workingDays: count, to: day),
                    calendar.isWorkingDay(end) == true,
                    calendar.workingDays(from: day, to: end) == count,
                    calendar.workingDays(from: end, to: day) == -count,
                    calendar.add(workingDays: -count, to: end) == day
                else {
                    Issue.record("\(CivilDate(dayNumber: day).text) + \(count)")
                    return
                }
            }
        }
    }

    @Test func `days are counted as if by hand`() throws {
        let calendar = try VietnamCalendar.calendar()
        let start = try VietnamCalendar.date("1/12/2023").dayNumber
        for first in start..<start + 40 {
            for last in first..<start + 100 {
                let byHand = (first..<last).count { calendar.isWorkingDay($0 + 1) == true }
                guard calendar.workingDays(from: first, to: last) == byHand,
                    calendar.workingDays(in: first + 1..<last + 1) == byHand
                else {
                    Issue.record("\(first) \(last)")
                    return
                }
            }
        }
    }

    @Test func `outside the covered days there is no answer`() throws {
        let calendar = try VietnamCalendar.calendar()
        let (first, last) = (calendar.firstDay, calendar.lastDay)
        #expect(calendar.isWorkingDay(first - 1) == nil)
        #expect(calendar.isWorkingDay(last + 1) == nil)
        #expect(calendar.workingDays(from: first - 1, to: first) == nil)
        #expect(calendar.workingDays(from: last, to: last + 1) == nil)
        #expect(calendar.workingDays(in: first..<last + 2) == nil)
        #expect(calendar.add(workingDays: 1, to: last) == nil)
        #expect(calendar.add(workingDays: -1, to: first) == nil)
        #expect(calendar.add(workingDays: 3000, to: first) == nil)
        for extreme in [Int.min, .max] {
            #expect(calendar.add(workingDays: extreme, to: first) == nil)
            #expect(calendar.add(workingDays: 1, to: extreme) == nil)
            #expect(calendar.isWorkingDay(extreme) == nil)
            #expect(calendar.workingDays(from: first, to: extreme) == nil)
        }
    }
}
