/// The values of a sample in order, with their rows.
struct SortedSample {
    private let least: Int64
    private let rows: [UInt32]
    private let sorted: KeyedRows

    init(_ values: [Int64], _ rows: [UInt32]) {
        let least = values.min() ?? 0
        self.least = least
        self.rows = rows
        // The distance from the least value: never negative, at most 64 bits.
        sorted = KeyedRows(values.map { UInt64(bitPattern: $0 &- least) }, rows)
    }

    /// By group: the values at two ranks, counted from 0; null where the group has no values.
    ///
    /// The upper rank is the lower one or the next.
    func values(
        _ grouping: Grouping, atRanks ranks: (_ size: Int) -> (lower: Int, upper: Int)
    ) -> [(lower: Int64, upper: Int64)] {
        let groups = GroupRange(grouping)
        var sizes = [Int64](repeating: 0, count: grouping.count + 1)
        var counted = sizes.mutableSpan
        count(rows.span, grouping.codes.span, groups, into: &counted)
        let wanted = sizes.map { $0 == 0 ? (lower: -2, upper: -2) : ranks(Int($0)) }
        if grouping.isWhole { return wanted.map { (value(at: $0.lower), value(at: $0.upper)) } }
        var lower = wanted.map(\.lower)
        var remaining = lower.mutableSpan
        var found = sizes.map { _ in (lower: missing, upper: missing) }
        let entries = sorted.packed.span
        let codes = grouping.codes.span
        for index in 0..<entries.count {
            let group = groups.index(codes[Int(entries[index] & 0xFFFF_FFFF)])
            let left = remaining[group]
            remaining[group] = left &- 1
            // 0 at the lower rank, -1 behind it: seldom either.
            guard left == 0 || left == -1 else { continue }
            let value = value(at: index)
            if left == 0 { found[group].lower = value }
            if left == 0 || wanted[group].upper > wanted[group].lower {
                found[group].upper = value
            }
        }
        return found
    }

    private func value(at index: Int) -> Int64 {
        guard sorted.packed.indices.contains(index) else { return missing }
        return Int64(bitPattern: sorted.key(sorted.packed[index])) &+ least
    }
}

/// Ranks of the middle values among so many; the same twice where the number is odd.
func medianRanks(_ size: Int) -> (lower: Int, upper: Int) {
    ((size - 1) / 2, size / 2)
}

/// Rank of a percentile among so many: the first value at or below which `rank` per cent lie.
func percentileRanks(_ size: Int, _ rank: Int64) -> (lower: Int, upper: Int) {
    let index = max((size * Int(rank) + 99) / 100, 1) - 1
    return (index, index)
}
