/// A column of identifiers would exceed 4 GiB, what its 32-bit bounds can address.
package struct IdentifierOverflow: Error, Sendable, Equatable {
    /// Bytes that the column would have held.
    package let bytes: Int

    /// So many bytes would have been too many.
    package init(bytes: Int) {
        self.bytes = bytes
    }
}

extension IdentifierColumn {
    /// Appends one cell a record without surrounding ASCII white space, empty where it is absent.
    ///
    /// The column is unchanged if it throws. Bounds are those of `RecordBatch`.
    package mutating func append(
        _ bytes: Span<UInt8>, starts: Span<UInt32>, ends: Span<UInt32>
    ) throws(IdentifierOverflow) {
        precondition(starts.count == ends.count)
        var total = self.bytes.count
        for record in 0..<starts.count { total += Int(ends[record]) - Int(starts[record]) }
        guard total <= Int(UInt32.max) else { throw IdentifierOverflow(bytes: total) }
        for record in 0..<starts.count {
            let field = trimmed(bytes, fieldOf: record, starts, ends)
            for index in field { self.bytes.append(bytes[index]) }
            self.ends.append(UInt32(self.bytes.count))
        }
    }

    /// Appends all cells of another column; unchanged if it throws.
    package mutating func append(_ other: IdentifierColumn) throws(IdentifierOverflow) {
        let base = bytes.count
        guard base + other.bytes.count <= Int(UInt32.max) else {
            throw IdentifierOverflow(bytes: base + other.bytes.count)
        }
        bytes.append(contentsOf: other.bytes)
        ends.reserveCapacity(ends.count + other.ends.count)
        for end in other.ends { ends.append(UInt32(base) + end) }
    }
}
