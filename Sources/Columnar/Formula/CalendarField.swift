/// What `extract(… from x)` takes out of an instant, as PostgreSQL counts it.
package enum CalendarField: String, Sendable, Hashable, CaseIterable {
    /// Year, quarter (1 to 4), month, day of the month.
    case year, quarter, month, day
    /// Parts of the time of day.
    case hour, minute, second
    /// Day of the week, Sunday 0 to Saturday 6.
    case dow
    /// Day of the week, Monday 1 to Sunday 7 (ISO 8601).
    case isodow
    /// Day of the year from 1.
    case doy
    /// Week of ISO 8601: the first has the year's first Thursday.
    case week
    /// The year that an ISO week belongs to.
    case isoyear

    /// The part of an instant that is not null.
    func value(of instant: Int64) -> Int64 {
        let second = secondOfDay(instant)
        switch self {
        case .hour: return Int64(second / 3_600)
        case .minute: return Int64(second / 60 % 60)
        case .second: return Int64(second % 60)
        default: return Int64(value(ofDay: dayNumber(of: instant)))
        }
    }

    private func value(ofDay day: Int) -> Int {
        let weekday = CivilDate.weekday(ofDay: day).rawValue
        switch self {
        case .dow: return (weekday + 1) % 7
        case .isodow: return weekday + 1
        case .week: return (Self.dayOfYear(day - weekday + 3) - 1) / 7 + 1
        case .isoyear: return CivilDate(dayNumber: day - weekday + 3).year
        case .doy: return Self.dayOfYear(day)
        case .year: return CivilDate(dayNumber: day).year
        case .quarter: return (CivilDate(dayNumber: day).month + 2) / 3
        case .month: return CivilDate(dayNumber: day).month
        default: return CivilDate(dayNumber: day).day
        }
    }

    private static func dayOfYear(_ day: Int) -> Int {
        day - CivilDate.dayNumber(year: CivilDate(dayNumber: day).year, month: 1, day: 1) + 1
    }
}
