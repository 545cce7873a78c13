import Columnar
import Testing

/// The working days of Vietnam's public sector as the notices of 2018 to 2026 say them.
enum VietnamCalendar {
    /// Weekdays closed and Saturdays worked in a year, as `day/month` or a range of days.
    private static let notices: [Int: (closed: String, extra: String)] = [
        2018: ("1/1 14/2-16/2 19/2-20/2 25/4 30/4-1/5 3/9 31/12", ""),
        2019: ("1/1 4/2-8/2 15/4 29/4-1/5 2/9", "5/1 4/5"),
        2020: ("1/1 23/1-24/1 27/1-29/1 2/4 30/4-1/5 2/9", ""),
        2021: ("1/1 10/2-12/2 15/2-16/2 21/4 30/4 3/5 2/9-3/9", ""),
        2022: ("3/1 31/1-4/2 11/4 2/5-3/5 1/9-2/9", ""),
        2023: ("2/1 20/1 23/1-26/1 1/5-3/5 1/9 4/9", ""),
        2024: ("1/1 8/2-9/2 12/2-14/2 18/4 29/4-1/5 2/9-3/9", "4/5"),
        2025: ("1/1 27/1-31/1 7/4 30/4-2/5 1/9-2/9", "26/4"),
        2026: ("1/1 2/1 16/2-20/2 27/4 30/4-1/5 31/8-2/9 24/11", "10/1 22/8"),
    ]

    enum MakeUpDays { case worked, ignored }

    /// The calendar, where some days are open although the notices close them.
    static func calendar(
        _ makeUpDays: MakeUpDays = .worked, opened: [String] = []
    ) throws -> WorkingCalendar {
        try WorkingCalendar(rules(makeUpDays, opened: opened))
    }

    static func rules(_ makeUpDays: MakeUpDays = .worked, opened: [String] = []) throws
        -> WorkingRules
    {
        let opened = try opened.map(date)
        var rules = try officeRules(first: 2018, last: 2026)
        for (year, notice) in notices.sorted(by: { $0.key < $1.key }) {
            rules.closed += try days(notice.closed, of: year).filter { !opened.contains($0) }
            guard makeUpDays == .worked else { continue }
            rules.extra += try days(notice.extra, of: year).map {
                ExtraWorkingDay($0, hours: .like(.friday))
            }
        }
        return rules
    }

    /// The date of a text `d/M/yyyy`.
    static func date(_ text: String) throws -> CivilDate {
        let numbers = text.split(separator: "/").compactMap { Int($0) }
        try #require(numbers.count == 3)
        return try #require(CivilDate(year: numbers[2], month: numbers[1], day: numbers[0]))
    }

    private static func days(_ text: String, of year: Int) throws -> [CivilDate] {
        try text.split(separator: " ").flatMap { range in
            let ends = try range.split(separator: "-").map { try date("\($0)/\(year)").dayNumber }
            return (ends[0]...ends[ends.count - 1]).map { CivilDate(dayNumber: $0) }
        }
    }
}

/// Monday to Friday, 07:30 to 11:30 and 13:00 to 17:00, nothing closed.
func officeRules(first: Int, last: Int) throws -> WorkingRules {
    let hours = [
        WorkingInterval(start: 27_000, end: 41_400), WorkingInterval(start: 46_800, end: 61_200),
    ]
    return WorkingRules(
        weekdays: Array(repeating: hours, count: 5) + [[], []], closed: [], extra: [],
        first: try #require(CivilDate(year: first, month: 1, day: 1)),
        last: try #require(CivilDate(year: last, month: 12, day: 31)))
}
