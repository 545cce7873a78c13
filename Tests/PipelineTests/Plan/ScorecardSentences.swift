import Pipeline

/// The sentences about scorecards.
let scorecardSentences: [(PlanFault.Kind, String)] = [
    (
        .weightSum(scorecard: "s", sum: "0.9", from: "2025-01-01"),
        "the weights of scorecard 's' from 2025-01-01 on add up to 0.9, not to 1 or 100. "
            + "Change a weight; those of items that succeed each other need 'valid'."
    ),
    (
        .maximumSum(scorecard: "s", sum: "17", declared: "18", from: nil),
        "the maxima of scorecard 's' add up to 17, and its total says 18. "
            + "Change the max of an item, or that of the total."
    ),
    (
        .mixedWeights(scorecard: "s"),
        "scorecard 's' has items with a weight and items with a max. "
            + "Give every item a weight, or every item a max."
    ),
    (
        .unknownKPI("k"),
        "the pipeline has no KPI 'k'. Name a KPI of the pipeline, or add its file to 'kpis:'."
    ),
    (
        .unknownScorecard("s"),
        "the pipeline has no scorecard 's'. "
            + "Name a scorecard of the pipeline, or add its file to 'scorecards:'."
    ),
    (
        .lacksLevel(of: "k", version: 1, level: "unit"),
        "'k' version 1 is not computed for level 'unit' of this scorecard. "
            + "Add the level there, or take it out of the scorecard."
    ),
    (
        .lacksPeriod(of: "k", version: 1, period: "month"),
        "'k' version 1 is not computed for every month. "
            + "Add it to 'every:' there, or take it out of the scorecard."
    ),
    (
        .noTarget(kpi: "k", version: 1),
        "KPI 'k' version 1 has no target that could be met. "
            + "Give the KPI a target, or take another function."
    ),
    (
        .notInForce("k", from: "2025-07-01"),
        "no version of 'k' is in force from 2025-07-01 on. "
            + "End the item with valid: {until: …}, or add a version."
    ),
    (
        .overlappingVersions(
            scorecard: "s", versions: [1, 2],
            other: PlanPlace(file: "b.yaml", line: 7, column: 1)),
        "versions 1 and 2 of scorecard 's' are in force on the same day; the other is at "
            + "b.yaml:7:1. End one with valid: {until: …} where the next begins."
    ),
    (
        .gapBetweenVersions(scorecard: "s", versions: [1, 2]),
        "between versions 1 and 2 of scorecard 's' none is in force. "
            + "Let one begin where the other ends."
    ),
    (
        .overlappingLines("i", other: PlanPlace(file: "b.yaml", line: 7, column: 1)),
        "the item 'i' stands twice for the same day; the other is at b.yaml:7:1. "
            + "End one with valid: {until: …}, or rename it."
    ),
    (
        .cycle(["a", "b", "a"]),
        "a scorecard counts itself: a → b → a. Let the chain of scorecards end."
    ),
    (
        .otherMaximum("3", line: "4"),
        "the function gives at most 3 points, the item at most 4. Leave one of the two out."
    ),
    (.noPoints, "no step brings any points. Give a step points above 0."),
    (
        .classOrder("9", after: "8"),
        "the class from 9 on stands behind the one from 8 on. "
            + "Begin with the best class, then the next lower one."
    ),
    (
        .eachNotShorter(each: "year", period: "month"),
        "'each: year' in a scorecard of every month looks at nothing within it. "
            + "Name a shorter period, or leave 'each' out."
    ),
].map { (fault: ScorecardFault, sentence: String) in (.scorecard(fault), sentence) }
