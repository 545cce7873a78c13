package import Columnar

/// One version of a scorecard: which indicators bring how many points, for whom, how often.
package struct Scorecard: Sendable {
    /// Name of the scorecard.
    package var name: String
    /// Its version.
    package var version: Int
    /// The days on which this version is in force.
    package var validity: Validity
    /// Its title.
    package var title: Wording
    /// The law or decision that it rests on.
    package var basis: String
    /// Names of the levels for which it is computed.
    package var levels: [String]
    /// The members that it is for; empty: all of its levels.
    package var members: [String]
    /// For which lengths of period; empty: for all that the pipeline computes.
    package var every: [Grain]
    /// What brings points, in the order of the file.
    package var lines: [ScorecardLine]
    /// How the lines add up.
    package var total: ScorecardTotal
    /// Where the scorecard is written.
    package var place: PlanPlace
    /// Whether all of its items could be read.
    var isWhole: Bool

    /// Name of the line that adds up the others.
    package static let totalName = "total"

    /// Whether this version is computed for the period: it asks for its length and is in force.
    package func applies(to period: Period, _ grain: Grain) -> Bool {
        (every.isEmpty || every.contains(grain)) && validity.contains(period.end - 1)
    }

    /// The lines in force at an instant.
    package func lines(inForceAt instant: Int64) -> [ScorecardLine] {
        lines.filter { $0.validity.contains(instant) }
    }
}

/// One line of a scorecard: an indicator, what it weighs and how its value makes points.
package struct ScorecardLine: Sendable {
    /// Where the value of a line comes from.
    package enum Source: Sendable, Equatable {
        /// The figures of a KPI.
        case kpi(String)
        /// The totals of another scorecard.
        case scorecard(String)
        /// Nowhere: the rule names the criterion, and no data of the pipeline can carry it.
        case undocumented
    }

    /// What becomes of a line that has no value.
    package enum Missing: String, Sendable, CaseIterable {
        /// It is left out, and the reachable maximum is lower.
        case leaveOut = "leave_out"
        /// It brings no points.
        case zero
        /// It brings all points: where nothing happened nothing was done badly.
        case full
    }

    /// Name of the line within the scorecard.
    package var name: String
    /// Its title; nil: that of its KPI.
    package var title: Wording?
    /// Where its value comes from.
    package var source: Source
    /// The most points that it brings.
    package var weight: Exact
    /// Whether the file calls them a weight, a part of a whole, and not a maximum.
    package var isWeight: Bool
    /// How the value makes points.
    package var points: PointFunction
    /// The value is the share of the periods of this length in which the target was met.
    package var each: PeriodLength?
    /// What happens where there is nothing to count; nil: what the total says.
    package var ifEmpty: Missing?
    /// Decimal places to which its points are rounded by the rule; nil: not at all.
    package var places: Int?
    /// The days on which the line is in force.
    package var validity: Validity
    /// Where the line is written.
    package var place: PlanPlace
}

/// How the lines of a scorecard add up.
package struct ScorecardTotal: Sendable {
    /// A class and the points from which on it is given.
    package struct Grade: Sendable, Equatable {
        /// The least points.
        package var atLeast: Exact
        /// Its title.
        package var title: Wording
    }

    /// What the maxima of all lines must come to; nil: whatever they do.
    package var most: Exact?
    /// Decimal places to which the total is rounded by the rule; nil: not at all.
    package var places: Int?
    /// What becomes of lines without a value, where they do not say.
    package var missing = ScorecardLine.Missing.leaveOut
    /// The classes, the best first.
    package var grades: [Grade] = []
}
