/// The values of a sample in order, with their rows.
struct SortedSample {
    private let least: Int64
    private let sorted: KeyedRows

    init(_ values: [Int64], _ rows: [UInt32]) {
        let least = values.min() ?? 0
        self.least = least
        // The distance from the least value: never negative, at most 64 bits.
        sorted = KeyedRows(values.map { UInt64(bitPattern: $0 &- least) }, rows)
    }

    /// By group: the values at two ranks, counted from 0; null where the group has no values.
    func values(
        _ grouping: Grouping, atRanks ranks: (_ size: Int) -> (lower: Int, upper: Int)
    ) -> [(lower: Int64, upper: Int64)] {
        let groups = GroupRange(offset: 0, count: grouping.count)
        var sizes = [Int](repeating: 0, count: grouping.count + 1)
        for row in sorted.rows { sizes[groups.index(grouping.codes[Int(row)])] += 1 }
        let wanted = sizes.map { $0 == 0 ? (lower: -1, upper: -1) : ranks($0) }
        var seen = [Int](repeating: 0, count: grouping.count + 1)
        var found = sizes.map { _ in (lower: missing, upper: missing) }
        for (index, row) in sorted.rows.enumerated() {
            let group = groups.index(grouping.codes[Int(row)])
            let rank = seen[group]
            seen[group] = rank + 1
            guard rank == wanted[group].lower || rank == wanted[group].upper else { continue }
            let value = Int64(bitPattern: sorted.keys[index]) &+ least
            if rank == wanted[group].lower { found[group].lower = value }
            if rank == wanted[group].upper { found[group].upper = value }
        }
        return found
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
