/// A statutory term: so many of a unit.
package struct StatutoryTerm: Sendable, Hashable {
    /// How many.
    package var count: Int
    /// What is counted.
    package var unit: TermUnit

    /// A term.
    package init(_ count: Int, _ unit: TermUnit) {
        self.count = count
        self.unit = unit
    }
}

/// What a statutory term counts.
package enum TermUnit: String, Sendable, CaseIterable {
    /// Working days.
    case workingDay = "working_day"
    /// Calendar days.
    case day
    /// Working hours.
    case workingHour = "working_hour"
    /// Hours by the clock.
    case hour
    /// Months.
    case month

    /// Whether the unit counts time in which offices work.
    package var isWorking: Bool { self == .workingDay || self == .workingHour }

    /// Whether the unit counts days or months, not hours.
    package var isOfDays: Bool { self != .workingHour && self != .hour }
}

/// At which moment of its last day a term of days or months ends.
package enum TermEnd: String, Sendable, CaseIterable {
    /// At the time of day at which it began, as one-stop systems reckon.
    ///
    /// What begins while the office is closed begins when it opens next.
    case sameTime = "same-time"
    /// With the day: Civil Code 2015, article 148.6.
    case endOfDay = "end-of-day"
}

extension WorkingCalendar {
    /// The last second in which a result is in time, of a term that begins at an instant.
    ///
    /// Hours run from the moment (Civil Code 2015, article 147.1), of days and months the first
    /// day is not counted (147.2); a month without that day ends with its last one (148.3), and a
    /// last day of rest is moved to the next working day (148.5). Nil where the calendar does not
    /// know the days.
    package func due(after start: Int64, _ term: StatutoryTerm, _ end: TermEnd) -> Int64? {
        switch term.unit {
        case .workingHour: return add(workingSeconds: Int64(term.count) * 3600, to: start)
        case .hour:
            let due = start + Int64(term.count) * 3600
            return isWorkingDay(dayNumber(of: due)) == nil ? nil : due
        case .workingDay, .day, .month:
            guard let begin = end == .sameTime ? opening(at: start) : start else { return nil }
            let first = dayNumber(of: begin)
            guard let last = lastDay(of: term, after: first) else { return nil }
            return instant(on: last, end, like: begin)
        }
    }

    /// The instant itself where the office is open, or the next one at which it opens.
    ///
    /// The end of an interval belongs to it: who comes at 17:00 comes in time.
    package func opening(at instant: Int64) -> Int64? {
        let day = dayNumber(of: instant)
        guard isWorkingDay(day) != nil else { return nil }
        let second = secondOfDay(instant)
        for interval in hours(ofDay: day) where second <= interval.end {
            return Int64(day) * secondsPerDay + Int64(max(second, interval.start))
        }
        guard let next = add(workingDays: 1, to: day), let first = hours(ofDay: next).first
        else { return nil }
        return Int64(next) * secondsPerDay + Int64(first.start)
    }

    /// The last day of a term whose first day is not counted.
    private func lastDay(of term: StatutoryTerm, after first: Int) -> Int? {
        switch term.unit {
        case .workingDay: add(workingDays: term.count, to: first)
        case .month: offRest(CivilDate(dayNumber: first).adding(months: term.count)?.dayNumber)
        default: offRest(first + term.count)
        }
    }

    /// The day, or the next working day where it is one of rest.
    package func offRest(_ day: Int?) -> Int? {
        guard let day, let isWorked = isWorkingDay(day) else { return nil }
        return isWorked ? day : add(workingDays: 1, to: day)
    }

    /// The moment of a day at which a term ends.
    func instant(on day: Int, _ end: TermEnd, like begin: Int64) -> Int64 {
        let second = end == .sameTime ? Int64(secondOfDay(begin)) : secondsPerDay - 1
        return Int64(day) * secondsPerDay + second
    }
}

extension CivilDate {
    /// The same day so many months later, or the last one of a month that is shorter.
    package func adding(months count: Int) -> CivilDate? {
        let months = year * 12 + month - 1 + count
        let (year, month) = (months / 12, months % 12 + 1)
        guard months >= 12, Self.years ~= year else { return nil }
        return CivilDate(
            year: year, month: month, day: min(day, Self.daysInMonth(month, of: year)))
    }
}
