package import Columnar

/// The periods that a pipeline computes.
package struct ReportingPeriods: Sendable, Equatable {
    /// Lengths of the calendar periods, each once, the shortest first.
    package var every: [PeriodLength] = []
    /// Calendars of reports and the lengths of their periods that are computed, in the order of
    /// the pipeline file.
    package var reporting: [ReportedLengths] = []
    /// Calendar periods that end at or before this instant are not computed.
    package var from: Int64?
    /// Calendar periods that begin at or after this instant are not computed.
    package var until: Int64?
    /// Single named intervals, in the order of the file.
    package var named: [Period] = []

    /// Whether any period comes from a calendar, civil or not.
    package var hasCalendarPeriods: Bool {
        !every.isEmpty || reporting.contains { !$0.lengths.isEmpty }
    }
}

/// A calendar of reports, and which of its periods are computed.
package struct ReportedLengths: Sendable, Equatable {
    /// The calendar.
    package var calendar: ReportingCalendar
    /// Lengths of its periods, each once, the shortest first.
    package var lengths: [PeriodLength]
}
