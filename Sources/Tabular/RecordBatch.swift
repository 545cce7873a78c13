/// Records as a reader yields them: one byte buffer, and where each wanted field lies in it.
///
/// This is the one currency between readers and the rest. No `String` is made for a field and no
/// dictionary for a record: a stage that types a column walks `fields[column]` over `bytes`.
/// Field bytes are valid UTF-8, unquoted, unescaped, not trimmed.
package struct RecordBatch: Sendable {
    /// The bounds that mark a field which the record does not have (ragged record, absent element).
    package static let absent = UInt32.max

    /// The text of all fields; bytes between fields mean nothing.
    package var bytes: [UInt8] = []
    /// Bounds of each wanted column, in the order in which the reader was asked for them.
    package var fields: [FieldBounds]
    /// Byte offset at which each record begins, in the file as decompressed (before transcoding).
    package var offsets: [Int] = []
    /// Byte length of each record in the file as decompressed, its line end included.
    package var lengths: [Int] = []
    /// Number of the first record of the batch; the first record after the header is 1.
    package var firstRecord = 1
    /// For a child table (the steps of a case): index of the parent record in the parent's batch.
    package var parents: [UInt32] = []
    /// What is wrong with single records of this batch, in order of place.
    package var faults: [RecordFault] = []

    /// An empty batch for so many wanted columns.
    package init(columns: Int) {
        fields = Array(repeating: FieldBounds(), count: columns)
    }

    /// Number of records.
    package var count: Int { offsets.count }

    /// Makes it an empty batch for so many wanted columns, whatever it was for.
    package mutating func restart(columns: Int) {
        if fields.count > columns { fields.removeLast(fields.count - columns) }
        while fields.count < columns { fields.append(FieldBounds()) }
        removeAllButBytes()
    }

    /// Empties the batch and keeps its memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        removeAllButBytes()
    }

    /// Empties the batch but leaves its bytes for a reader to overwrite: zeroing them would cost.
    mutating func removeAllButBytes() {
        for column in fields.indices { fields[column].removeAll() }
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        parents.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
    }
}

/// Where one column's field begins and ends in every record of a batch.
///
/// Both are `RecordBatch.absent` where the record lacks the field.
package struct FieldBounds: Sendable {
    /// Index in `bytes` of the first byte, a record each.
    package var starts: [UInt32] = []
    /// Index in `bytes` behind the last byte, a record each.
    package var ends: [UInt32] = []

    /// No bounds yet.
    package init() {}

    /// Empties the bounds and keeps their memory.
    package mutating func removeAll() {
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }
}

/// One thing that is wrong with one record; the file as a whole can still be read.
package struct RecordFault: Sendable, Equatable {
    /// What can be wrong with a record.
    package enum Kind: Sendable, Equatable {
        /// A byte sequence that is not UTF-8.
        case invalidUTF8
        /// A NUL byte.
        case nulByte
        /// Fewer fields than the header has.
        case tooFewFields(found: Int, expected: Int)
        /// More fields than the header has.
        case tooManyFields(found: Int, expected: Int)
        /// Text behind the closing quote of a field, as in `"a"b`.
        case textAfterQuote
        /// A second occurrence of a field that a record has once; the first one is kept.
        case repeatedField
    }

    /// What is wrong.
    package var kind: Kind
    /// Index of the record in its batch.
    package var record: Int
    /// Index of the wanted column, where one column is at fault.
    package var column: Int?
    /// Byte offset of the fault in the file as decompressed.
    package var offset: Int

    /// A fault at a place.
    package init(kind: Kind, record: Int, column: Int?, offset: Int) {
        self.kind = kind
        self.record = record
        self.column = column
        self.offset = offset
    }
}

/// Something that yields the records of one file, a batch at a time.
package protocol RecordReader: ~Copyable {
    /// Fills the batch (emptied first) with the next records and each child batch with theirs.
    ///
    /// Returns false when the file is at its end and the batch is empty.
    mutating func next(
        into batch: inout RecordBatch, children: inout [RecordBatch]
    ) throws(TabularError) -> Bool
}
