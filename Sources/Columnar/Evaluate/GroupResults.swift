extension TallyPlan {
    /// Puts parts together, in the order of their blocks, to one.
    package func merged(_ parts: [PartialTally]) -> PartialTally {
        if parts.count == 1 { return parts[0] }
        let empty = PartialTally(
            accumulators: [Accumulator](
                repeating: Accumulator(), count: scopes.count * slots.count))
        return parts.reduce(into: empty) { whole, part in
            for index in whole.accumulators.indices {
                whole.accumulators[index].merge(
                    part.accumulators[index], slots[index % slots.count].work)
            }
        }
    }

    /// The tallies of one scope, from the whole of all blocks: by measure, grouping and group.
    package func tallies(
        of whole: PartialTally, scope: Int
    ) throws(EvaluationError) -> [[[Tally]]] {
        let first = scope * slots.count
        var results = GroupResults(
            self, Array(whole.accumulators[first..<first + slots.count]), scope)
        var tallies: [[[Tally]]] = []
        for (index, measure) in measures.enumerated() {
            let numerator = results.columns(measure.numerator)
            let denominator = measure.denominator.map { results.columns($0) }
            var byGrouping: [[Tally]] = []
            for (grouping, offset) in zip(groupings, offsets) {
                var byGroup: [Tally] = []
                byGroup.reserveCapacity(grouping.count)
                for group in offset..<offset + grouping.count {
                    var lower: Exact?
                    if let side = measure.denominator, let denominator {
                        lower = try results.value(side.expression, denominator, group, index)
                    }
                    byGroup.append(
                        Tally(
                            members: results.members(measure, group),
                            numerator: try results.value(
                                measure.numerator.expression, numerator, group, index),
                            denominator: lower))
                }
                byGrouping.append(byGroup)
            }
            tallies.append(byGrouping)
        }
        return tallies
    }
}

/// Reads aggregates out of the accumulators of one scope, and does the arithmetic on them.
private struct GroupResults {
    /// The values of one aggregate for all groups of all groupings.
    enum Values {
        case counts([Int64])
        case sums([Int128], counts: [Int64])
        case cells([Int64])
        case middles([(lower: Int64, upper: Int64)])
    }

    private let plan: TallyPlan
    private let accumulators: [Accumulator]
    private let scope: Int
    private var samples: [SortedSample?]

    init(_ plan: TallyPlan, _ accumulators: [Accumulator], _ scope: Int) {
        self.plan = plan
        self.accumulators = accumulators
        self.scope = scope
        samples = accumulators.map { _ in nil }
    }

    func members(_ measure: PlannedMeasure, _ group: Int) -> Int {
        let counts = accumulators[measure.members].counts
        return counts.isEmpty ? 0 : Int(counts[group])
    }

    mutating func columns(_ side: Side) -> [Values] {
        side.readouts.map { readout in
            let accumulator = accumulators[readout.slot]
            switch readout {
            case .count: return .counts(accumulator.counts)
            case .sum: return .sums(accumulator.sums, counts: accumulator.counts)
            case .extreme: return .cells(accumulator.extremes)
            case .median(let slot): return .middles(middles(slot, medianRanks))
            case .percentile(let slot, let rank):
                return .middles(middles(slot) { percentileRanks($0, rank) })
            case .peak:
                let scope = plan.scopes[scope]
                let byGrouping = peaks(
                    accumulator.values, accumulator.ends, accumulator.rows, plan.groupings,
                    in: (scope.periodStart, scope.periodEnd))
                return .counts(byGrouping.flatMap(\.self))
            }
        }
    }

    private mutating func middles(
        _ slot: Int, _ ranks: (Int) -> (lower: Int, upper: Int)
    ) -> [(lower: Int64, upper: Int64)] {
        let accumulator = accumulators[slot]
        let sample = samples[slot] ?? SortedSample(accumulator.values, accumulator.rows)
        samples[slot] = sample
        return plan.groupings.flatMap { sample.values($0, atRanks: ranks) }
    }

    func value(
        _ expression: AggregateExpression, _ columns: [Values], _ group: Int, _ measure: Int
    ) throws(EvaluationError) -> Exact? {
        do throws(Exact.Overflow) {
            return try value(expression, columns, group)
        } catch {
            throw EvaluationError(.overflow, measure: measure, scope: scope)
        }
    }

    private func value(
        _ expression: AggregateExpression, _ columns: [Values], _ group: Int
    ) throws(Exact.Overflow) -> Exact? {
        switch expression {
        case .constant(let value): return value == missing ? nil : Exact(Int128(value))
        case .bound(let bound): return Exact(Int128(plan.scopes[scope].value(of: bound)))
        case .aggregate(let index): return try Self.value(columns[index], group)
        case .arithmetic(let sign, let left, let right):
            guard let left = try value(left, columns, group),
                let right = try value(right, columns, group)
            else { return nil }
            return switch sign {
            case .plus: try left.plus(right)
            case .minus: try left.minus(right)
            case .times: try left.times(right)
            }
        }
    }

    private static func value(_ values: Values, _ group: Int) throws(Exact.Overflow) -> Exact? {
        switch values {
        case .counts(let counts):
            return counts.isEmpty ? Exact(0) : Exact(Int128(counts[group]))
        case .sums(let sums, let counts):
            return counts.isEmpty || counts[group] == 0 ? nil : Exact(sums[group])
        case .cells(let cells):
            return cells.isEmpty || cells[group] == missing ? nil : Exact(Int128(cells[group]))
        case .middles(let middles):
            let (lower, upper) = middles[group]
            guard lower != missing else { return nil }
            if lower == upper { return Exact(Int128(lower)) }
            return try Exact(Int128(lower) + Int128(upper), over: 2)
        }
    }
}
