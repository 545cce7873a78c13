/// A column of identifiers would exceed 4 GiB, what its 32-bit bounds can address.
package struct IdentifierOverflow: Error, Sendable, Equatable {
    /// Bytes that the column would have held.
    package let bytes: Int
}

extension IdentifierColumn {
    /// Appends one cell a record without surrounding ASCII white space, empty where it is absent.
    ///
    /// The column is unchanged if it throws. Bounds are those of `RecordBatch`.
    package mutating func append(
        _ bytes: Span<UInt8>, starts: Span<UInt32>, ends: Span<UInt32>
    ) throws(IdentifierOverflow) {
        precondition(starts.count == ends.count)
        let base = self.bytes.count
        var added = 0
        for record in 0..<starts.count { added += Int(ends[record]) - Int(starts[record]) }
        guard base + added <= Int(UInt32.max) else {
            throw IdentifierOverflow(bytes: base + added)
        }
        appendFields(bytes, starts: starts, ends: ends, length: added, to: &self.bytes, &self.ends)
    }

    /// Appends all cells of another column; unchanged if it throws.
    package mutating func append(_ other: IdentifierColumn) throws(IdentifierOverflow) {
        let base = bytes.count
        guard base + other.bytes.count <= Int(UInt32.max) else {
            throw IdentifierOverflow(bytes: base + other.bytes.count)
        }
        bytes.append(contentsOf: other.bytes)
        let firstCell = ends.count
        ends.append(contentsOf: other.ends)
        var cellEnds = ends.mutableSpan
        for cell in firstCell..<cellEnds.count { cellEnds[cell] += UInt32(base) }
    }
}

private func appendFields(
    _ bytes: Span<UInt8>, starts: Span<UInt32>, ends: Span<UInt32>, length: Int,
    to cellBytes: inout [UInt8], _ cellEnds: inout [UInt32]
) {
    let base = cellEnds.count
    var end = cellBytes.count
    cellBytes.append(contentsOf: repeatElement(0, count: length + copySlack))
    cellEnds.append(contentsOf: repeatElement(0, count: starts.count))
    var target = cellBytes.mutableSpan
    var targetEnds = cellEnds.mutableSpan
    for record in 0..<starts.count {
        if starts[record] != ends[record] {
            let field = trimmed(bytes, starts[record], ends[record])
            copy(bytes, field.start, field.count, to: &target, at: end)
            end += field.count
        }
        targetEnds[base + record] = UInt32(truncatingIfNeeded: end)
    }
    cellBytes.removeLast(cellBytes.count - end)
}

/// Room behind the last cell into which the copying of whole words may run over.
private let copySlack = 32

/// Copies a checked field, most of them as four words whatever their length.
///
/// Short fields are copied with what stands behind them; the next field overwrites that, or the
/// end of the batch does. The target has room for all fields of the batch and `copySlack` bytes.
@inline(__always)
private func copy(
    _ bytes: Span<UInt8>, _ start: Int, _ count: Int, to target: inout MutableSpan<UInt8>,
    at end: Int
) {
    precondition(end + count + copySlack <= target.count)
    if count <= 32, start + 32 <= bytes.count {
        store(word(bytes, at: start), in: &target, at: end)
        store(word(bytes, at: start + 8), in: &target, at: end + 8)
        store(word(bytes, at: start + 16), in: &target, at: end + 16)
        store(word(bytes, at: start + 24), in: &target, at: end + 24)
    } else {
        for offset in 0..<count { target[end + offset] = bytes[start + offset] }
    }
}

/// The bounds of a field between surrounding white space, checked against the batch.
@inline(__always)
private func trimmed(
    _ bytes: Span<UInt8>, _ start: UInt32, _ end: UInt32
) -> (start: Int, count: Int) {
    let field = checkedField(start, end, in: bytes)
    // The field is not empty, so both its ends are bytes of the batch.
    let first = byte(bytes, at: field.start)
    let last = byte(bytes, at: field.start + field.count - 1)
    guard isBlank(first) || isBlank(last) else { return field }
    let inner = trimmed(bytes, field.start, field.start + field.count)
    return (inner.lowerBound, inner.count)
}
