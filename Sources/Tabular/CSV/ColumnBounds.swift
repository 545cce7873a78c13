/// Writes where one column's field begins and ends in every record, quotes not yet taken off.
///
/// All are absent for no column. Column by column, so that each loop has two inputs, two outputs
/// and no decision in it.
func fillBounds(
    _ bounds: inout FieldBounds, column: Int?, _ records: RecordIndex,
    _ separators: SeparatorIndex
) {
    fill(&bounds.starts, &bounds.ends, column, records, separators)
}

private func fill(
    _ startBounds: inout [UInt32], _ endBounds: inout [UInt32], _ column: Int?,
    _ records: RecordIndex, _ separators: SeparatorIndex
) {
    let count = records.count
    startBounds.append(contentsOf: repeatElement(RecordBatch.absent, count: count))
    endBounds.append(contentsOf: repeatElement(RecordBatch.absent, count: count))
    guard let column else { return }
    let positions = separators.positions.span
    let firsts = records.firsts.span
    let lasts = records.lasts.span
    let begins = records.starts.span
    var starts = startBounds.mutableSpan
    var ends = endBounds.mutableSpan
    let isRectangular = records.isRectangular
    for record in 0..<count {
        let separator = Int(firsts[record]) + column
        if !isRectangular && separator > Int(lasts[record]) { continue }
        starts[record] = column == 0 ? begins[record] : positions[separator - 1] + 1
        ends[record] = positions[separator]
    }
}

/// Takes the quotes off the fields of one column and makes doubled quotes single, in place.
func unquote(
    _ bounds: inout FieldBounds, in bytes: inout [UInt8], quote: UInt8, hasDoubledQuotes: Bool
) {
    for record in bounds.starts.indices {
        unquote(&bounds, record, in: &bytes, quote: quote, hasDoubledQuotes: hasDoubledQuotes)
    }
}

/// Takes the quotes off one field.
@inline(__always)
private func unquote(
    _ bounds: inout FieldBounds, _ record: Int, in bytes: inout [UInt8], quote: UInt8,
    hasDoubledQuotes: Bool
) {
    let start = Int(bounds.starts[record])
    let end = Int(bounds.ends[record])
    // Shorter than two quotes, or absent, where the last field is the line end alone.
    guard bounds.starts[record] != RecordBatch.absent, end - start >= 2, bytes[start] == quote
    else { return }
    bounds.starts[record] += 1
    bounds.ends[record] -= 1
    if hasDoubledQuotes {
        let length = collapseDoubledQuotes(&bytes, start + 1..<end - 1, quote)
        bounds.ends[record] = UInt32(start + 1 + length)
    }
}

/// Takes the quotes off the fields that the scan found quoted; `slots` says where in `fields` a
/// column of the file is, -1 for nowhere.
///
/// Where few fields are quoted, as in most exports, this saves looking at each of them.
func unquote(
    _ fields: inout [FieldBounds], slots: [Int], in bytes: inout [UInt8], quote: UInt8,
    _ records: RecordIndex, _ separators: SeparatorIndex
) {
    var record = 0
    for quoted in separators.quotedFields {
        while record < records.count && records.lasts[record] < quoted { record += 1 }
        guard record < records.count else { return }
        let column = Int(quoted) - Int(records.firsts[record])
        guard column >= 0, column < slots.count, slots[column] >= 0 else { continue }
        unquote(
            &fields[slots[column]], record, in: &bytes, quote: quote,
            hasDoubledQuotes: separators.hasDoubledQuotes)
    }
}

/// Makes doubled quotes single within the range; returns the new length.
private func collapseDoubledQuotes(
    _ bytes: inout [UInt8], _ range: Range<Int>, _ quote: UInt8
) -> Int {
    var from = bytes.span.find(quote, from: range.lowerBound, to: range.upperBound)
    if from == range.upperBound { return range.count }
    var to = from
    while from < range.upperBound {
        bytes[to] = bytes[from]
        to += 1
        from += bytes[from] == quote ? 2 : 1
    }
    return to - range.lowerBound
}
