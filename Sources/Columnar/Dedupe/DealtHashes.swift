/// The hashes of a piece's rows, dealt to partitions by their upper bits, in row order.
///
/// One table for millions of keys would miss the cache at every look; each partition has one of
/// open addressing that fits into the second-level cache. A piece is dealt while it lies there
/// itself, and a partition of the table is the same stretch of every piece.
package struct DealtHashes: Sendable {
    /// The bits of an entry that come from the hash; the row lies below them.
    static var upperHalf: UInt64 { 0xFFFF_FFFF_0000_0000 }
    /// Rows are numbered below this: the bit above is free in every entry.
    static var rowLimit: Int { 1 << 31 }

    /// 32 further bits of the hash above the row, partition after partition.
    let entries: [UInt64]
    /// The index behind the entries of each partition.
    private let ends: [Int]

    /// Deals the rows that have a key; 0 stands for a row without one.
    ///
    /// Rows are numbered through from `first` on; there are `rowCount` of them in all pieces.
    package init(_ hashes: [UInt64], from first: Int, of rowCount: Int) {
        precondition(rowCount < Self.rowLimit, "more rows than a table can have")
        let bits = Self.bits(rows: rowCount)
        let shift = UInt64(64 - bits)
        var next = [Int](repeating: 0, count: 1 << bits)
        count(hashes.span, shift, into: &next)
        var total = 0
        for partition in next.indices {
            let count = next[partition]
            next[partition] = total
            total += count
        }
        var entries = [UInt64](repeating: 0, count: total)
        scatter(hashes.span, from: first, shift, UInt64(bits), next: &next, into: &entries)
        self.entries = entries
        ends = next
    }

    /// Number of partitions.
    var partitionCount: Int { ends.count }

    /// Where the entries of a partition lie.
    func stretch(_ partition: Int) -> Range<Int> {
        (partition == 0 ? 0 : ends[partition - 1])..<ends[partition]
    }

    /// Eight thousand rows a partition, in at most 2 048 partitions.
    private static func bits(rows: Int) -> Int {
        var bits = 1
        while bits < 11, rows >> bits > 8192 { bits += 1 }
        return bits
    }
}

private func count(_ hashes: Span<UInt64>, _ shift: UInt64, into counts: inout [Int]) {
    var out = counts.mutableSpan
    for index in 0..<hashes.count where hashes[index] != 0 {
        out[Int(truncatingIfNeeded: hashes[index] >> shift)] &+= 1
    }
}

private func scatter(
    _ hashes: Span<UInt64>, from row: Int, _ shift: UInt64, _ bits: UInt64,
    next places: inout [Int], into entries: inout [UInt64]
) {
    var next = places.mutableSpan
    var out = entries.mutableSpan
    for index in 0..<hashes.count where hashes[index] != 0 {
        let hash = hashes[index]
        let partition = Int(truncatingIfNeeded: hash >> shift)
        let place = next[partition]
        out[place] =
            hash << bits & DealtHashes.upperHalf | UInt64(truncatingIfNeeded: row &+ index)
        next[partition] = place &+ 1
    }
}
