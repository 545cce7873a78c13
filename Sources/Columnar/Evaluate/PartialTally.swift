/// What a range of blocks comes to; parts are put together by `TallyPlan.merged`.
package struct PartialTally: Sendable {
    /// By scope and slot.
    var accumulators: [Accumulator]
}

extension TallyPlan {
    /// Evaluates a range of blocks: every expression once, for all measures and groupings.
    package func partial(blocks: Range<Int>) throws(EvaluationError) -> PartialTally {
        var gatherer = Gatherer(self)
        for block in blocks.clamped(to: 0..<blockCount) { try gatherer.gather(block) }
        return PartialTally(accumulators: gatherer.accumulators)
    }
}

/// Goes through blocks, selects rows by the conditions and spreads them over the groups.
private struct Gatherer {
    let plan: TallyPlan
    var evaluation: BlockEvaluation
    var accumulators: [Accumulator]
    private var selection: RowList
    private var masked = RowList()
    private var present = RowList()

    init(_ plan: TallyPlan) {
        self.plan = plan
        evaluation = plan.evaluation
        selection = RowList()
        accumulators = [Accumulator](
            repeating: Accumulator(), count: plan.scopes.count * plan.slots.count)
    }

    mutating func gather(_ block: Int) throws(EvaluationError) {
        evaluation.begin(rows: plan.rows(ofBlock: block))
        for scope in plan.scopes.indices {
            evaluation.begin(scope: scope)
            for condition in plan.conditions.indices {
                let fault = evaluation.select(
                    plan.conditions[condition], plan.zones, into: &selection)
                if let fault { throw error(fault, slot: plan.firstSlots[condition]) }
                guard selection.count > 0 else { continue }
                for slot in plan.slots.indices where plan.slots[slot].condition == condition {
                    try fill(slot)
                }
            }
        }
    }

    private func error(_ fault: (kind: EvaluationError.Kind, row: Int), slot: Int)
        -> EvaluationError
    {
        EvaluationError(
            fault.kind, measure: plan.firstMeasures[slot], row: fault.row,
            scope: evaluation.scope)
    }

    /// Throws the first fault of a node among rows that count.
    private func check(_ node: Int, _ rows: RowList, _ slot: Int) throws(EvaluationError) {
        if let fault = evaluation.firstFault(node, among: rows) {
            throw error(fault, slot: slot)
        }
    }

    private mutating func fill(_ slot: Int) throws(EvaluationError) {
        var rows = selection
        if let mask = plan.slots[slot].mask {
            let flags = evaluation.flags(of: mask)
            try check(mask, selection, slot)
            masked.take(selection, where: flags.span)
            rows = masked
        }
        guard rows.count > 0 else { return }
        let index = evaluation.scope * plan.slots.count + slot
        switch plan.slots[slot].work {
        case .count: addCounts(rows, index)
        case .countWhere(let node):
            let flags = evaluation.flags(of: node)
            try check(node, rows, slot)
            present.take(rows, where: flags.span)
            addCounts(present, index)
        case .sum(let node), .least(let node), .greatest(let node), .sample(let node):
            let lane = evaluation.numbers(of: node)
            try check(node, rows, slot)
            let cells = lane.cells.span
            present.take(rows, present: cells.extracting(lane.range(evaluation.rows)))
            accumulate(lane, index, plan.slots[slot].work)
        case .spans(let from, let to):
            let (starts, ends) = (evaluation.numbers(of: from), evaluation.numbers(of: to))
            try check(from, rows, slot)
            try check(to, rows, slot)
            addSpans(starts, ends, rows, index)
        }
    }

    private mutating func addCounts(_ rows: RowList, _ index: Int) {
        // Taken out and put back, so that it is changed in place.
        var counts: [Int64] = []
        swap(&counts, &accumulators[index].counts)
        if counts.isEmpty { counts = [Int64](repeating: 0, count: plan.accumulatorLength) }
        for (grouping, offset) in zip(plan.groupings, plan.offsets) {
            let groups = GroupRange(grouping, offset: offset)
            rows.withRows {
                var out = counts.mutableSpan
                let codes = grouping.codes.span.extracting(evaluation.rows)
                count($0, codes, groups, into: &out)
            }
        }
        swap(&counts, &accumulators[index].counts)
    }

    /// Takes up the cells of the rows in `present`.
    private mutating func accumulate(
        _ lane: BlockEvaluation.Lane, _ index: Int, _ work: Slot.Work
    ) {
        var accumulator = Accumulator()
        swap(&accumulator, &accumulators[index])
        accumulator.prepare(for: work, length: plan.accumulatorLength)
        if case .sample = work {
            accumulator.append(lane, present, from: evaluation.rows.lowerBound)
        } else {
            for (grouping, offset) in zip(plan.groupings, plan.offsets) {
                let groups = GroupRange(grouping, offset: offset)
                present.withRows { rows in
                    let cells = lane.cells.span
                    accumulator.add(
                        cells.extracting(lane.range(evaluation.rows)), rows,
                        grouping.codes.span.extracting(evaluation.rows), groups, work)
                }
            }
        }
        swap(&accumulator, &accumulators[index])
    }

    /// Keeps the spans that touch the period, cut to it.
    private mutating func addSpans(
        _ starts: BlockEvaluation.Lane, _ ends: BlockEvaluation.Lane, _ rows: RowList, _ index: Int
    ) {
        let scope = plan.scopes[evaluation.scope]
        var accumulator = Accumulator()
        swap(&accumulator, &accumulators[index])
        for row in rows.offsets {
            let start = starts.cells[starts.start + Int(row)]
            let end = ends.cells[ends.start + Int(row)]
            let first = max(start, scope.periodStart)
            let last = end == missing ? scope.periodEnd : min(end, scope.periodEnd)
            guard start != missing, first < last else { continue }
            accumulator.rows.append(UInt32(evaluation.rows.lowerBound) + row)
            accumulator.values.append(first)
            accumulator.ends.append(last)
        }
        swap(&accumulator, &accumulators[index])
    }
}
