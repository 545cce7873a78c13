package import Columnar

/// The working calendar of a plan: the days for reckoning, and where each of them comes from.
package struct PlanCalendar: Sendable {
    /// Name of the calendar.
    package var name: String
    /// Version of the calendar.
    package var version: Int
    /// The working time of the agency, by all that is known.
    package var working: WorkingCalendar
    /// The days that differ from their weekday, by date.
    package var days: [CalendarDay]
    /// The hours of the agency's weekdays.
    package var weekdays: [[WorkingInterval]]
    /// Hours of the agency for some days or seasons.
    package var seasons: [HoursRule]
    /// Units with hours of their own, in the order of the file.
    package var units: [UnitHours]
    /// Whether a day that makes up for another is worked.
    package var makeUpCounts: MakeUpCounting
    /// First and last day of the years that the file holds.
    package var coverage: ClosedRange<CivilDate>

    /// The instants from which one notice more was known, ascending, each once.
    package var publications: [Int64] {
        var known: [Int64] = []
        for instant in days.compactMap({ $0.published?.instant }).sorted()
        where known.last != instant {
            known.append(instant)
        }
        return known
    }

    /// How many publications were known on the day of an instant.
    package func knowledge(at instant: Int64) -> Int {
        publications.count { $0 <= instant }
    }

    /// The calendar as known at an instant, with the hours of a unit; nil: of the agency.
    ///
    /// A closure or a made-up day without a publication date was always known; one whose notice
    /// came later was a day like others until then.
    package func working(
        knownAt instant: Int64?, unit: String? = nil, for use: MakeUpCounting.Use = .due
    ) throws(CalendarFault) -> WorkingCalendar {
        try WorkingCalendar(rules(knownAt: instant, unit: unit, for: use))
    }

    private func rules(
        knownAt instant: Int64?, unit: String?, for use: MakeUpCounting.Use
    ) -> WorkingRules {
        let known = days.filter { day in
            guard let instant, let published = day.published else { return true }
            return published.instant <= instant
        }
        var spans = seasons.flatMap { $0.spans(from: coverage.lowerBound, to: coverage.upperBound) }
        if let own = units.first(where: { $0.unit == unit }) {
            spans += own.rules.flatMap {
                $0.spans(from: coverage.lowerBound, to: coverage.upperBound)
            }
        }
        var extra: [ExtraWorkingDay] = []
        if makeUpCounts.counts(for: use) {
            extra = known.compactMap { day in
                day.makesUpFor.map { ExtraWorkingDay(day.date, hours: .like($0.weekday)) }
            }
        }
        if unit != nil {
            // A unit that rests on the weekday that is made up for has nothing to make up.
            extra.removeAll { $0.isWithoutHours(weekdays, spans) }
        }
        return WorkingRules(
            weekdays: weekdays, closed: known.filter { $0.makesUpFor == nil }.map(\.date),
            extra: extra, first: coverage.lowerBound, last: coverage.upperBound, spans: spans)
    }
}

extension ExtraWorkingDay {
    fileprivate func isWithoutHours(
        _ weekdays: [[WorkingInterval]], _ spans: [HoursSpan]
    ) -> Bool {
        guard case .like(let weekday) = hours else { return false }
        let span = spans.last { $0.first <= date && date <= $0.last }
        return (span?.weekdays ?? weekdays)[weekday.rawValue].isEmpty
    }
}

/// For what a day counts that makes up for another: the law says neither.
package struct MakeUpCounting: Sendable, Equatable {
    /// What a calendar is used for.
    package enum Use: Sendable, CaseIterable {
        /// Working time between two instants.
        case workingTime
        /// Terms and due dates.
        case due
    }

    /// Whether its hours are working time.
    package var workingTime = true
    /// Whether terms count it.
    package var due = true

    /// Whether it counts for a use.
    package func counts(for use: Use) -> Bool { use == .due ? due : workingTime }
}

/// A day that differs from its weekday.
package struct CalendarDay: Sendable, Equatable {
    /// The day.
    package var date: CivilDate
    /// For a working day that makes up for another: that other day; nil: the day is closed.
    package var makesUpFor: CivilDate?
    /// Why.
    package var name: String
    /// The document that says so.
    package var reference: String?
    /// The day on which that document was published, where known: before it nobody could know.
    package var published: CivilDate?
    /// Where it is written.
    package var place: PlanPlace
}
