/// Measures made ready for one table: what they share is planned once and evaluated once.
///
/// A caller with threads of its own splits the blocks: any split, its parts given back in order,
/// comes to the same tallies.
package struct TallyPlan: Sendable {
    let groupings: [Grouping]
    let scopes: [Scope]
    let zones: TableZones
    let evaluation: BlockEvaluation
    /// For every distinct condition the nodes that must all be true.
    let conditions: [[Int]]
    let slots: [Slot]
    /// First measure that uses each slot, to be named in errors.
    let firstMeasures: [Int]
    /// First slot of each condition: that of its members.
    let firstSlots: [Int]
    let measures: [PlannedMeasure]
    /// Where each grouping's groups begin in an accumulator.
    ///
    /// Behind each grouping's stands one more, for rows that belong to no group.
    let offsets: [Int]
    let accumulatorLength: Int

    /// Number of blocks of rows.
    package let blockCount: Int
    let rowCount: Int

    /// Plans measures over a table for several scopes, which must have one calendar.
    package init(
        _ measures: [Measure], over table: Table, by groupings: [Grouping], in scopes: [Scope],
        zones: TableZones? = nil
    ) throws(EvaluationError) {
        for (index, grouping) in groupings.enumerated()
        where grouping.codes.count != table.rowCount {
            throw EvaluationError(.groupingLength(index), measure: 0)
        }
        var planner = Planner(Graph(table))
        var planned: [PlannedMeasure] = []
        for (index, measure) in measures.enumerated() {
            planned.append(try planner.plan(measure, index))
        }
        self.groupings = groupings.map(\.marked)
        self.scopes = scopes
        self.zones = zones ?? TableZones(table, columns: measures.flatMap(\.columns).uniqued)
        evaluation = BlockEvaluation(planner.graph, scopes: scopes)
        conditions = planner.conditions
        firstMeasures = planner.firstMeasures
        let slots = planner.slots
        self.slots = slots
        firstSlots = planner.conditions.indices.map { condition in
            slots.firstIndex { $0.condition == condition } ?? 0
        }
        self.measures = planned
        var offsets: [Int] = []
        var length = 0
        for grouping in groupings {
            offsets.append(length)
            length += grouping.count + 1
        }
        self.offsets = offsets
        accumulatorLength = length
        rowCount = table.rowCount
        blockCount =
            (table.rowCount + TableZones.blockLength - 1) / TableZones.blockLength
    }
}

extension TallyPlan {
    /// The rows of a block.
    func rows(ofBlock block: Int) -> Range<Int> {
        let start = block * TableZones.blockLength
        return start..<min(start + TableZones.blockLength, rowCount)
    }
}

/// Turns measures into slots.
private struct Planner {
    var graph: Graph
    var conditions: [[Int]] = []
    var slots: [Slot] = []
    var firstMeasures: [Int] = []
    private var measure = 0

    init(_ graph: Graph) {
        self.graph = graph
    }

    mutating func plan(_ measure: Measure, _ index: Int) throws(EvaluationError) -> PlannedMeasure {
        self.measure = index
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
        if let known = slots.firstIndex(of: slot) { return known }
        slots.append(slot)
        firstMeasures.append(measure)
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
        case .sum(let argument): work = .sum(try graph.add(argument))
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
        case .sum: .sum(slot: index)
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
