import Columnar

/// The name of one figure, as `explain` takes it: `KPI/PERIOD/LEVEL/MEMBER`.
///
/// Level and member may be left out for the whole agency: `on-time-of-finished/2025-06`.
package struct FigureName: Sendable, Equatable {
    /// Name of the KPI.
    package var kpi: String
    /// Name of the period.
    package var period: String
    /// Name of the level.
    package var level: String
    /// The member; nil for the whole agency.
    package var member: String?

    /// Reads a name; nil unless it has two or four parts, or three that end in `agency`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        kpi = String(parts[0])
        period = String(parts[1])
        level = parts.count > 2 ? String(parts[2]) : Level.agencyName
        member = parts.count > 3 ? String(parts[3]) : nil
        if member == nil, level != Level.agencyName { return nil }
    }
}
