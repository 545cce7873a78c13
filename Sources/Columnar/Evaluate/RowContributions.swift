/// What single rows bring to a measure in one scope.
///
/// The rows are those that the measure counts, by the same plan and the same evaluation: what they
/// bring adds up to its tally where both sides are counts and sums.
package struct RowContributions: Sendable {
    private let plan: TallyPlan
    /// Cells of a row: one for each aggregate of the numerator, then of the denominator.
    ///
    /// A peak has two.
    private let readings: [Reading]
    private let width: Int
    /// Whether each row belongs.
    private var belonging: [Bool] = []
    /// What each aggregate takes of each row; `missing`: nothing.
    private var cells: [Int64] = []

    /// An aggregate, and where its cell stands.
    private struct Reading: Sendable {
        let readout: Readout
        let place: Int
    }

    /// What the rows of a table bring; `texts` gives distinct texts one number in all tables.
    package init(
        _ measure: Measure, of table: Table, in scope: Scope, texts: inout TextNumbers
    ) throws(EvaluationError) {
        plan = try TallyPlan([measure], over: table, groupCounts: [nil], in: [scope])
        let planned = plan.measures[0]
        var readings: [Reading] = []
        var width = 0
        for readout in planned.numerator.readouts + (planned.denominator?.readouts ?? []) {
            readings.append(Reading(readout: readout, place: width))
            if case .peak = readout { width += 2 } else { width += 1 }
        }
        self.readings = readings
        self.width = width
        try gather(table, texts: &texts)
    }

    /// Whether a row satisfies the measure's condition.
    package func belongs(_ row: Int) -> Bool { belonging[row] }

    /// Whether a row brings the same to each aggregate as another does to another measure.
    package func takesTheSame(_ row: Int, as other: RowContributions, _ otherRow: Int) -> Bool {
        guard width == other.width else { return false }
        for place in 0..<width
        where cells[row * width + place] != other.cells[otherRow * width + place] {
            return false
        }
        return true
    }

    /// What the numerator would be of this row alone; of counts and sums its share.
    package func numerator(_ row: Int) throws(Exact.Overflow) -> Exact? {
        try value(plan.measures[0].numerator, first: 0, row)
    }

    /// What the denominator would be of this row alone; nil without one.
    package func denominator(_ row: Int) throws(Exact.Overflow) -> Exact? {
        guard let side = plan.measures[0].denominator else { return nil }
        return try value(side, first: plan.measures[0].numerator.readouts.count, row)
    }

    private func value(
        _ side: Side, first: Int, _ row: Int
    ) throws(Exact.Overflow) -> Exact? {
        try value(side.expression, first: first, row)
    }

    private func value(
        _ expression: AggregateExpression, first: Int, _ row: Int
    ) throws(Exact.Overflow) -> Exact? {
        switch expression {
        case .constant(let value): return value == missing ? nil : Exact(Int128(value))
        case .fraction(let value): return value
        case .bound(let bound): return Exact(Int128(plan.scopes[0].value(of: bound)))
        case .aggregate(let index):
            let reading = readings[first + index]
            let cell = cells[row * width + reading.place]
            switch reading.readout {
            case .count, .distinct, .peak: return Exact(cell == missing ? 0 : 1)
            case .sum, .mean, .extreme, .median, .percentile:
                return cell == missing ? nil : Exact(Int128(cell))
            }
        case .arithmetic(let sign, let left, let right):
            guard let left = try value(left, first: first, row),
                let right = try value(right, first: first, row)
            else { return nil }
            return try sign.value(left, right)
        case .function(let function, let parts):
            var values: [Exact?] = []
            for part in parts { values.append(try value(part, first: first, row)) }
            return try function.value(values)
        }
    }
}

extension RowContributions {
    private mutating func gather(
        _ table: Table, texts: inout TextNumbers
    ) throws(EvaluationError) {
        belonging = [Bool](repeating: false, count: table.rowCount)
        cells = [Int64](repeating: missing, count: table.rowCount * width)
        let zones = TableZones(table, columns: plan.columns)
        var evaluation = plan.evaluation
        var selection = RowList()
        evaluation.begin(piece: table)
        for start in stride(from: 0, to: table.rowCount, by: TableZones.blockLength) {
            evaluation.begin(rows: start..<min(start + TableZones.blockLength, table.rowCount))
            evaluation.begin(scope: 0)
            if let fault = evaluation.select(plan.conditions[0], zones, into: &selection) {
                throw EvaluationError(fault.kind, measure: 0, row: fault.row)
            }
            guard selection.count > 0 else { continue }
            for row in selection.offsets { belonging[start + Int(row)] = true }
            for reading in readings { fill(reading, selection, &evaluation, start, &texts) }
        }
    }

    private mutating func fill(
        _ reading: Reading, _ selection: RowList, _ evaluation: inout BlockEvaluation,
        _ start: Int, _ texts: inout TextNumbers
    ) {
        let slot = plan.slots[reading.readout.slot]
        var rows = selection
        if let mask = slot.mask {
            let flags = evaluation.flags(of: mask)
            rows.take(selection, where: flags.span)
        }
        func put(_ row: UInt32, _ cell: Int64, _ next: Int = 0) {
            cells[(start + Int(row)) * width + reading.place + next] = cell
        }
        switch slot.work {
        case .count:
            for row in rows.offsets { put(row, 1) }
        case .countWhere(let node):
            let flags = evaluation.flags(of: node)
            for row in rows.offsets where flags[Int(row)] == Truth.yes.rawValue { put(row, 1) }
        case .sum(let node), .least(let node), .greatest(let node), .sample(let node):
            let lane = evaluation.numbers(of: node)
            let coded = codes(of: node, in: evaluation.table)
            for row in rows.offsets {
                let cell = lane.cells[lane.start + Int(row)]
                guard cell != missing, let coded else {
                    put(row, cell)
                    continue
                }
                put(row, texts.number(of: Array(coded.dictionary[Int(cell)].utf8)))
            }
        case .texts(let node):
            let lane = evaluation.numbers(of: node)
            let sorted = evaluation.ranks.sorted
            for row in rows.offsets {
                let rank = lane.cells[lane.start + Int(row)]
                put(row, rank == missing ? missing : texts.number(of: sorted[Int(rank)]))
            }
        case .identifiers(let column):
            guard case .identifier(let own) = evaluation.table.columns[column] else { return }
            for row in rows.offsets {
                let range = own.range(start + Int(row))
                if !range.isEmpty { put(row, texts.number(of: Array(own.bytes[range]))) }
            }
        case .spans(let from, let to):
            let (starts, ends) = (evaluation.numbers(of: from), evaluation.numbers(of: to))
            let scope = plan.scopes[0]
            for row in rows.offsets {
                let begin = starts.cells[starts.start + Int(row)]
                let end = ends.cells[ends.start + Int(row)]
                let first = max(begin, scope.periodStart)
                let last = end == missing ? scope.periodEnd : min(end, scope.periodEnd)
                guard begin != missing, first < last else { continue }
                put(row, first)
                put(row, last, 1)
            }
        }
    }

    /// The column whose codes a node gives; nil where it gives numbers.
    private func codes(of node: Int, in table: Table) -> CodeColumn? {
        guard case .codes(let column) = plan.evaluation.graph.nodes[node],
            case .code(let codes) = table.columns[column]
        else { return nil }
        return codes
    }
}

/// Numbers for texts: the same for the same text, whatever dictionary it stands in.
package struct TextNumbers {
    private var numbers: [[UInt8]: Int64] = [:]

    /// No text yet.
    package init() {}

    mutating func number(of text: [UInt8]) -> Int64 {
        if let known = numbers[text] { return known }
        let number = Int64(numbers.count)
        numbers[text] = number
        return number
    }
}
