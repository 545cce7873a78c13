import Columnar
import Testing

@Suite struct `Civil dates` {
    @Test func `every day of ten thousand years follows the one before`() {
        var number = -719_162
        for year in 1...9999 {
            for month in 1...12 {
                for day in 1...CivilDate.daysInMonth(month, of: year) {
                    let date = CivilDate(year: year, month: month, day: day)
                    guard date?.dayNumber == number, CivilDate(dayNumber: number) == date else {
                        Issue.record("\(year) \(month) \(day)")
                        return
                    }
                    number += 1
                }
            }
        }
        #expect(CivilDate(dayNumber: number).year == 10_000)
    }

    @Test(arguments: [
        (1970, 1, 1, 0, Weekday.thursday), (2000, 2, 29, 11_016, .tuesday),
        (2025, 9, 2, 20_333, .tuesday), (1969, 12, 31, -1, .wednesday),
        (1, 1, 1, -719_162, .monday), (1900, 1, 1, -25_567, .monday),
    ])
    func `known days have their numbers and weekdays`(
        year: Int, month: Int, day: Int, number: Int, weekday: Weekday
    ) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.dayNumber == number)
        #expect(date.weekday == weekday)
    }

    @Test(arguments: [
        (2025, 2, 29), (1900, 2, 29), (2025, 4, 31), (2025, 13, 1), (2025, 0, 1), (2025, 1, 0),
        (0, 1, 1), (10_000, 1, 1), (-1, 1, 1),
    ])
    func `a day that does not exist is none`(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01 00:00:00"), (-1, "1969-12-31 23:59:59"),
        (1_756_800_000, "2025-09-02 08:00:00"), (-62_135_596_800, "0001-01-01 00:00:00"),
        (253_402_300_799, "9999-12-31 23:59:59"), (253_402_300_800, "10000-01-01 00:00:00"),
    ])
    func `an instant has one text`(instant: Int64, text: String) {
        #expect(instantText(instant) == text)
        #expect(isoText(instant) == text.replacing(" ", with: "T"))
    }

    @Test func `no instant is too far for a text`() {
        #expect(instantText(missing) == "")
        #expect(instantText(missing + 1).hasPrefix("-292277022657-01-27"))
        #expect(instantText(.max) == "292277026596-12-04 15:30:07")
    }

    @Test func `days and seconds are cut downwards`() {
        #expect(dayNumber(of: -1) == -1)
        #expect(secondOfDay(-1) == 86_399)
        #expect(dayNumber(of: 86_400) == 1)
        #expect(secondOfDay(86_399) == 86_399)
    }
}
