/// Rows with the same key, found by hashing in partitions and comparing bytes.
///
/// Key bytes are read only where hashes agree, that is for true repetitions. Rows of a partition
/// stay in order, hence "first" is well defined and independent of the hash.
struct KeyGroups {
    /// The first row with the same key, for each row; itself where the key is new or empty.
    let leader: [UInt32]
    /// Every row that is not its own leader; rows of one key in ascending order.
    let followers: [UInt32]

    init(keys: IdentifierColumn, hashes: [UInt64]) {
        precondition(hashes.count == keys.count)
        var leader = Array(0..<UInt32(keys.count))
        var followers: [UInt32] = []
        HashPartitions(of: [marked(hashes, ends: keys.ends.span)]).forEach { entries, slots in
            group(
                entries, keys: keys.bytes.span, ends: keys.ends.span, slots: &slots,
                leader: &leader, followers: &followers)
        }
        self.leader = leader
        self.followers = followers
    }
}

/// The hashes, 0 where the key is empty and nowhere else.
private func marked(_ hashes: [UInt64], ends: Span<UInt32>) -> [UInt64] {
    var marked = hashes
    var out = marked.mutableSpan
    var previous: UInt32 = 0
    for row in ends.indices {
        if ends[row] == previous { out[row] = 0 } else if out[row] == 0 { out[row] = 1 }
        previous = ends[row]
    }
    return marked
}

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
            if (other ^ entry) & HashPartitions.upperHalf == 0 {
                let row = Int(truncatingIfNeeded: entry & ~HashPartitions.upperHalf)
                let first = Int(truncatingIfNeeded: other & ~HashPartitions.upperHalf)
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
