/// Places in the order of their keys: sorted once, then walked once for every grouping.
///
/// A walk over all places in order, with a counter for each group, finds what sorting each group
/// by itself would find. Key and place are packed into one integer and sorted by radix, 11 bits a
/// pass; keys beyond 32 bits (68 years of seconds, twice) are first replaced by their ranks.
struct KeyedRows {
    /// Key or rank in the upper half, place in the lower.
    let packed: [UInt64]
    /// The keys by rank; empty where the keys themselves are packed.
    private let ranked: [UInt64]

    /// The keys in order, each with its index.
    init(_ keys: [UInt64]) {
        precondition(keys.count <= Int(UInt32.max))
        var packed = [UInt64](repeating: 0, count: keys.count)
        var greatest = keys.max() ?? 0
        if greatest <= UInt64(UInt32.max) {
            ranked = []
            for index in packed.indices { packed[index] = keys[index] << 32 | UInt64(index) }
        } else {
            var ranks: [UInt64] = []
            for index in keys.indices.sorted(by: { keys[$0] < keys[$1] }) {
                if ranks.last != keys[index] { ranks.append(keys[index]) }
                packed[index] = UInt64(ranks.count - 1) << 32 | UInt64(index)
            }
            greatest = UInt64(max(ranks.count, 1) - 1)
            ranked = ranks
        }
        if packed.count < 512 {
            packed.sort()
        } else {
            radixSort(&packed, greatest: greatest)
        }
        self.packed = packed
    }

    /// Whether the key of an entry of `packed` is odd.
    @inline(__always)
    func isOdd(_ entry: UInt64) -> Bool {
        (ranked.isEmpty ? entry >> 32 : ranked[Int(entry >> 32)]) & 1 == 1
    }

    /// The key of an entry of `packed`.
    func key(_ entry: UInt64) -> UInt64 {
        ranked.isEmpty ? entry >> 32 : ranked[Int(entry >> 32)]
    }
}

/// Sorts entries by their upper halves; equal ones keep their order.
package func sortByUpperHalf(_ packed: inout [UInt64]) {
    radixSort(&packed, greatest: (packed.max() ?? 0) >> 32)
}

private func radixSort(_ packed: inout [UInt64], greatest: UInt64) {
    let bits: UInt64 = 11
    var spare = [UInt64](repeating: 0, count: packed.count)
    var shift: UInt64 = 0
    while greatest >> shift > 0 {
        radixPass(packed.span, shift: 32 + shift, mask: 1 << bits - 1, into: &spare)
        swap(&packed, &spare)
        shift += bits
    }
}

private func radixPass(
    _ source: Span<UInt64>, shift: UInt64, mask: UInt64, into result: inout [UInt64]
) {
    var starts = [Int](repeating: 0, count: Int(mask) + 1)
    for index in 0..<source.count { starts[Int(source[index] >> shift & mask)] &+= 1 }
    var total = 0
    for digit in starts.indices {
        let count = starts[digit]
        starts[digit] = total
        total += count
    }
    var out = result.mutableSpan
    var next = starts.mutableSpan
    for index in 0..<source.count {
        let entry = source[index]
        let digit = Int(entry >> shift & mask)
        out[next[digit]] = entry
        next[digit] &+= 1
    }
}
