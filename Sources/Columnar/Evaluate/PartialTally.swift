/// What pieces of a table come to; those of several threads are put together when tallies are read.
package struct PartialTally: Sendable {
    /// By scope and slot.
    var accumulators: [Accumulator]

    /// Nothing gathered yet.
    init(_ plan: TallyPlan) {
        accumulators = [Accumulator](
            repeating: Accumulator(), count: plan.scopes.count * plan.slots.count)
    }
}

/// Goes through the blocks of pieces, selects rows by the conditions, spreads them over groups.
///
/// One a thread: it keeps scratch memory, and what it has gathered so far.
package struct TallyGatherer {
    private let plan: TallyPlan
    private var evaluation: BlockEvaluation
    /// What has been gathered.
    package private(set) var partial: PartialTally
    private var selection = RowList()
    private var masked = RowList()
    private var present = RowList()
    private var zones = TableZones(Table(rowCount: 0))
    private var groupings: [Grouping] = []
    private var base = 0

    /// Nothing gathered yet.
    package init(_ plan: TallyPlan) {
        self.plan = plan
        evaluation = plan.evaluation
        partial = PartialTally(plan)
    }

    /// Gathers all rows of a piece; `base` is the number of its first row, for errors.
    package mutating func gather(
        _ piece: Table, by groupings: [Grouping], zones: TableZones? = nil, base: Int = 0
    ) throws(EvaluationError) {
        for (index, grouping) in groupings.enumerated()
        where !grouping.isWhole && grouping.codes.count != piece.rowCount {
            throw EvaluationError(.groupingLength(index), measure: 0)
        }
        self.groupings = groupings
        self.zones = zones ?? TableZones(piece, columns: plan.columns)
        self.base = base
        evaluation.begin(piece: piece)
        for start in stride(from: 0, to: piece.rowCount, by: TableZones.blockLength) {
            let end = min(start + TableZones.blockLength, piece.rowCount)
            try gather(rows: start..<end)
        }
    }

    private mutating func gather(rows: Range<Int>) throws(EvaluationError) {
        evaluation.begin(rows: rows)
        for scope in plan.scopes.indices {
            evaluation.begin(scope: scope)
            for (condition, slots) in plan.slotsByScope[scope].enumerated()
            where !slots.isEmpty {
                let fault = evaluation.select(plan.conditions[condition], zones, into: &selection)
                if let fault {
                    throw error(fault, slot: slots.first ?? 0)
                }
                guard selection.count > 0 else { continue }
                for slot in slots { try fill(slot) }
            }
        }
    }

    private func error(_ fault: (kind: EvaluationError.Kind, row: Int), slot: Int)
        -> EvaluationError
    {
        EvaluationError(
            fault.kind, measure: plan.firstMeasures[slot], row: base + fault.row,
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
        switch plan.slots[slot].work {
        case .count: addCounts(rows, slot)
        case .countWhere(let node):
            let flags = evaluation.flags(of: node)
            try check(node, rows, slot)
            present.take(rows, where: flags.span)
            addCounts(present, slot)
        case .sum(let node), .least(let node), .greatest(let node), .sample(let node):
            let lane = evaluation.numbers(of: node)
            try check(node, rows, slot)
            let cells = lane.cells.span
            present.take(rows, present: cells.extracting(lane.range(evaluation.rows)))
            accumulate(lane, slot)
        case .texts(let node):
            let lane = evaluation.numbers(of: node)
            try check(node, rows, slot)
            let cells = lane.cells.span
            present.take(rows, present: cells.extracting(lane.range(evaluation.rows)))
            addTexts(lane, slot)
        case .identifiers(let column): addIdentifiers(column, rows, slot)
        case .spans(let from, let to):
            let (starts, ends) = (evaluation.numbers(of: from), evaluation.numbers(of: to))
            try check(from, rows, slot)
            try check(to, rows, slot)
            addSpans(starts, ends, rows, slot)
        }
    }

    private func index(_ slot: Int) -> Int { evaluation.scope * plan.slots.count + slot }

    private mutating func addCounts(_ rows: RowList, _ slot: Int) {
        let index = index(slot)
        // Taken out and put back, so that it is changed in place.
        var counts: [Int64] = []
        swap(&counts, &partial.accumulators[index].counts)
        if counts.isEmpty { counts = [Int64](repeating: 0, count: plan.accumulatorLength) }
        for grouping in plan.groupingsBySlot[slot] {
            let groups = plan.groups(grouping)
            let codes = groupings[grouping].codes
            rows.withRows {
                var out = counts.mutableSpan
                let own = codes.span
                count($0, own.extracting(groups.range(evaluation.rows)), groups, into: &out)
            }
        }
        swap(&counts, &partial.accumulators[index].counts)
    }

    /// Takes up the cells of the rows in `present`.
    private mutating func accumulate(_ lane: BlockEvaluation.Lane, _ slot: Int) {
        let index = index(slot)
        let work = plan.slots[slot].work
        var accumulator = Accumulator()
        swap(&accumulator, &partial.accumulators[index])
        accumulator.prepare(for: work, length: plan.accumulatorLength)
        if case .sample = work {
            accumulator.append(lane, present)
            accumulator.appendCodes(
                present, from: evaluation.rows.lowerBound, groupings, plan.groupingsBySlot[slot])
        } else {
            for grouping in plan.groupingsBySlot[slot] {
                let groups = plan.groups(grouping)
                let codes = groupings[grouping].codes
                present.withRows { rows in
                    let cells = lane.cells.span
                    let own = codes.span
                    accumulator.add(
                        cells.extracting(lane.range(evaluation.rows)), rows,
                        own.extracting(groups.range(evaluation.rows)), groups, work)
                }
            }
        }
        swap(&accumulator, &partial.accumulators[index])
    }

    /// Takes up the texts of the rows in `present`.
    private mutating func addTexts(_ lane: BlockEvaluation.Lane, _ slot: Int) {
        let index = index(slot)
        let texts = evaluation.ranks.sorted
        var accumulator = Accumulator()
        swap(&accumulator, &partial.accumulators[index])
        for row in present.offsets {
            let rank = Int(lane.cells[lane.start + Int(row)])
            let text = texts[rank]
            accumulator.append(text: text.span)
        }
        accumulator.appendCodes(
            present, from: evaluation.rows.lowerBound, groupings, plan.groupingsBySlot[slot])
        swap(&accumulator, &partial.accumulators[index])
    }

    /// Takes up the identifiers of those rows that have one.
    private mutating func addIdentifiers(_ column: Int, _ rows: RowList, _ slot: Int) {
        guard case .identifier(let cells) = evaluation.table.columns[column] else { return }
        let index = index(slot)
        var accumulator = Accumulator()
        swap(&accumulator, &partial.accumulators[index])
        present.takeNone()
        let first = evaluation.rows.lowerBound
        for row in rows.offsets {
            let range = cells.range(first + Int(row))
            if range.isEmpty { continue }
            present.append(row)
            accumulator.append(text: cells.bytes.span.extracting(range))
        }
        accumulator.appendCodes(present, from: first, groupings, plan.groupingsBySlot[slot])
        swap(&accumulator, &partial.accumulators[index])
    }

    /// Keeps the spans that touch the period, cut to it.
    private mutating func addSpans(
        _ starts: BlockEvaluation.Lane, _ ends: BlockEvaluation.Lane, _ rows: RowList, _ slot: Int
    ) {
        let scope = plan.scopes[evaluation.scope]
        let index = index(slot)
        var accumulator = Accumulator()
        swap(&accumulator, &partial.accumulators[index])
        present.takeNone()
        for row in rows.offsets {
            let start = starts.cells[starts.start + Int(row)]
            let end = ends.cells[ends.start + Int(row)]
            let first = max(start, scope.periodStart)
            let last = end == missing ? scope.periodEnd : min(end, scope.periodEnd)
            guard start != missing, first < last else { continue }
            present.append(row)
            accumulator.values.append(first)
            accumulator.ends.append(last)
        }
        accumulator.appendCodes(
            present, from: evaluation.rows.lowerBound, groupings, plan.groupingsBySlot[slot])
        swap(&accumulator, &partial.accumulators[index])
    }
}
