/// Rows dealt to partitions by the upper bits of their hash, in row order.
///
/// One table for millions of keys would miss the cache at every look; each partition has one of
/// open addressing that fits into the second-level cache. A lane takes its share of the
/// partitions, so that several threads make one answer together.
struct HashPartitions {
    /// The bits of an entry that come from the hash; the row lies below them.
    static var upperHalf: UInt64 { 0xFFFF_FFFF_0000_0000 }
    /// Rows are numbered below this: the bit above is free in every entry.
    static var rowLimit: Int { 1 << 31 }

    /// 32 further bits of the hash above the row, partition after partition.
    private let entries: [UInt64]
    /// The index behind the entries of each partition.
    private let bounds: [Int]

    /// Deals the rows that have a key.
    ///
    /// Hashes of several pieces are given one after the other, rows are numbered through; 0 stands
    /// for a row without a key.
    init(of hashes: [[UInt64]], lane: Int = 0, of lanes: Int = 1) {
        let rowCount = hashes.reduce(0) { $0 + $1.count }
        precondition(rowCount < Self.rowLimit, "more rows than a table can have")
        let bits = Self.bits(rows: rowCount)
        let share = (1 << bits) * lane / lanes..<(1 << bits) * (lane + 1) / lanes
        let shift = UInt64(64 - bits)
        var next = [Int](repeating: 0, count: share.count)
        for piece in hashes { count(piece.span, shift, share, into: &next) }
        var total = 0
        for partition in next.indices {
            let count = next[partition]
            next[partition] = total
            total += count
        }
        var entries = [UInt64](repeating: 0, count: total)
        var row = 0
        for piece in hashes {
            scatter(piece.span, from: row, shift, UInt64(bits), share, next: &next, into: &entries)
            row += piece.count
        }
        self.entries = entries
        bounds = next
    }

    /// Hands over the entries of each partition with a table for them, all of whose slots are free
    /// (`UInt64.max`); the number of slots is a power of two.
    func forEach(_ body: (Span<UInt64>, inout MutableSpan<UInt64>) -> Void) {
        var table: [UInt64] = []
        var start = 0
        for end in bounds {
            var size = 16
            // At most half full, so that a run of taken slots stays short.
            while size < 2 * (end - start) { size *= 2 }
            table.removeAll(keepingCapacity: true)
            table.append(contentsOf: repeatElement(UInt64.max, count: size))
            var slots = table.mutableSpan
            body(entries.span.extracting(start..<end), &slots)
            start = end
        }
    }

    /// Eight thousand rows a partition, in at most 2 048 partitions.
    private static func bits(rows: Int) -> Int {
        var bits = 1
        while bits < 11, rows >> bits > 8192 { bits += 1 }
        return bits
    }
}

private func count(
    _ hashes: Span<UInt64>, _ shift: UInt64, _ share: Range<Int>, into counts: inout [Int]
) {
    var out = counts.mutableSpan
    for index in 0..<hashes.count where hashes[index] != 0 {
        let partition = Int(truncatingIfNeeded: hashes[index] >> shift)
        if share.contains(partition) { out[partition &- share.lowerBound] &+= 1 }
    }
}

private func scatter(
    _ hashes: Span<UInt64>, from row: Int, _ shift: UInt64, _ bits: UInt64, _ share: Range<Int>,
    next places: inout [Int], into entries: inout [UInt64]
) {
    var next = places.mutableSpan
    var out = entries.mutableSpan
    for index in 0..<hashes.count where hashes[index] != 0 {
        let hash = hashes[index]
        let partition = Int(truncatingIfNeeded: hash >> shift)
        guard share.contains(partition) else { continue }
        let place = next[partition &- share.lowerBound]
        out[place] =
            hash << bits & HashPartitions.upperHalf
            | UInt64(truncatingIfNeeded: row &+ index)
        next[partition &- share.lowerBound] = place &+ 1
    }
}
