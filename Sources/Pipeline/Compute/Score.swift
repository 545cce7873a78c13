package import Columnar

/// One line of a scorecard, or its total, for one member of one level in one period.
package struct Score: Sendable, Equatable {
    /// Name of the scorecard.
    package var scorecard: String
    /// Version of the scorecard that was in force.
    package var version: Int
    /// The period.
    package var period: Period
    /// The level, such as `agency` or `unit`.
    package var level: String
    /// Which of them.
    package var member: String
    /// Name of the line; `total` for the sum of all.
    package var line: String
    /// What the line counts: a KPI, or `scorecard/NAME`; empty for what no data carry.
    package var counted: String
    /// The version of it; nil where there was none.
    package var countedVersion: Int?
    /// The ratio that made the points; nil where there was none.
    package var pair: ExactPair?
    /// The most points of the line.
    package var weight: Exact
    /// The points, rounded where the scorecard rounds; nil where the line is left out.
    package var points: Exact?
    /// The points as a person reads them.
    package var shown: String
    /// The most points that could be had with what there is.
    package var reachable: Exact
    /// The class that the total is in; empty for lines.
    package var grade: String
    /// Why there are points, or none.
    package var status: FigureStatus
    /// The step of the line's function that decided; nil where it has none.
    package var step: Int?

    /// Whether this is the sum of the other lines.
    package var isTotal: Bool { line == Scorecard.totalName }
}

/// What a line of a scorecard found to make points of.
struct ScoreReading {
    /// The version of what is counted.
    var version: Int?
    /// Both sides of the value.
    var pair: ExactPair?
    /// The value; nil where there is none.
    var value: PointValue?
    /// Why there is a value, or none.
    var status: FigureStatus
    /// Which part of the value could be had: of another scorecard its reachable maximum.
    var reachable = Exact(1)
}

extension ScorecardLine {
    /// The points of what was found, and the most that could be had; nil points: left out.
    func points(
        of reading: ScoreReading, missing: Missing
    ) throws(Exact.Overflow) -> (points: Exact?, reachable: Exact) {
        if let value = reading.value {
            // Of a weight the function says which part; a maximum is the function's own.
            let part = try points.points(of: value).divided(by: points.most) ?? Exact(0)
            let points = try weight.times(part)
            let reachable = try weight.times(reading.reachable)
            return (try points.rounded(toPlaces: places), reachable)
        }
        // Nothing to count is one thing, no data to count it from another.
        switch reading.status == .noCases ? ifEmpty ?? missing : missing {
        case .leaveOut: return (nil, Exact(0))
        case .zero: return (Exact(0), weight)
        case .full: return (weight, weight)
        }
    }

    /// The title of what the line counts: its own, else that of its KPI or scorecard.
    package func title(in plan: Plan) -> Wording {
        if let title { return title }
        let found: Wording? =
            switch source {
            case .kpi(let name): plan.kpis.last { $0.name == name }?.title
            case .scorecard(let name): plan.scorecards.last { $0.name == name }?.title
            case .undocumented: nil
            }
        return found ?? Wording(vietnamese: name, english: nil)
    }
}

extension ScorecardTotal {
    /// The class of so many points.
    package func grade(of points: Exact) -> Grade? {
        grades.first { !(points < $0.atLeast) }
    }

    /// Whether so many points at most can make more than the lowest class; true without classes.
    package func tellsApart(upTo reachable: Exact) -> Bool {
        guard let higher = grades.dropLast().last else { return true }
        return !(reachable < higher.atLeast)
    }
}
