/// Rows in the order of a key: sorted once, then walked once for every grouping.
///
/// A walk over all rows in order, with a counter for each group, finds what sorting each group by
/// itself would find. Keys of up to 32 bits (68 years of seconds, twice) are packed with their row
/// into one integer and sorted by radix, 11 bits a pass.
struct KeyedRows {
    private(set) var keys: [UInt64]
    private(set) var rows: [UInt32]

    init(_ keys: [UInt64], _ rows: [UInt32]) {
        guard let greatest = keys.max(), greatest <= UInt64(UInt32.max) else {
            let order = keys.indices.sorted { (keys[$0], rows[$0]) < (keys[$1], rows[$1]) }
            self.keys = order.map { keys[$0] }
            self.rows = order.map { rows[$0] }
            return
        }
        var packed = zip(keys, rows).map { $0 << 32 | UInt64($1) }
        if packed.count < 512 {
            packed.sort()
        } else {
            radixSort(&packed, greatest: greatest)
        }
        self.keys = packed.map { $0 >> 32 }
        self.rows = packed.map { UInt32(truncatingIfNeeded: $0) }
    }
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
    for index in 0..<source.count { starts[Int(source[index] >> shift & mask)] += 1 }
    var total = 0
    for digit in starts.indices {
        let count = starts[digit]
        starts[digit] = total
        total += count
    }
    var out = result.mutableSpan
    for index in 0..<source.count {
        let digit = Int(source[index] >> shift & mask)
        out[starts[digit]] = source[index]
        starts[digit] += 1
    }
}
