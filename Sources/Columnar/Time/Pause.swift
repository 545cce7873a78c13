/// A stretch in which the clock of a case stood, and what that means for its due date.
package struct Pause: Sendable, Hashable {
    /// When the clock was stopped.
    package var start: Int64
    /// When it went on.
    package var end: Int64
    /// What it means for the due date.
    package var policy: PausePolicy

    /// A pause.
    package init(start: Int64, end: Int64, policy: PausePolicy) {
        self.start = start
        self.end = end
        self.policy = policy
    }
}

/// What a pause means for the due date.
package enum PausePolicy: String, Sendable, CaseIterable {
    /// The term is counted anew from the end of the pause.
    case restart
    /// The length of the pause is added, in the time that the term counts.
    case subtract
    /// Production code of one-stop systems: the calendar days of the pause less one, then a
    /// working day of eight hours.
    case shift
}

/// How the due date of one case is found: by which term, which calendar, which convention.
package struct CaseClock: Sendable {
    /// The calendar of the office.
    package var calendar: WorkingCalendar
    /// The term.
    package var term: StatutoryTerm
    /// At which moment of its last day it ends.
    package var end: TermEnd

    /// A clock.
    package init(calendar: WorkingCalendar, term: StatutoryTerm, end: TermEnd) {
        self.calendar = calendar
        self.term = term
        self.end = end
    }

    /// The due date of a case that was accepted at an instant; nil outside the calendar.
    package func due(from start: Int64) -> Int64? { calendar.due(after: start, term, end) }

    /// The due date after pauses, which come by their start.
    ///
    /// Pauses that overlap stop the clock once. One that begins after the due date comes too
    /// late: the case is overdue already. Before the acceptance no clock runs.
    package func due(from start: Int64, _ pauses: some Sequence<Pause>) -> Int64? {
        guard var due = due(from: start) else { return nil }
        var standing = start
        for pause in pauses {
            let begin = max(pause.start, standing)
            guard pause.end > begin, pause.start <= due else { continue }
            guard let moved = moved(due, by: begin, pause.end, pause.policy) else { return nil }
            due = max(due, moved)
            standing = pause.end
        }
        return due
    }

    /// The due date after one pause.
    private func moved(
        _ due: Int64, by start: Int64, _ stop: Int64, _ policy: PausePolicy
    ) -> Int64? {
        switch policy {
        case .restart: self.due(from: stop)
        case .subtract: subtracted(due, start, stop)
        case .shift: shifted(due, start, stop)
        }
    }

    private func subtracted(_ due: Int64, _ start: Int64, _ stop: Int64) -> Int64? {
        let days = dayNumber(of: stop) - dayNumber(of: start)
        switch (term.unit, end) {
        case (.workingHour, _), (.workingDay, .sameTime):
            guard let seconds = calendar.workingSeconds(from: start, to: stop) else { return nil }
            return calendar.add(workingSeconds: seconds, to: due)
        case (.hour, _):
            let moved = due + stop - start
            return calendar.isWorkingDay(dayNumber(of: moved)) == nil ? nil : moved
        case (.workingDay, .endOfDay):
            guard
                let worked = calendar.workingDays(
                    from: dayNumber(of: start), to: dayNumber(of: stop)),
                let day = calendar.add(workingDays: worked, to: dayNumber(of: due))
            else { return nil }
            return calendar.instant(on: day, end, like: due)
        case (.day, .sameTime), (.month, .sameTime):
            let moved = due + stop - start
            guard let day = calendar.offRest(dayNumber(of: moved)) else { return nil }
            return calendar.instant(on: day, end, like: moved)
        case (.day, .endOfDay), (.month, .endOfDay):
            guard let day = calendar.offRest(dayNumber(of: due) + days) else { return nil }
            return calendar.instant(on: day, end, like: due)
        }
    }

    private func shifted(_ due: Int64, _ start: Int64, _ stop: Int64) -> Int64? {
        let days = max(dayNumber(of: stop) - dayNumber(of: start) - 1, 0)
        let moved = due + Int64(days) * secondsPerDay
        guard let shifted = calendar.add(workingSeconds: 8 * 3600, to: moved) else { return nil }
        guard term.unit.isOfDays, end == .endOfDay else { return shifted }
        return calendar.instant(on: dayNumber(of: shifted), end, like: shifted)
    }
}

extension WorkingCalendar {
    /// The working seconds of pauses, which come by their start, within a stretch of time.
    ///
    /// What two of them share counts once. Nil where the calendar does not know the days.
    package func workingSeconds(
        of pauses: some Sequence<Pause>, from start: Int64
    ) -> Int64? {
        var total: Int64 = 0
        var standing = start
        for pause in pauses where pause.end > max(pause.start, standing) {
            guard
                let seconds = workingSeconds(from: max(pause.start, standing), to: pause.end)
            else { return nil }
            total += seconds
            standing = pause.end
        }
        return total
    }
}
