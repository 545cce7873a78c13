/// Measures made ready for tables of one shape: what they share is planned once, evaluated once.
///
/// A table may come in pieces, and pieces may be taken by several threads: in whatever order and
/// by whomever, their sums come to the same tallies.
package struct TallyPlan: Sendable {
    let scopes: [Scope]
    let evaluation: BlockEvaluation
    /// For every distinct condition the nodes that must all be true.
    let conditions: [[Int]]
    let slots: [Slot]
    /// First measure that uses each slot, to be named in errors.
    let firstMeasures: [Int]
    /// By scope: the slots of each condition that a measure reads there.
    let slotsByScope: [[[Int]]]
    let measures: [PlannedMeasure]
    /// By slot: the groupings that some measure reads it for.
    let groupingsBySlot: [[Int]]
    /// By measure: the scopes that it is wanted in.
    let scopesByMeasure: [Set<Int>]
    /// By measure: the groupings that it is wanted for.
    let groupingsByMeasure: [[Int]]
    /// Number of groups of each grouping; nil where all rows are in the one.
    let groupCounts: [Int?]
    /// Where each grouping's groups begin in an accumulator.
    ///
    /// Behind each grouping's stands one more, for rows that belong to no group.
    let offsets: [Int]
    let accumulatorLength: Int
    /// Names of the columns that are read, for the zones.
    let columns: [String]

    /// Plans measures over tables like `shape` for several scopes, which must have one calendar.
    ///
    /// `groupCounts` has the number of groups of each grouping, nil for the whole; `wanted` for
    /// each measure the groupings that it is computed for, all of them if nil; `scopesByMeasure`
    /// likewise the scopes.
    package init(
        _ measures: [Measure], over shape: Table, groupCounts: [Int?], wanted: [[Int]]? = nil,
        in scopes: [Scope], scopesByMeasure: [Set<Int>]? = nil
    ) throws(EvaluationError) {
        var planner = Planner(Graph(shape))
        let all = Array(groupCounts.indices)
        var planned: [PlannedMeasure] = []
        for (index, measure) in measures.enumerated() {
            planned.append(try planner.plan(measure, index, wanted?[index] ?? all))
        }
        self.groupCounts = groupCounts
        self.scopes = scopes
        evaluation = BlockEvaluation(planner.graph, scopes: scopes)
        conditions = planner.conditions
        firstMeasures = planner.firstMeasures
        let slots = planner.slots
        self.slots = slots
        let applying =
            scopesByMeasure ?? measures.map { _ in Set(scopes.indices) }
        self.scopesByMeasure = applying
        slotsByScope = scopes.indices.map { scope in
            let read = Set(
                planned.indices.filter { applying[$0].contains(scope) }
                    .flatMap { planned[$0].slots })
            return planner.conditions.indices.map { condition in
                slots.indices.filter { slots[$0].condition == condition && read.contains($0) }
            }
        }
        groupingsBySlot = planner.groupings.map { $0.sorted() }
        groupingsByMeasure = measures.indices.map { wanted?[$0] ?? all }
        self.measures = planned
        var offsets: [Int] = []
        var length = 0
        for count in groupCounts {
            offsets.append(length)
            length += (count ?? 1) + 1
        }
        self.offsets = offsets
        accumulatorLength = length
        columns = measures.flatMap(\.columns).uniqued
    }

    /// Where a grouping's groups lie in an accumulator.
    func groups(_ grouping: Int) -> GroupRange {
        GroupRange(count: groupCounts[grouping], offset: offsets[grouping])
    }
}

extension Array where Element: Equatable {
    /// Each element once, in the order of first appearance.
    fileprivate var uniqued: [Element] {
        reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

/// Turns measures into slots.
private struct Planner {
    var graph: Graph
    var conditions: [[Int]] = []
    var slots: [Slot] = []
    var firstMeasures: [Int] = []
    /// By slot: the groupings that it is read for.
    var groupings: [Set<Int>] = []
    private var measure = 0
    private var wanted: [Int] = []

    init(_ graph: Graph) {
        self.graph = graph
    }

    mutating func plan(
        _ measure: Measure, _ index: Int, _ wanted: [Int]
    ) throws(EvaluationError) -> PlannedMeasure {
        self.measure = index
        self.wanted = wanted
        do throws(MissingColumn) {
            let condition = try condition(measure.condition)
            let members = slot(Slot(condition: condition, mask: nil, work: .count))
            let numerator = try side(measure.numerator, condition)
            var denominator: Side?
            if let formula = measure.denominator { denominator = try side(formula, condition) }
            return PlannedMeasure(
                members: members, numerator: numerator, denominator: denominator)
        } catch {
            throw EvaluationError(.columnMissing(error.name), measure: index)
        }
    }

    private mutating func condition(_ formula: RowFormula?) throws(MissingColumn) -> Int {
        var conjuncts: [Int] = []
        for conjunct in formula?.expression.conjuncts ?? [] {
            let node = try graph.add(conjunct)
            if !conjuncts.contains(node) { conjuncts.append(node) }
        }
        conjuncts.sort()
        if let known = conditions.firstIndex(of: conjuncts) { return known }
        conditions.append(conjuncts)
        return conditions.count - 1
    }

    private mutating func slot(_ slot: Slot) -> Int {
        if let known = slots.firstIndex(of: slot) {
            groupings[known].formUnion(wanted)
            return known
        }
        slots.append(slot)
        firstMeasures.append(measure)
        groupings.append(Set(wanted))
        return slots.count - 1
    }

    private mutating func side(
        _ formula: AggregateFormula, _ condition: Int
    ) throws(MissingColumn) -> Side {
        var readouts: [Readout] = []
        for aggregate in formula.aggregates {
            readouts.append(try readout(aggregate, condition))
        }
        return Side(expression: formula.expression, readouts: readouts)
    }

    private mutating func readout(
        _ aggregate: Aggregate, _ condition: Int
    ) throws(MissingColumn) -> Readout {
        var mask: Int?
        if let filter = aggregate.filter { mask = try graph.add(filter) }
        let work: Slot.Work
        switch aggregate.function {
        case .count(let argument):
            if let argument {
                let isNull = Expression(.isNull(argument), .flag, at: argument.range)
                let isThere = Expression(.not(isNull), .flag, at: argument.range)
                work = .countWhere(try graph.add(isThere))
            } else {
                work = .count
            }
        case .countDistinct(let argument): work = try graph.addDistinct(argument)
        case .sum(let argument), .mean(let argument): work = .sum(try graph.add(argument))
        case .least(let argument): work = .least(try graph.add(argument))
        case .greatest(let argument): work = .greatest(try graph.add(argument))
        case .median(let argument), .percentile(let argument, _):
            work = .sample(try graph.add(argument))
        case .peak(let from, let to):
            work = .spans(from: try graph.add(from), to: try graph.add(to))
        }
        let index = slot(Slot(condition: condition, mask: mask, work: work))
        return switch aggregate.function {
        case .count: .count(slot: index)
        case .countDistinct: .distinct(slot: index)
        case .sum: .sum(slot: index)
        case .mean: .mean(slot: index)
        case .least, .greatest: .extreme(slot: index)
        case .median: .median(slot: index)
        case .percentile(_, let rank): .percentile(slot: index, rank: rank)
        case .peak: .peak(slot: index)
        }
    }
}

extension Expression {
    /// The parts that must all be true, as written at the top.
    var conjuncts: [Expression] {
        if case .all(let parts) = operation { return parts.flatMap(\.conjuncts) }
        return [self]
    }
}
