/// Rows of a block, as offsets, in order; its memory is used again for every block.
struct RowList {
    private var rows = [UInt32](repeating: 0, count: TableZones.blockLength)
    private(set) var count = 0

    /// The rows as they are; a copy that shares their memory.
    var offsets: ArraySlice<UInt32> { rows[..<count] }

    /// Calls with the rows.
    @inline(__always)
    func withRows(_ body: (Span<UInt32>) -> Void) {
        body(rows.span.extracting(0..<count))
    }

    /// Takes all rows of a block.
    mutating func takeAll(_ rowCount: Int) {
        var out = rows.mutableSpan
        for index in 0..<rowCount { out[index] = UInt32(truncatingIfNeeded: index) }
        count = rowCount
    }

    /// Takes no row.
    mutating func takeNone() { count = 0 }

    /// Takes one row more, behind those taken.
    mutating func append(_ row: UInt32) {
        rows[count] = row
        count += 1
    }

    /// Takes the rows whose flag is true.
    mutating func take(where flags: Span<UInt8>) {
        var out = rows.mutableSpan
        count = select(flags, into: &out)
    }

    /// Takes those of other rows whose flag is true.
    mutating func take(_ others: RowList, where flags: Span<UInt8>) {
        var out = rows.mutableSpan
        count = select(flags, among: others.rows.span.extracting(0..<others.count), into: &out)
    }

    /// Takes those of other rows whose cell is not null.
    mutating func take(_ others: RowList, present cells: Span<Int64>) {
        var out = rows.mutableSpan
        let among = others.rows.span
        count = selectPresent(cells, among: among.extracting(0..<others.count), into: &out)
    }
}
