extension ScorecardFault {
    /// What happened, without a full stop; `place` is where.
    func message(at place: PlanPlace) -> String {
        switch self {
        case .weightSum(let name, let sum, let day):
            "the weights of scorecard '\(name)'\(since(day)) add up to \(sum), not to 1 or 100"
        case .maximumSum(let name, let sum, let declared, let day):
            "the maxima of scorecard '\(name)'\(since(day)) add up to \(sum), and its total says "
                + declared
        case .mixedWeights(let name):
            "scorecard '\(name)' has items with a weight and items with a max"
        case .unknownKPI(let name): "the pipeline has no KPI '\(name)'"
        case .unknownScorecard(let name): "the pipeline has no scorecard '\(name)'"
        case .lacksLevel(let name, let version, let level):
            "'\(name)' version \(version) is not computed for level '\(level)' of this scorecard"
        case .lacksPeriod(let name, let version, let period):
            "'\(name)' version \(version) is not computed for every \(period)"
        case .noTarget(let kpi, let version):
            "KPI '\(kpi)' version \(version) has no target that could be met"
        case .notInForce(let name, let day): "no version of '\(name)' is in force from \(day) on"
        case .overlappingVersions(let name, let versions, let other):
            "versions \(list(versions)) of scorecard '\(name)' are in force on the same day; "
                + "the other is at \(spot(other, from: place))"
        case .gapBetweenVersions(let name, let versions):
            "between versions \(list(versions)) of scorecard '\(name)' none is in force"
        case .overlappingLines(let name, let other):
            "the item '\(name)' stands twice for the same day; the other is at "
                + spot(other, from: place)
        case .cycle(let names):
            "a scorecard counts itself: \(names.joined(separator: " → "))"
        case .otherMaximum(let own, let line):
            "the function gives at most \(own) points, the item at most \(line)"
        case .noPoints: "no step brings any points"
        case .classOrder(let bound, let last):
            "the class from \(bound) on stands behind the one from \(last) on"
        case .eachNotShorter(let each, let period):
            "'each: \(each)' in a scorecard of every \(period) looks at nothing within it"
        }
    }

    /// What to do, as a sentence.
    var remedy: String {
        switch self {
        case .weightSum: "Change a weight; those of items that succeed each other need 'valid'."
        case .maximumSum: "Change the max of an item, or that of the total."
        case .mixedWeights: "Give every item a weight, or every item a max."
        case .unknownKPI: "Name a KPI of the pipeline, or add its file to 'kpis:'."
        case .unknownScorecard:
            "Name a scorecard of the pipeline, or add its file to 'scorecards:'."
        case .lacksLevel: "Add the level there, or take it out of the scorecard."
        case .lacksPeriod: "Add it to 'every:' there, or take it out of the scorecard."
        case .noTarget: "Give the KPI a target, or take another function."
        case .notInForce: "End the item with valid: {until: …}, or add a version."
        case .overlappingVersions: "End one with valid: {until: …} where the next begins."
        case .gapBetweenVersions: "Let one begin where the other ends."
        case .overlappingLines: "End one with valid: {until: …}, or rename it."
        case .cycle: "Let the chain of scorecards end."
        case .otherMaximum: "Leave one of the two out."
        case .noPoints: "Give a step points above 0."
        case .classOrder: "Begin with the best class, then the next lower one."
        case .eachNotShorter: "Name a shorter period, or leave 'each' out."
        }
    }

    private func since(_ day: String?) -> String { day.map { " from \($0) on" } ?? "" }

    private func list(_ versions: [Int]) -> String {
        versions.map(String.init).joined(separator: " and ")
    }

    private func spot(_ other: PlanPlace, from place: PlanPlace) -> String {
        other.file == place.file
            ? "line \(other.line)" : "\(other.file):\(other.line):\(other.column)"
    }
}
