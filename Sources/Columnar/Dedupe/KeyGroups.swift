/// Rows with the same key, found by hashing in partitions and comparing bytes.
///
/// One table for millions of keys would miss the cache at every look. So rows are first dealt to
/// partitions by the upper bits of their hash, as eight bytes of hash and row; each partition then
/// has a table that fits into the second-level cache. Key bytes are read only where hashes agree,
/// that is for true repetitions. Rows of a partition stay in order, hence "first" is well defined
/// and independent of the hash.
struct KeyGroups {
    /// The first row with the same key, for each row; itself where the key is new or empty.
    private(set) var leader: [UInt32]
    /// Every row that is not its own leader; rows of one key in ascending order.
    private(set) var followers: [UInt32] = []

    init(keys: IdentifierColumn, hashes: [UInt64]) {
        precondition(hashes.count == keys.count)
        leader = Array(0..<UInt32(keys.count))
        let bits = Self.partitionBits(rows: keys.count)
        let (entries, bounds) = deal(hashes.span, ends: keys.ends.span, bits: bits)
        var table: [UInt64] = []
        var start = 0
        for end in bounds {
            // At most half full, so that a run of taken slots stays short.
            let size = max(16, (2 * (end - start)).roundedUpToPowerOfTwo)
            table.removeAll(keepingCapacity: true)
            table.append(contentsOf: repeatElement(UInt64.max, count: size))
            var slots = table.mutableSpan
            group(
                entries.span.extracting(start..<end), keys: keys.bytes.span,
                ends: keys.ends.span, slots: &slots, leader: &leader, followers: &followers)
            start = end
        }
    }

    /// Eight thousand rows a partition, in at most 2 048 partitions.
    private static func partitionBits(rows: Int) -> Int {
        var bits = 0
        while bits < 11, rows >> bits > 8192 { bits += 1 }
        return bits
    }
}

extension Int {
    /// The least power of two that is not smaller.
    fileprivate var roundedUpToPowerOfTwo: Int {
        self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
    }
}

/// Deals rows with a key to partitions by the upper bits of their hash, in row order.
///
/// An entry holds 32 further bits of the hash above the row. Returns the entries and the index
/// behind those of each partition.
private func deal(
    _ hashes: Span<UInt64>, ends: Span<UInt32>, bits: Int
) -> (entries: [UInt64], bounds: [Int]) {
    let shift = UInt64(64 - bits)
    var next = [Int](repeating: 0, count: 1 << bits)
    var previous: UInt32 = 0
    for row in hashes.indices {
        // A shift by 64 gives 0: one partition.
        if ends[row] != previous { next[Int(truncatingIfNeeded: hashes[row] >> shift)] += 1 }
        previous = ends[row]
    }
    var total = 0
    for partition in next.indices {
        let count = next[partition]
        next[partition] = total
        total += count
    }
    var entries = [UInt64](repeating: 0, count: total)
    previous = 0
    for row in hashes.indices {
        if ends[row] != previous {
            let hash = hashes[row]
            let partition = Int(truncatingIfNeeded: hash >> shift)
            entries[next[partition]] = hash << UInt64(bits) & upperHalf | UInt64(row)
            next[partition] += 1
        }
        previous = ends[row]
    }
    return (entries, next)
}

private let upperHalf: UInt64 = 0xFFFF_FFFF_0000_0000

/// Finds the leaders of one partition's rows by open addressing over an empty table.
private func group(
    _ entries: Span<UInt64>, keys: Span<UInt8>, ends: Span<UInt32>,
    slots: inout MutableSpan<UInt64>, leader: inout [UInt32], followers: inout [UInt32]
) {
    let mask = slots.count - 1
    for index in entries.indices {
        let entry = entries[index]
        var slot = Int(truncatingIfNeeded: entry >> 32) & mask
        while slots[slot] != UInt64.max {
            let other = slots[slot]
            if (other ^ entry) & upperHalf == 0 {
                let row = Int(truncatingIfNeeded: entry & ~upperHalf)
                let first = Int(truncatingIfNeeded: other & ~upperHalf)
                if sameKey(row, first, keys: keys, ends: ends) {
                    leader[row] = UInt32(first)
                    followers.append(UInt32(row))
                    break
                }
            }
            slot = (slot + 1) & mask
        }
        if slots[slot] == UInt64.max { slots[slot] = entry }
    }
}

private func sameKey(
    _ row: Int, _ other: Int, keys: Span<UInt8>, ends: Span<UInt32>
) -> Bool {
    let start = row == 0 ? 0 : ends[row - 1]
    let otherStart = other == 0 ? 0 : ends[other - 1]
    guard ends[row] - start == ends[other] - otherStart else { return false }
    let key = checkedField(start, ends[row], in: keys)
    let otherKey = checkedField(otherStart, ends[other], in: keys)
    return sameBytes(keys, key.start, keys, otherKey.start, count: key.count)
}

/// `contentHash` of every cell.
package func keyHashes(_ keys: IdentifierColumn) -> [UInt64] {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(keys.count)
    let bytes = keys.bytes.span
    let ends = keys.ends.span
    var start: UInt32 = 0
    for row in ends.indices {
        let key = checkedField(start, ends[row], in: bytes)
        hashes.append(fieldHash(bytes, key.start, key.count))
        start = ends[row]
    }
    return hashes
}
