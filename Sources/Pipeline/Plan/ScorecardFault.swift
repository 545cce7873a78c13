import Columnar

/// What can be wrong with a scorecard: data only, `ScorecardFaultMessages` makes sentences.
package enum ScorecardFault: Sendable, Equatable {
    /// The weights in force from a day on do not add up to a whole.
    case weightSum(scorecard: String, sum: String, from: String?)
    /// The maxima in force from a day on do not add up to the declared one.
    case maximumSum(scorecard: String, sum: String, declared: String, from: String?)
    /// Some lines have a weight, this one a maximum, or the other way round.
    case mixedWeights(scorecard: String)
    /// No KPI of that name.
    case unknownKPI(String)
    /// No scorecard of that name.
    case unknownScorecard(String)
    /// Something that a line counts is not computed for a level of its scorecard.
    case lacksLevel(of: String, version: Int, level: String)
    /// Something that a line counts is not computed for a length of period of its scorecard.
    case lacksPeriod(of: String, version: Int, period: String)
    /// The KPI has nothing that could be met.
    case noTarget(kpi: String, version: Int)
    /// On some day on which the line is in force no version of what it counts is.
    case notInForce(String, from: String)
    /// Two versions of a scorecard in force on the same day.
    case overlappingVersions(scorecard: String, versions: [Int], other: PlanPlace)
    /// Days on which no version of a scorecard is in force.
    case gapBetweenVersions(scorecard: String, versions: [Int])
    /// Two lines of one name in force on the same day.
    case overlappingLines(String, other: PlanPlace)
    /// A scorecard that counts itself, by way of these.
    case cycle([String])
    /// A function that gives at most another number of points than its line.
    case otherMaximum(String, line: String)
    /// Steps that bring nothing, whichever is reached.
    case noPoints
    /// A class that does not begin below the one before.
    case classOrder(String, after: String)
    /// The periods to be looked at singly are not shorter than those of the scorecard.
    case eachNotShorter(each: String, period: String)

    /// How bad it is.
    var severity: PlanFault.Severity {
        switch self {
        case .gapBetweenVersions, .notInForce: .warning
        default: .error
        }
    }

    /// The stable code.
    var code: PlanFault.Code {
        switch self {
        case .weightSum: .weightSum
        case .maximumSum: .maximumSum
        case .mixedWeights: .mixedWeights
        case .unknownKPI: .unknownKPI
        case .unknownScorecard: .unknownScorecard
        case .lacksLevel: .lacksLevel
        case .lacksPeriod: .lacksPeriod
        case .noTarget: .noTarget
        case .notInForce: .notInForce
        case .overlappingVersions: .overlappingScorecards
        case .gapBetweenVersions: .gapBetweenScorecards
        case .overlappingLines: .overlappingLines
        case .cycle: .scorecardCycle
        case .otherMaximum: .otherMaximum
        case .noPoints: .noPoints
        case .classOrder: .classOrder
        case .eachNotShorter: .eachNotShorter
        }
    }
}
