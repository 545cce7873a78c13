extension TallyPlan {
    /// The tallies of one scope, from what all pieces come to, in parts: by measure, grouping and
    /// group.
    ///
    /// Behind the groups of a grouping stands the tally of the rows that belong to none. Empty
    /// for groupings and scopes that the measure is not wanted for.
    package func tallies(
        of parts: [PartialTally], scope: Int
    ) throws(EvaluationError) -> [[[Tally]]] {
        let first = scope * slots.count
        let accumulators = slots.indices.map { slot in
            var whole = Accumulator()
            for part in parts { whole.merge(part.accumulators[first + slot], slots[slot].work) }
            return whole
        }
        var results = GroupResults(self, accumulators, scope)
        var tallies: [[[Tally]]] = []
        for (index, measure) in measures.enumerated() {
            var byGrouping = [[Tally]](repeating: [], count: groupCounts.count)
            let isWanted = scopesByMeasure[index].contains(scope)
            for grouping in isWanted ? groupingsByMeasure[index] : [] {
                byGrouping[grouping] = try results.tallies(of: measure, index, grouping)
            }
            tallies.append(byGrouping)
        }
        return tallies
    }
}

/// Reads aggregates out of the accumulators of one scope, and does the arithmetic on them.
private struct GroupResults {
    /// The values of one aggregate for all groups of one grouping.
    enum Values {
        case counts(ArraySlice<Int64>)
        case sums(ArraySlice<Int128>, counts: ArraySlice<Int64>)
        case means(ArraySlice<Int128>, counts: ArraySlice<Int64>)
        case cells(ArraySlice<Int64>)
        case middles([(lower: Int64, upper: Int64)])
    }

    private let plan: TallyPlan
    private let accumulators: [Accumulator]
    private let scope: Int
    private var samples: [SortedSample?]
    private var spans: [SpanEvents?]

    init(_ plan: TallyPlan, _ accumulators: [Accumulator], _ scope: Int) {
        self.plan = plan
        self.accumulators = accumulators
        self.scope = scope
        samples = accumulators.map { _ in nil }
        spans = accumulators.map { _ in nil }
    }

    mutating func tallies(
        of measure: PlannedMeasure, _ index: Int, _ grouping: Int
    ) throws(EvaluationError) -> [Tally] {
        let numerator = columns(measure.numerator, grouping)
        let denominator = measure.denominator.map { columns($0, grouping) }
        let members = accumulators[measure.members].counts
        let groups = plan.groups(grouping)
        var tallies: [Tally] = []
        tallies.reserveCapacity(groups.count + 1)
        for group in 0...groups.count {
            var lower: Exact?
            if let side = measure.denominator, let denominator {
                lower = try value(side.expression, denominator, group, index)
            }
            tallies.append(
                Tally(
                    members: members.isEmpty ? 0 : Int(members[groups.offset + group]),
                    numerator: try value(
                        measure.numerator.expression, numerator, group, index),
                    denominator: lower))
        }
        return tallies
    }

    private mutating func columns(_ side: Side, _ grouping: Int) -> [Values] {
        let groups = plan.groups(grouping)
        func own<Cell>(_ cells: [Cell]) -> ArraySlice<Cell> {
            cells.isEmpty ? [] : cells[groups.offset...groups.offset + groups.count]
        }
        return side.readouts.map { readout in
            let accumulator = accumulators[readout.slot]
            switch readout {
            case .count: return .counts(own(accumulator.counts))
            case .distinct(let slot): return .counts(distinctCounts(slot, grouping)[...])
            case .sum: return .sums(own(accumulator.sums), counts: own(accumulator.counts))
            case .mean: return .means(own(accumulator.sums), counts: own(accumulator.counts))
            case .extreme: return .cells(own(accumulator.extremes))
            case .median(let slot): return .middles(middles(slot, grouping, medianRanks))
            case .percentile(let slot, let rank):
                return .middles(middles(slot, grouping) { percentileRanks($0, rank) })
            case .peak(let slot): return .counts(peaks(slot, grouping)[...])
            }
        }
    }

    /// The group of each value of a sample or of each span.
    private func codes(_ slot: Int, _ grouping: Int) -> [UInt32] {
        let codes = accumulators[slot].codes
        return codes.isEmpty ? [] : codes[grouping]
    }

    private mutating func middles(
        _ slot: Int, _ grouping: Int, _ ranks: (Int) -> (lower: Int, upper: Int)
    ) -> [(lower: Int64, upper: Int64)] {
        let sample = sample(slot)
        let groups = GroupRange(count: plan.groupCounts[grouping])
        return sample.values(groups, codes(slot, grouping), atRanks: ranks)
    }

    private mutating func distinctCounts(_ slot: Int, _ grouping: Int) -> [Int64] {
        let groups = GroupRange(count: plan.groupCounts[grouping])
        return sample(slot).distinctCounts(groups, codes(slot, grouping))
    }

    /// The values of a slot, sorted once for all that ask.
    private mutating func sample(_ slot: Int) -> SortedSample {
        let sample = samples[slot] ?? SortedSample(accumulators[slot].values)
        samples[slot] = sample
        return sample
    }

    private mutating func peaks(_ slot: Int, _ grouping: Int) -> [Int64] {
        let scope = plan.scopes[scope]
        let events =
            spans[slot]
            ?? SpanEvents(
                accumulators[slot].values, accumulators[slot].ends,
                in: (scope.periodStart, scope.periodEnd))
        spans[slot] = events
        let groups = GroupRange(count: plan.groupCounts[grouping])
        return events.peaks(groups, codes(slot, grouping))
    }

    private func value(
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
            return try sign.value(left, right)
        case .fraction(let value): return value
        case .function(let function, let parts):
            var values: [Exact?] = []
            for part in parts { values.append(try value(part, columns, group)) }
            return try function.value(values)
        }
    }

    private static func value(_ values: Values, _ group: Int) throws(Exact.Overflow) -> Exact? {
        switch values {
        case .counts(let counts):
            return counts.isEmpty ? Exact(0) : Exact(Int128(counts[counts.startIndex + group]))
        case .sums(let sums, let counts):
            guard !counts.isEmpty, counts[counts.startIndex + group] != 0 else { return nil }
            return Exact(sums[sums.startIndex + group])
        case .means(let sums, let counts):
            guard !counts.isEmpty else { return nil }
            return try Exact(
                sums[sums.startIndex + group], over: Int128(counts[counts.startIndex + group]))
        case .cells(let cells):
            guard !cells.isEmpty, cells[cells.startIndex + group] != missing else { return nil }
            return Exact(Int128(cells[cells.startIndex + group]))
        case .middles(let middles):
            let (lower, upper) = middles[group]
            guard lower != missing else { return nil }
            if lower == upper { return Exact(Int128(lower)) }
            return try Exact(Int128(lower) + Int128(upper), over: 2)
        }
    }
}
