// The loops over the cells of a block. Plain functions over spans, so that the compiler sees
// nothing but arithmetic: flags are 0 false, 1 unknown, 2 true, and no loop branches on a cell.
// Measured on 4096 cells: comparisons 0.7 to 1.0 ns a cell, logic 0.03, look-up 0.6.

/// Flags of `left < right`, unknown where either is null.
func less(_ left: Span<Int64>, _ right: Span<Int64>, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, right.count, flags.count) {
        let (x, y) = (left[index], right[index])
        let null: UInt8 = (x == missing ? 1 : 0) | (y == missing ? 1 : 0)
        flags[index] = ((x < y ? 2 : 0) & (null &- 1)) | null
    }
}

/// Flags of `left <= right`, unknown where either is null.
func lessOrEqual(_ left: Span<Int64>, _ right: Span<Int64>, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, right.count, flags.count) {
        let (x, y) = (left[index], right[index])
        let null: UInt8 = (x == missing ? 1 : 0) | (y == missing ? 1 : 0)
        flags[index] = ((x <= y ? 2 : 0) & (null &- 1)) | null
    }
}

/// Flags of `left = right`, unknown where either is null.
func equal(_ left: Span<Int64>, _ right: Span<Int64>, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, right.count, flags.count) {
        let (x, y) = (left[index], right[index])
        let null: UInt8 = (x == missing ? 1 : 0) | (y == missing ? 1 : 0)
        flags[index] = ((x == y ? 2 : 0) & (null &- 1)) | null
    }
}

/// Flags of `left < limit`, unknown where the left is null; the limit is not null.
func less(_ left: Span<Int64>, _ limit: Int64, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, flags.count) {
        // Null is less than every limit: 2 - 1 makes it unknown.
        flags[index] = (left[index] < limit ? 2 : 0) &- (left[index] == missing ? 1 : 0)
    }
}

/// Flags of `left <= limit`, unknown where the left is null; the limit is not null.
func lessOrEqual(_ left: Span<Int64>, _ limit: Int64, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, flags.count) {
        flags[index] = (left[index] <= limit ? 2 : 0) &- (left[index] == missing ? 1 : 0)
    }
}

/// Flags of `left = value`, unknown where the left is null; the value is not null.
func equal(_ left: Span<Int64>, _ value: Int64, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, flags.count) {
        flags[index] = (left[index] == value ? 2 : 0) | (left[index] == missing ? 1 : 0)
    }
}

/// Flags of null tests: never unknown.
func isNull(_ cells: Span<Int64>, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(cells.count, flags.count) {
        flags[index] = cells[index] == missing ? 2 : 0
    }
}

/// Copies flags.
func copy(_ flags: Span<UInt8>, into result: inout MutableSpan<UInt8>) {
    for index in 0..<min(flags.count, result.count) { result[index] = flags[index] }
}

/// The three-valued AND with what is there.
func and(_ flags: Span<UInt8>, into result: inout MutableSpan<UInt8>) {
    for index in 0..<min(flags.count, result.count) {
        result[index] = min(result[index], flags[index])
    }
}

/// The three-valued OR with what is there.
func or(_ flags: Span<UInt8>, into result: inout MutableSpan<UInt8>) {
    for index in 0..<min(flags.count, result.count) {
        result[index] = max(result[index], flags[index])
    }
}

/// The three-valued NOT of what is there.
func not(_ flags: inout MutableSpan<UInt8>) {
    for index in 0..<flags.count { flags[index] = 2 &- flags[index] }
}

/// The entry of each code; the last entry is that of null.
func lookUp<Entry>(
    _ codes: Span<UInt32>, in entries: Span<Entry>, into result: inout MutableSpan<Entry>
) {
    guard let last = UInt32(exactly: entries.count - 1) else { return }
    for index in 0..<min(codes.count, result.count) {
        result[index] = entries[Int(min(codes[index], last))]
    }
}

/// The entry of each rank; unknown where null.
func lookUp(
    _ ranks: Span<Int64>, in truths: Span<UInt8>, into flags: inout MutableSpan<UInt8>
) {
    for index in 0..<min(ranks.count, flags.count) {
        flags[index] = ranks[index] == missing ? 1 : truths[Int(ranks[index])]
    }
}

/// Codes as numbers.
func widen(_ codes: Span<UInt32>, into cells: inout MutableSpan<Int64>) {
    for index in 0..<min(codes.count, cells.count) {
        cells[index] = codes[index] == missingCode ? missing : Int64(codes[index])
    }
}

/// Flags as numbers: 0, 1 or null.
func widen(_ flags: Span<UInt8>, into cells: inout MutableSpan<Int64>) {
    for index in 0..<min(flags.count, cells.count) {
        cells[index] = flags[index] == 1 ? missing : Int64(flags[index] >> 1)
    }
}

/// Numbers 0, 1 or null as flags.
func narrow(_ cells: Span<Int64>, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(flags.count, cells.count) {
        flags[index] = cells[index] == missing ? 1 : (cells[index] == 0 ? 0 : 2)
    }
}

/// Fills null cells from another column.
func fillNulls(_ cells: Span<Int64>, into result: inout MutableSpan<Int64>) {
    for index in 0..<min(cells.count, result.count) {
        result[index] = result[index] == missing ? cells[index] : result[index]
    }
}

/// Takes cells where the flag is true.
func take(
    _ cells: Span<Int64>, where flags: Span<UInt8>, into result: inout MutableSpan<Int64>
) {
    for index in 0..<min(cells.count, flags.count, result.count) {
        result[index] = flags[index] == 2 ? cells[index] : result[index]
    }
}
