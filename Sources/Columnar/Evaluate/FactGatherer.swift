/// What the rows of one block give to the measures of a plan.
package struct FactBlock: Sendable {
    /// One row that belongs to one measure in one scope.
    package struct Line: Sendable {
        /// The row of the piece.
        package let row: Int
        /// Index of the scope.
        package let scope: Int
        /// Index of the measure.
        package let measure: Int
        /// Where its cells lie.
        package let cells: Range<Int>
    }

    /// The lines, by row, scope, measure: no order of blocks or pieces shows in them.
    package fileprivate(set) var lines: [Line] = []
    /// The cells of all lines, in the order of `FactRule.folds`; `missing` where there is none.
    package fileprivate(set) var cells: [Int64] = []
}

/// Goes through pieces as a tally does, by the same evaluation, and tells what each row gives.
package struct FactGatherer {
    private let plan: TallyPlan
    /// By scope: the measures that are asked for.
    private let wanted: [[Int]]
    private var evaluation: BlockEvaluation
    /// By slot: the texts that distinct ones have been so far.
    private var texts: [Int: Interner] = [:]
    private var zones = TableZones(Table(rowCount: 0))
    private var present = RowList()
    private var base = 0

    /// Gathers facts of the measures that are wanted in each scope, by their indices.
    package init(_ plan: TallyPlan, wanted: [[Int]]) {
        self.plan = plan
        self.wanted = wanted
        evaluation = plan.evaluation
    }

    /// Calls with what each block of a piece gives; `base` is the number of its first row.
    package mutating func gather(
        _ piece: Table, base: Int, _ take: (FactBlock) throws -> Void
    ) throws {
        zones = TableZones(piece, columns: plan.columns)
        self.base = base
        evaluation.begin(piece: piece)
        for start in stride(from: 0, to: piece.rowCount, by: TableZones.blockLength) {
            try take(facts(start..<min(start + TableZones.blockLength, piece.rowCount)))
        }
    }

    private mutating func facts(_ rows: Range<Int>) throws(EvaluationError) -> FactBlock {
        evaluation.begin(rows: rows)
        var found = FactBlock()
        for scope in plan.scopes.indices where !wanted[scope].isEmpty {
            evaluation.begin(scope: scope)
            try addFacts(scope, to: &found)
        }
        found.sortByRow(rows)
        return found
    }

    private mutating func addFacts(
        _ scope: Int, to found: inout FactBlock
    ) throws(EvaluationError) {
        var selections: [Int: RowList] = [:]
        var columns: [Int: [[Int64]]] = [:]
        let first = evaluation.rows.lowerBound
        for measure in wanted[scope] {
            let planned = plan.measures[measure]
            let condition = plan.slots[planned.members].condition
            if selections[condition] == nil { selections[condition] = try selected(condition) }
            guard let selection = selections[condition], selection.count > 0 else { continue }
            var cells: [[Int64]] = []
            for readout in planned.numerator.readouts + (planned.denominator?.readouts ?? []) {
                if columns[readout.slot] == nil {
                    columns[readout.slot] = try column(readout.slot, selection)
                }
                cells += columns[readout.slot] ?? []
            }
            for row in selection.offsets {
                let start = found.cells.count
                for column in cells { found.cells.append(column[Int(row)]) }
                found.lines.append(
                    FactBlock.Line(
                        row: first + Int(row), scope: scope, measure: measure,
                        cells: start..<found.cells.count))
            }
        }
    }

    private mutating func selected(_ condition: Int) throws(EvaluationError) -> RowList {
        var selection = RowList()
        let fault = evaluation.select(plan.conditions[condition], zones, into: &selection)
        if let fault {
            throw error(fault, plan.slots.firstIndex { $0.condition == condition } ?? 0)
        }
        return selection
    }

    private func error(
        _ fault: (kind: EvaluationError.Kind, row: Int), _ slot: Int
    ) -> EvaluationError {
        EvaluationError(
            fault.kind, measure: plan.firstMeasures[slot], row: base + fault.row,
            scope: evaluation.scope)
    }

    private func check(_ node: Int, _ rows: RowList, _ slot: Int) throws(EvaluationError) {
        if let fault = evaluation.firstFault(node, among: rows) { throw error(fault, slot) }
    }

    /// What each row of the block gives to a slot: one column of cells, of spans two.
    private mutating func column(
        _ slot: Int, _ selection: RowList
    ) throws(EvaluationError) -> [[Int64]] {
        var rows = selection
        if let mask = plan.slots[slot].mask {
            let flags = evaluation.flags(of: mask)
            try check(mask, selection, slot)
            rows.take(selection, where: flags.span)
        }
        let nothing = [Int64](repeating: missing, count: evaluation.rows.count)
        switch plan.slots[slot].work {
        case .count: return [ones(rows)]
        case .countWhere(let node):
            let flags = evaluation.flags(of: node)
            try check(node, rows, slot)
            present.take(rows, where: flags.span)
            return [ones(present)]
        case .sum(let node), .least(let node), .greatest(let node), .sample(let node):
            let lane = evaluation.numbers(of: node)
            try check(node, rows, slot)
            var cells = nothing
            for row in rows.offsets { cells[Int(row)] = lane.cells[lane.start + Int(row)] }
            return [cells]
        case .texts(let node):
            let lane = evaluation.numbers(of: node)
            try check(node, rows, slot)
            var cells = nothing
            let sorted = evaluation.ranks.sorted
            for row in rows.offsets {
                let rank = lane.cells[lane.start + Int(row)]
                if rank != missing { cells[Int(row)] = number(of: sorted[Int(rank)], slot) }
            }
            return [cells]
        case .identifiers(let column): return [identifiers(column, rows, slot, nothing)]
        case .spans(let from, let to):
            let (starts, ends) = (evaluation.numbers(of: from), evaluation.numbers(of: to))
            try check(from, rows, slot)
            try check(to, rows, slot)
            return spans(starts, ends, rows, nothing)
        }
    }

    private func ones(_ rows: RowList) -> [Int64] {
        var cells = [Int64](repeating: 0, count: evaluation.rows.count)
        for row in rows.offsets { cells[Int(row)] = 1 }
        return cells
    }

    private mutating func identifiers(
        _ column: Int, _ rows: RowList, _ slot: Int, _ nothing: [Int64]
    ) -> [Int64] {
        guard case .identifier(let ids) = evaluation.table.columns[column] else { return nothing }
        var cells = nothing
        for row in rows.offsets {
            let range = ids.range(evaluation.rows.lowerBound + Int(row))
            if !range.isEmpty { cells[Int(row)] = number(of: Array(ids.bytes[range]), slot) }
        }
        return cells
    }

    /// A number that is the same for the same text: the text itself may be personal.
    private mutating func number(of text: [UInt8], _ slot: Int) -> Int64 {
        let code = texts[slot, default: Interner()].intern(text.span)
        // The interner knows no empty text.
        return code == missingCode ? 0 : Int64(code) + 1
    }

    /// The spans that touch the period, cut to it.
    private func spans(
        _ starts: BlockEvaluation.Lane, _ ends: BlockEvaluation.Lane, _ rows: RowList,
        _ nothing: [Int64]
    ) -> [[Int64]] {
        let scope = plan.scopes[evaluation.scope]
        var (begins, closes) = (nothing, nothing)
        for row in rows.offsets {
            let start = starts.cells[starts.start + Int(row)]
            let end = ends.cells[ends.start + Int(row)]
            let first = max(start, scope.periodStart)
            let last = end == missing ? scope.periodEnd : min(end, scope.periodEnd)
            guard start != missing, first < last else { continue }
            (begins[Int(row)], closes[Int(row)]) = (first, last)
        }
        return [begins, closes]
    }
}

extension FactBlock {
    /// Puts the lines in the order of rows; those of a row stay as they are.
    fileprivate mutating func sortByRow(_ rows: Range<Int>) {
        var places = [Int](repeating: 0, count: rows.count + 1)
        for line in lines { places[line.row - rows.lowerBound + 1] += 1 }
        for index in 1..<places.count { places[index] += places[index - 1] }
        var order = [Int](repeating: 0, count: lines.count)
        for (index, line) in lines.enumerated() {
            order[places[line.row - rows.lowerBound]] = index
            places[line.row - rows.lowerBound] += 1
        }
        let unsorted = lines
        lines = order.map { unsorted[$0] }
    }
}
