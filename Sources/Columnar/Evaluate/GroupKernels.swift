// The loops that spread the cells of a block over groups. `rows` are offsets within the block.
// A code beyond the groups, null among them, goes to the entry behind them. Counts and sums cannot
// overflow: there are fewer than 2^32 rows, and sums have 128 bits.
// Measured: 0.4 ns a row for counts of 600 groups, 0.6 ns to select.

/// Writes the rows whose flag is true, gives their number.
///
/// Eight flags at a time: often none of them is true, or all are.
func select(_ flags: Span<UInt8>, into rows: inout MutableSpan<UInt32>) -> Int {
    let size = min(flags.count, rows.count)
    var count = 0
    var index = 0
    while index + 8 <= size {
        let truths = word(flags, at: index) & 0x0202_0202_0202_0202
        if truths != 0 {
            // Written always and kept only if true: no branch to foretell.
            for offset in 0..<8 {
                rows[count] = UInt32(truncatingIfNeeded: index &+ offset)
                count &+= Int(truncatingIfNeeded: truths >> UInt64(8 * offset + 1) & 1)
            }
        }
        index += 8
    }
    while index < size {
        rows[count] = UInt32(truncatingIfNeeded: index)
        count &+= Int(flags[index] >> 1)
        index += 1
    }
    return count
}

/// Writes those of the rows whose flag is true, gives their number.
func select(
    _ flags: Span<UInt8>, among rows: Span<UInt32>, into kept: inout MutableSpan<UInt32>
) -> Int {
    var count = 0
    for index in 0..<min(rows.count, kept.count) {
        let row = rows[index]
        kept[count] = row
        count &+= Int(flags[Int(row)] >> 1)
    }
    return count
}

/// Writes those of the rows whose cell is not null, gives their number.
func selectPresent(
    _ cells: Span<Int64>, among rows: Span<UInt32>, into kept: inout MutableSpan<UInt32>
) -> Int {
    var count = 0
    for index in 0..<min(rows.count, kept.count) {
        let row = rows[index]
        kept[count] = row
        count &+= cells[Int(row)] == missing ? 0 : 1
    }
    return count
}

/// Where a grouping's groups lie in an accumulator.
struct GroupRange {
    let offset: Int
    let count: Int
    /// Whether all rows are in the one group.
    let isWhole: Bool

    /// The range of so many groups; nil: of the whole.
    init(count: Int?, offset: Int = 0) {
        self.offset = offset
        self.count = count ?? 1
        isWhole = count == nil
    }

    /// The entry of a code.
    @inline(__always)
    func index(_ code: UInt32) -> Int {
        offset &+ min(Int(code), count)
    }

    /// The rows whose codes are read: none where all are in the one group.
    @inline(__always)
    func range(_ rows: Range<Int>) -> Range<Int> {
        isWhole ? 0..<0 : rows
    }
}

/// Adds one for each row.
func count(
    _ rows: Span<UInt32>, _ codes: Span<UInt32>, _ groups: GroupRange,
    into counts: inout MutableSpan<Int64>
) {
    if groups.isWhole {
        counts[groups.offset] &+= Int64(rows.count)
        return
    }
    for index in 0..<rows.count {
        counts[groups.index(codes[Int(rows[index])])] &+= 1
    }
}

/// Adds the cell of each row; none of them is null.
func sum(
    _ cells: Span<Int64>, _ rows: Span<UInt32>, _ codes: Span<UInt32>, _ groups: GroupRange,
    into sums: inout MutableSpan<Int128>
) {
    if groups.isWhole {
        // In a register: one group's sum in memory would wait for itself at every row.
        var total: Int128 = 0
        for index in 0..<rows.count { total &+= Int128(cells[Int(rows[index])]) }
        sums[groups.offset] &+= total
        return
    }
    for index in 0..<rows.count {
        let row = Int(rows[index])
        sums[groups.index(codes[row])] &+= Int128(cells[row])
    }
}

/// Keeps the least cell; none of them is null.
func least(
    _ cells: Span<Int64>, _ rows: Span<UInt32>, _ codes: Span<UInt32>, _ groups: GroupRange,
    into extremes: inout MutableSpan<Int64>
) {
    for index in 0..<rows.count {
        let row = Int(rows[index])
        let group = groups.isWhole ? groups.offset : groups.index(codes[row])
        extremes[group] = lesser(extremes[group], cells[row])
    }
}

/// Keeps the greatest cell; null is the least of all.
func greatest(
    _ cells: Span<Int64>, _ rows: Span<UInt32>, _ codes: Span<UInt32>, _ groups: GroupRange,
    into extremes: inout MutableSpan<Int64>
) {
    for index in 0..<rows.count {
        let row = Int(rows[index])
        let group = groups.isWhole ? groups.offset : groups.index(codes[row])
        extremes[group] = max(extremes[group], cells[row])
    }
}
