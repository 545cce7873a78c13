/// The values of a sample in order, with their places in it.
struct SortedSample {
    private let least: Int64
    private let sorted: KeyedRows

    init(_ values: [Int64]) {
        let least = values.min() ?? 0
        self.least = least
        // The distance from the least value: never negative, at most 64 bits.
        sorted = KeyedRows(values.map { UInt64(bitPattern: $0 &- least) })
    }

    /// By group, none the last: the values at two ranks, counted from 0; null without values.
    ///
    /// `codes` has the group of each value; the upper rank is the lower one or the next.
    func values(
        _ groups: GroupRange, _ codes: [UInt32],
        atRanks ranks: (_ size: Int) -> (lower: Int, upper: Int)
    ) -> [(lower: Int64, upper: Int64)] {
        let size = sorted.packed.count
        if groups.isWhole {
            let wanted = size == 0 ? (lower: -2, upper: -2) : ranks(size)
            return [(value(at: wanted.lower), value(at: wanted.upper)), (missing, missing)]
        }
        let codes = codes.span
        var sizes = [Int64](repeating: 0, count: groups.count + 1)
        for index in 0..<codes.count { sizes[groups.index(codes[index])] &+= 1 }
        let wanted = sizes.map { $0 == 0 ? (lower: -2, upper: -2) : ranks(Int($0)) }
        var lower = wanted.map(\.lower)
        var remaining = lower.mutableSpan
        var found = sizes.map { _ in (lower: missing, upper: missing) }
        let entries = sorted.packed.span
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

    /// By group, none the last: the number of distinct values; `codes` has the group of each.
    func distinctCounts(_ groups: GroupRange, _ codes: [UInt32]) -> [Int64] {
        let codes = codes.span
        var found = [Int64](repeating: 0, count: groups.count + 1)
        var counts = found.mutableSpan
        // In order, a value is new where it is not the last one of its group.
        var keys = [UInt64](repeating: 0, count: groups.count + 1)
        var last = keys.mutableSpan
        let entries = sorted.packed.span
        for index in 0..<entries.count {
            let place = Int(entries[index] & 0xFFFF_FFFF)
            let group = groups.isWhole ? 0 : groups.index(codes[place])
            let key = sorted.key(entries[index])
            if counts[group] == 0 || last[group] != key { counts[group] &+= 1 }
            last[group] = key
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

/// Rank of a percentile among so many: the first value at or below which the share `rank` lies.
func percentileRanks(_ size: Int, _ rank: Exact) -> (lower: Int, upper: Int) {
    // A rank is written with at most 18 digits, and there are fewer than 2^32 rows.
    let least = (Int128(size) * rank.numerator + rank.denominator - 1) / rank.denominator
    let index = max(Int(least), 1) - 1
    return (index, index)
}
