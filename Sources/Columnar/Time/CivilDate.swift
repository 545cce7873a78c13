/// Seconds in a civil day; Vietnam has had no leap of its clock since 1975.
package let secondsPerDay: Int64 = 86_400

/// A day of the week; the raw value counts from Monday = 0, as ISO 8601 orders them.
package enum Weekday: Int, Sendable, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

/// A day of the proleptic Gregorian calendar.
///
/// The arithmetic is Howard Hinnant's (`days_from_civil`, `civil_from_days`): years that begin in
/// March, in eras of 400 years, so that the leap day comes last and needs no case of its own.
package struct CivilDate: Sendable, Hashable, Comparable {
    /// The years in which a date read from text may lie.
    package static let years = 1...9999

    /// Year; 1 is the year 1 of our era.
    package let year: Int
    /// Month, 1 to 12.
    package let month: Int
    /// Day of the month, from 1.
    package let day: Int

    /// The date, unless there is no such day or the year lies outside `years`.
    package init?(year: Int, month: Int, day: Int) {
        guard Self.years.contains(year), 1...12 ~= month,
            1...Self.daysInMonth(month, of: year) ~= day
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date of a day number: days since 1970-01-01, negative before.
    package init(dayNumber: Int) {
        let days = dayNumber &+ 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The date on which an instant lies, in the instant's own wall clock.
    package init(of instant: Int64) {
        self.init(dayNumber: Columnar.dayNumber(of: instant))
    }

    /// Days since 1970-01-01, negative before.
    package var dayNumber: Int { Self.dayNumber(year: year, month: month, day: day) }

    /// Instant at which the day begins.
    package var instant: Int64 { Int64(dayNumber) * secondsPerDay }

    /// Day of the week.
    package var weekday: Weekday { Self.weekday(ofDay: dayNumber) }

    /// The date as `yyyy-MM-dd` (ISO 8601 calendar date, extended form).
    package var text: String {
        "\(zeroPadded(year, to: 4))-\(zeroPadded(month, to: 2))-\(zeroPadded(day, to: 2))"
    }

    /// True in a leap year.
    package static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// Number of days of a month (1 to 12).
    package static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Day number of a year, month (1 to 12) and day, which are not checked.
    static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let century = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 99) / 100
        let leapDays = (shiftedYear >> 2) - century + (century >> 2)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return 365 * shiftedYear + leapDays + dayOfYear - 719_468
    }

    /// Day of the week of a day number; 1970-01-01 was a Thursday.
    package static func weekday(ofDay dayNumber: Int) -> Weekday {
        let index = (dayNumber % 7 + 10) % 7
        return Weekday(rawValue: index) ?? .monday
    }

    /// Orders by time.
    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

/// Day number (days since 1970-01-01) on which an instant lies.
package func dayNumber(of instant: Int64) -> Int {
    let day = instant / secondsPerDay
    return Int(instant % secondsPerDay < 0 ? day - 1 : day)
}

/// Seconds from the midnight before an instant, 0 to 86 399.
package func secondOfDay(_ instant: Int64) -> Int {
    let second = Int(instant % secondsPerDay)
    return second < 0 ? second + Int(secondsPerDay) : second
}

/// An instant as `yyyy-MM-dd HH:mm:ss`, its form in every output; `missing` gives an empty text.
package func instantText(_ instant: Int64) -> String {
    guard instant != missing else { return "" }
    return "\(CivilDate(of: instant).text) \(clockText(secondOfDay(instant)))"
}

/// An instant as `yyyy-MM-ddTHH:mm:ss` (ISO 8601, local time without offset).
package func isoText(_ instant: Int64) -> String {
    guard instant != missing else { return "" }
    return "\(CivilDate(of: instant).text)T\(clockText(secondOfDay(instant)))"
}

/// Seconds after midnight as `HH:mm:ss`.
private func clockText(_ second: Int) -> String {
    let hour = zeroPadded(second / 3600, to: 2)
    return "\(hour):\(zeroPadded(second / 60 % 60, to: 2)):\(zeroPadded(second % 60, to: 2))"
}

private func zeroPadded(_ number: Int, to width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
}
