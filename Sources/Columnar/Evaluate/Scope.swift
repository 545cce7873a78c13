/// What a formula is given from outside: the period, the moment of the run, the calendar.
package struct Scope: Sendable {
    /// First second of the period.
    package var periodStart: Int64
    /// First second after the period.
    package var periodEnd: Int64
    /// The moment for which the run speaks.
    package var asOf: Int64
    /// Counts working time; without it `working_time` is an error.
    package var calendar: WorkingCalendar?

    /// A scope; all instants are local seconds since 1970-01-01 00:00:00.
    package init(periodStart: Int64, periodEnd: Int64, asOf: Int64, calendar: WorkingCalendar?) {
        self.periodStart = periodStart
        self.periodEnd = periodEnd
        self.asOf = asOf
        self.calendar = calendar
    }

    func value(of bound: Bound) -> Int64 {
        switch bound {
        case .periodStart: periodStart
        case .periodEnd: periodEnd
        case .asOf: asOf
        }
    }
}
