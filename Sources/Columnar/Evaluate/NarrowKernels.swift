// The comparisons of `Kernels.swift` on cells of four bytes: of these a processor of any age
// compares four at once, and half as many bytes are read. Null is the least cell.

/// Flags of `left < right`, unknown where either is null.
func less(_ left: Span<Int32>, _ right: Span<Int32>, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, right.count, flags.count) {
        let (x, y) = (left[index], right[index])
        let null: UInt8 = (x == Int32.min ? 1 : 0) | (y == Int32.min ? 1 : 0)
        flags[index] = ((x < y ? 2 : 0) & (null &- 1)) | null
    }
}

/// Flags of `left <= right`, unknown where either is null.
func lessOrEqual(_ left: Span<Int32>, _ right: Span<Int32>, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, right.count, flags.count) {
        let (x, y) = (left[index], right[index])
        let null: UInt8 = (x == Int32.min ? 1 : 0) | (y == Int32.min ? 1 : 0)
        flags[index] = ((x <= y ? 2 : 0) & (null &- 1)) | null
    }
}

/// Flags of `left = right`, unknown where either is null.
func equal(_ left: Span<Int32>, _ right: Span<Int32>, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, right.count, flags.count) {
        let (x, y) = (left[index], right[index])
        let null: UInt8 = (x == Int32.min ? 1 : 0) | (y == Int32.min ? 1 : 0)
        flags[index] = ((x == y ? 2 : 0) & (null &- 1)) | null
    }
}

/// Flags of `left < limit`, unknown where the left is null; the limit is not null.
func less(_ left: Span<Int32>, _ limit: Int32, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, flags.count) {
        // Null is less than every limit: 2 - 1 makes it unknown.
        flags[index] = (left[index] < limit ? 2 : 0) &- (left[index] == Int32.min ? 1 : 0)
    }
}

/// Flags of `left <= limit`, unknown where the left is null; the limit is not null.
func lessOrEqual(_ left: Span<Int32>, _ limit: Int32, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, flags.count) {
        flags[index] = (left[index] <= limit ? 2 : 0) &- (left[index] == Int32.min ? 1 : 0)
    }
}

/// Flags of `left > limit`, unknown where the left is null; the limit is not null.
func greater(_ left: Span<Int32>, _ limit: Int32, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, flags.count) {
        flags[index] = (left[index] > limit ? 2 : 0) | (left[index] == Int32.min ? 1 : 0)
    }
}

/// Flags of `left >= limit`, unknown where the left is null; the limit is not null.
func greaterOrEqual(_ left: Span<Int32>, _ limit: Int32, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, flags.count) {
        flags[index] = (left[index] >= limit ? 2 : 0) | (left[index] == Int32.min ? 1 : 0)
    }
}

/// Flags of `left = value`, unknown where the left is null; the value is not null.
func equal(_ left: Span<Int32>, _ value: Int32, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(left.count, flags.count) {
        flags[index] = (left[index] == value ? 2 : 0) | (left[index] == Int32.min ? 1 : 0)
    }
}

/// Flags of null tests: never unknown.
func isNull(_ cells: Span<Int32>, into flags: inout MutableSpan<UInt8>) {
    for index in 0..<min(cells.count, flags.count) {
        flags[index] = cells[index] == Int32.min ? 2 : 0
    }
}

/// Numbers in four bytes each; false where some do not fit.
func narrow(_ cells: Span<Int64>, into result: inout MutableSpan<Int32>) -> Bool {
    var misfits: UInt64 = 0
    for index in 0..<min(cells.count, result.count) {
        let cell = cells[index]
        let narrow = Int32(truncatingIfNeeded: cell)
        let fits = Int64(narrow) == cell && narrow != Int32.min
        misfits |= fits || cell == missing ? 0 : 1
        result[index] = cell == missing ? Int32.min : narrow
    }
    return misfits == 0
}
