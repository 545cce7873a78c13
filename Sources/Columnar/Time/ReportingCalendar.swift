/// A calendar of reports whose months do not begin with the first of the civil month.
///
/// Its month 6 of 2025 is called `2025-06@bc` where `bc` is the calendar's name; quarters, halves
/// and years are made of its months. No civil period and no declared one can have such a name.
package struct ReportingCalendar: Sendable, Hashable {
    /// Name of the calendar.
    package var name: String
    /// The day on which its months begin, 1 to 28.
    package var firstDay: Int
    /// Whether a month begins in the civil month before.
    package var beginsInMonthBefore: Bool
    /// Periods that begin before this instant are not of this calendar.
    package var from: Int64?
    /// Periods that end after this instant are not of this calendar.
    package var until: Int64?

    /// A calendar of reports.
    package init(
        name: String, firstDay: Int, beginsInMonthBefore: Bool, from: Int64? = nil,
        until: Int64? = nil
    ) {
        self.name = name
        self.firstDay = firstDay
        self.beginsInMonthBefore = beginsInMonthBefore
        self.from = from
        self.until = until
    }

    /// All its periods of a length that share at least one second with `[start, end)`, in order.
    package func periods(
        _ length: PeriodLength, overlapping start: Int64, _ end: Int64
    ) -> [Period] {
        guard start < end else { return [] }
        // A month of this calendar lies within two months of the civil one of its name.
        let margin = 62 * secondsPerDay
        let wide = (
            start < Int64.min + margin ? start : start - margin,
            end > Int64.max - margin ? end : end + margin
        )
        return length.periods(overlapping: wide.0, wide.1).compactMap { civil in
            guard let period = period(like: civil), period.start < end, start < period.end,
                from.map({ $0 <= period.start }) ?? true, until.map({ period.end <= $0 }) ?? true
            else { return nil }
            return period
        }
    }

    /// The period that bears the name of a civil one.
    private func period(like civil: Period) -> Period? {
        guard let start = begin(ofMonthAt: civil.start), let end = begin(ofMonthAt: civil.end)
        else { return nil }
        return Period(name: "\(civil.name)@\(name)", start: start, end: end)
    }

    /// The first instant of the month that is called like the civil one that begins then.
    private func begin(ofMonthAt instant: Int64) -> Int64? {
        let civil = CivilDate(of: instant)
        guard let month = beginsInMonthBefore ? civil.adding(months: -1) : civil else {
            return nil
        }
        return CivilDate(year: month.year, month: month.month, day: firstDay)?.instant
    }
}
