/// The periods that a pipeline computes.
package struct ReportingPeriods: Sendable, Equatable {
    /// A single named interval, half-open.
    package struct Interval: Sendable, Equatable {
        /// Its name in results.
        package var name: String
        /// Its first instant, in local seconds since 1970-01-01.
        package var start: Int64
        /// The first instant after it.
        package var end: Int64
    }

    /// Lengths of the calendar periods, each once; never `named`.
    package var every: [Grain] = []
    /// Calendar periods that end before this instant are not computed.
    package var from: Int64?
    /// Calendar periods that begin at or after this instant are not computed.
    package var until: Int64?
    /// Single named intervals.
    package var named: [Interval] = []
}
