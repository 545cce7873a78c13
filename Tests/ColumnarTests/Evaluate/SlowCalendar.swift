/// The parts of an instant found by walking the calendar year by year, month by month.
struct SlowCalendar {
    private let seconds: Int64
    private let days: Int64

    init(_ instant: Int64) {
        var seconds = instant % 86_400
        var days = instant / 86_400
        if seconds < 0 {
            seconds += 86_400
            days -= 1
        }
        self.seconds = seconds
        self.days = days
    }

    func field(_ name: String) -> Int64 {
        switch name {
        case "hour": return seconds / 3_600
        case "minute": return seconds % 3_600 / 60
        case "second": return seconds % 60
        case "dow": return weekday % 7
        case "isodow": return weekday
        case "week": return (date(days + 4 - weekday).dayOfYear - 1) / 7 + 1
        case "isoyear": return date(days + 4 - weekday).year
        case "doy": return date(days).dayOfYear
        case "year": return date(days).year
        case "quarter": return (date(days).month - 1) / 3 + 1
        case "month": return date(days).month
        default: return date(days).day
        }
    }

    /// Monday 1 to Sunday 7; 1970-01-01 was a Thursday.
    private var weekday: Int64 { ((days + 3) % 7 + 7) % 7 + 1 }

    private func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private func date(
        _ days: Int64
    ) -> (year: Int64, month: Int64, day: Int64, dayOfYear: Int64) {
        // The calendar is the same every 400 years.
        var cycles = days / 146_097
        var left = days % 146_097
        if left < 0 {
            left += 146_097
            cycles -= 1
        }
        var year = 1970 + cycles * 400
        while left >= (isLeap(year) ? 366 : 365) {
            left -= isLeap(year) ? 366 : 365
            year += 1
        }
        let dayOfYear = left + 1
        let lengths: [Int64] = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var month = 0
        while left >= lengths[month] {
            left -= lengths[month]
            month += 1
        }
        return (year, Int64(month) + 1, left + 1, dayOfYear)
    }
}

/// Whether a text is like a pattern, by trying all that `%` can stand for.
func slowLike(
    _ text: ArraySlice<Unicode.Scalar>, _ pattern: ArraySlice<Unicode.Scalar>,
    _ escape: Character?
) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = pattern.dropFirst()
    if let escape, escape.unicodeScalars.first == first {
        return text.first == rest.first && slowLike(text.dropFirst(), rest.dropFirst(), escape)
    }
    switch first {
    case "%":
        return (text.startIndex...text.endIndex).contains { slowLike(text[$0...], rest, escape) }
    case "_": return !text.isEmpty && slowLike(text.dropFirst(), rest, escape)
    default: return text.first == first && slowLike(text.dropFirst(), rest, escape)
    }
}
