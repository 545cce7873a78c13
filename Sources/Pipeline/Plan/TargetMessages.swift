extension TargetFault {
    /// What happened, without a full stop; `spot` says where another place is.
    func message(_ spot: (PlanPlace) -> String) -> String {
        switch self {
        case .unknownLevel(let level, let kpi):
            "the target is for level '\(level)', and KPI '\(kpi)' is not computed for it"
        case .unknownMember(let member, let level):
            "the target is for '\(member)', which the catalogue of level '\(level)' lacks"
        case .overlap(let kpi, let other):
            "two targets of KPI '\(kpi)' are for the same figures on the same day; "
                + "the other is at \(spot(other))"
        case .unusedPeriod(let period, let kpi):
            "the target is for period '\(period)', and KPI '\(kpi)' is not computed for such"
        case .neverInForce(let kpi, let version):
            "the target is in force on no day on which version \(version) of KPI '\(kpi)' is"
        case .gap(let kpi, let days):
            "between this target of KPI '\(kpi)' and the one before it none is in force \(days)"
        case .unitNotThere(let code, let days):
            "the target is for unit '\(code)', which is there \(days) and not while it is in force"
        }
    }

    /// What to do, as a sentence.
    var remedy: String {
        switch self {
        case .unknownLevel: "Add the level to 'levels', or take the target out."
        case .unknownMember: "Name a member that is there, or add it to the catalogue."
        case .overlap: "End one with 'until' where the other begins, or take one away."
        case .unusedPeriod: "Add the length to 'every', or name another period."
        case .unitNotThere: "Name the unit that is there then, or change the days of the target."
        case .gap: "Let one begin where the other ends."
        case .neverInForce: "Put it in the version that is in force then, or change its days."
        }
    }
}

extension ObjectiveFault {
    /// What happened, without a full stop.
    var message: String {
        switch self {
        case .unknown(let objective): "there is no objective '\(objective)'"
        case .idle(let objective): "no KPI serves the objective '\(objective)'"
        case .term(let from, let until):
            "the term from \(from) until \(until) is not of one to three years"
        case .cycle(let objectives):
            "an objective is a part of itself: \(objectives.joined(separator: " → "))"
        }
    }

    /// What to do, as a sentence.
    var remedy: String {
        switch self {
        case .unknown: "Name an objective of the objectives file, or add it there."
        case .idle: "Let a KPI name it, or take it out."
        case .term: "An objective is set for one to three years; 'until' is the day after the last."
        case .cycle: "Let the chain of 'part_of' end."
        }
    }
}
