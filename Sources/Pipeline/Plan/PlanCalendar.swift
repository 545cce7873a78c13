package import Columnar

/// The working calendar of a plan: the days for reckoning, and where each of them comes from.
package struct PlanCalendar: Sendable {
    /// Name of the calendar.
    package var name: String
    /// Version of the calendar.
    package var version: Int
    /// The working time.
    package var working: WorkingCalendar
    /// The days that differ from their weekday, by date.
    package var days: [CalendarDay]
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
