/// Working time within one day: seconds after midnight, half-open, within 0 to 86 400.
package struct WorkingInterval: Sendable, Hashable {
    /// Second after midnight at which work begins.
    package let start: Int
    /// Second after midnight at which work has ended.
    package let end: Int

    /// An interval of the day in seconds after midnight.
    package init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }
}

/// A day that is worked although its weekday is not, or with other hours: a make-up Saturday.
package struct ExtraWorkingDay: Sendable, Hashable {
    /// Where the hours of an extra working day come from.
    package enum Hours: Sendable, Hashable {
        /// The hours of this weekday, mostly that of the day off for which it makes up.
        case like(Weekday)
        /// Hours of its own.
        case own([WorkingInterval])
    }

    /// The day.
    package let date: CivilDate
    /// Its hours.
    package let hours: Hours

    /// An extra working day.
    package init(_ date: CivilDate, hours: Hours) {
        self.date = date
        self.hours = hours
    }
}

/// Other hours of the weekdays on some days in a row: a season, a change of the hours for good.
package struct HoursSpan: Sendable, Hashable {
    /// First day.
    package var first: CivilDate
    /// Last day.
    package var last: CivilDate
    /// The hours of each weekday, Monday first; none means a day of rest.
    package var weekdays: [[WorkingInterval]]

    /// Hours between two days, both of which belong.
    package init(first: CivilDate, last: CivilDate, weekdays: [[WorkingInterval]]) {
        self.first = first
        self.last = last
        self.weekdays = weekdays
    }
}

/// The plain values that a working calendar is built from.
package struct WorkingRules: Sendable {
    /// The hours of each weekday, Monday first; none means a day of rest.
    package var weekdays: [[WorkingInterval]]
    /// Other hours on some days; of several that hold on one day the last one counts.
    package var spans: [HoursSpan]
    /// Days that are not worked whatever their weekday.
    package var closed: [CivilDate]
    /// Days that are worked whatever their weekday.
    package var extra: [ExtraWorkingDay]
    /// First day for which the two lists are known to be complete.
    package var first: CivilDate
    /// Last day for which the two lists are known to be complete.
    package var last: CivilDate

    /// Rules of a calendar: the same order as the fields.
    package init(
        weekdays: [[WorkingInterval]], closed: [CivilDate], extra: [ExtraWorkingDay],
        first: CivilDate, last: CivilDate, spans: [HoursSpan] = []
    ) {
        self.weekdays = weekdays
        self.spans = spans
        self.closed = closed
        self.extra = extra
        self.first = first
        self.last = last
    }
}

/// Why the parts of a working calendar do not fit together.
package enum CalendarFault: Error, Sendable, Equatable {
    /// There must be hours (perhaps none) for each of seven weekdays.
    case wrongNumberOfWeekdays(found: Int)
    /// An interval is empty, ends before it begins, or leaves the day.
    case invalidInterval(WorkingInterval)
    /// Intervals of a day overlap or are out of order.
    case overlappingIntervals(WorkingInterval, WorkingInterval)
    /// The last covered day lies before the first.
    case emptyCoverage(first: CivilDate, last: CivilDate)
    /// A closed or extra day lies outside the coverage.
    case dayOutsideCoverage(CivilDate)
    /// A day is both closed and worked.
    case closedAndWorked(CivilDate)
    /// A day is listed twice as an extra working day.
    case listedTwice(CivilDate)
    /// An extra working day has no hours, by itself or by the weekday that it is like.
    case noHours(CivilDate)
}

/// The rules checked, and the distinct daily hours laid one after the other.
struct DailyHours {
    private(set) var intervals: [WorkingInterval] = []
    private var weekdays: [Range<Int>] = []
    private var spans: [(days: ClosedRange<Int>, weekdays: [Range<Int>])] = []
    private var exceptions: [Int: Range<Int>] = [:]

    init(_ rules: WorkingRules) throws(CalendarFault) {
        guard rules.weekdays.count == Weekday.allCases.count else {
            throw .wrongNumberOfWeekdays(found: rules.weekdays.count)
        }
        guard rules.first <= rules.last else {
            throw .emptyCoverage(first: rules.first, last: rules.last)
        }
        for hours in rules.weekdays { weekdays.append(try lay(hours)) }
        for span in rules.spans { try add(span) }
        for date in rules.closed {
            guard rules.first <= date, date <= rules.last else { throw .dayOutsideCoverage(date) }
            exceptions[date.dayNumber] = 0..<0
        }
        for extra in rules.extra { try add(extra, rules: rules) }
    }

    func range(ofDay day: Int) -> Range<Int> {
        exceptions[day] ?? hours(of: CivilDate.weekday(ofDay: day), onDay: day)
    }

    /// The hours that a weekday has at the time of a day.
    private func hours(of weekday: Weekday, onDay day: Int) -> Range<Int> {
        let span = spans.last { $0.days.contains(day) }
        return (span?.weekdays ?? weekdays)[weekday.rawValue]
    }

    private mutating func add(_ span: HoursSpan) throws(CalendarFault) {
        guard span.weekdays.count == Weekday.allCases.count else {
            throw .wrongNumberOfWeekdays(found: span.weekdays.count)
        }
        guard span.first <= span.last else {
            throw .emptyCoverage(first: span.first, last: span.last)
        }
        var laid: [Range<Int>] = []
        for hours in span.weekdays { laid.append(try lay(hours)) }
        spans.append((span.first.dayNumber...span.last.dayNumber, laid))
    }

    private mutating func add(
        _ extra: ExtraWorkingDay, rules: WorkingRules
    ) throws(CalendarFault) {
        let date = extra.date
        guard rules.first <= date, date <= rules.last else { throw .dayOutsideCoverage(date) }
        if let earlier = exceptions[date.dayNumber] {
            throw earlier.isEmpty ? .closedAndWorked(date) : .listedTwice(date)
        }
        let range =
            switch extra.hours {
            case .like(let weekday): hours(of: weekday, onDay: date.dayNumber)
            case .own(let hours): try lay(hours)
            }
        guard !range.isEmpty else { throw .noHours(date) }
        exceptions[date.dayNumber] = range
    }

    private mutating func lay(_ hours: [WorkingInterval]) throws(CalendarFault) -> Range<Int> {
        for (index, interval) in hours.enumerated() {
            guard interval.start >= 0, interval.start < interval.end,
                interval.end <= Int(secondsPerDay)
            else { throw .invalidInterval(interval) }
            guard index == 0 || hours[index - 1].end <= interval.start else {
                throw .overlappingIntervals(hours[index - 1], interval)
            }
        }
        intervals.append(contentsOf: hours)
        return intervals.count - hours.count..<intervals.count
    }
}
