/// What can be wrong with a target.
package enum TargetFault: Sendable, Equatable {
    /// It is for a level that the KPI lacks.
    case unknownLevel(String, kpi: String)
    /// It is for a member that the catalogue lacks.
    case unknownMember(String, level: String)
    /// Two targets are as specific as each other and in force on the same day.
    case overlap(kpi: String, other: PlanPlace)
    /// It is for periods for which the KPI is not computed.
    case unusedPeriod(String, kpi: String)
    /// It is in force on no day on which its version of the KPI is.
    case neverInForce(kpi: String, version: Int)
    /// Between two targets for the same figures there are days without one.
    case gap(kpi: String, days: String)
    /// It is for a unit that is there on none of the days on which it is in force.
    case unitNotThere(String, days: String)

    /// The stable code of this fault.
    var code: PlanFault.Code {
        switch self {
        case .unknownLevel: .targetLevel
        case .unknownMember: .targetMember
        case .overlap: .targetsOverlap
        case .unusedPeriod: .targetPeriod
        case .neverInForce: .targetNeverInForce
        case .gap: .gapBetweenTargets
        case .unitNotThere: .targetUnitNotThere
        }
    }
}

/// What can be wrong with an objective.
package enum ObjectiveFault: Sendable, Equatable {
    /// A KPI or an objective names an objective that the file lacks.
    case unknown(String)
    /// No KPI serves the objective.
    case idle(String)
    /// The term is not of one to three years.
    case term(from: String, until: String)
    /// An objective that is a part of itself.
    case cycle([String])

    /// The stable code of this fault.
    var code: PlanFault.Code {
        switch self {
        case .unknown: .unknownObjective
        case .idle: .idleObjective
        case .term: .objectiveTerm
        case .cycle: .objectiveCycle
        }
    }
}
