package import Columnar

/// The periods that a pipeline computes.
package struct ReportingPeriods: Sendable, Equatable {
    /// Lengths of the calendar periods, each once, the shortest first.
    package var every: [PeriodLength] = []
    /// Calendar periods that end at or before this instant are not computed.
    package var from: Int64?
    /// Calendar periods that begin at or after this instant are not computed.
    package var until: Int64?
    /// Single named intervals, in the order of the file.
    package var named: [Period] = []
}
