/// Rows of one table that belong to a record still being read.
///
/// A record is added to its batch only when its end has been seen, together with its children, so
/// that a batch never holds half a record and a broken file leaves none behind.
struct StagedRows {
    let columns: Int
    /// Text of the fields.
    var bytes: [UInt8] = []
    /// Start and end in `bytes` of each field, row by row.
    var bounds: [UInt32] = []
    /// Offset of each row's element in the file.
    var offsets: [Int] = []
    /// Length of each row's element in the file.
    var lengths: [Int] = []
    /// What is wrong with these rows.
    var faults: [RecordFault] = []

    /// No rows.
    init(columns: Int) { self.columns = columns }

    /// Forgets all rows and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        bounds.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
    }

    /// Begins a row with all fields absent.
    mutating func beginRow(at offset: Int) {
        for _ in 0..<2 * columns { bounds.append(RecordBatch.absent) }
        offsets.append(offset)
        lengths.append(0)
    }

    /// The row begun last already has this field.
    func hasField(_ slot: Int) -> Bool { bounds[field(slot)] != RecordBatch.absent }

    /// Gives the row begun last the text of a field, white space at both ends taken off.
    @inline(__always)
    mutating func setField(_ slot: Int, to text: Span<UInt8>) {
        var from = 0
        var to = text.count
        while from < to && isWhiteSpace(text[from]) { from += 1 }
        while to > from && isWhiteSpace(text[to - 1]) { to -= 1 }
        let start = bytes.count
        bytes.append(copying: text.extracting(from..<to))
        bounds[field(slot)] = UInt32(truncatingIfNeeded: start)
        bounds[field(slot) + 1] = UInt32(truncatingIfNeeded: bytes.count)
    }

    /// Notes that the row begun last has this field a second time; once a field is enough.
    mutating func noteRepeated(_ slot: Int, at offset: Int) {
        let row = offsets.count - 1
        if faults.contains(where: { $0.record == row && $0.column == slot }) { return }
        faults.append(
            RecordFault(kind: .repeatedField, record: row, column: slot, offset: offset))
    }

    /// Moves all rows to the end of a batch; for children, `parent` is their record's index there.
    mutating func move(to batch: inout RecordBatch, parent: Int?) {
        let base = UInt32(batch.bytes.count)
        let firstRow = batch.count
        batch.bytes.append(contentsOf: bytes)
        for row in offsets.indices {
            for slot in 0..<columns {
                let at = 2 * (row * columns + slot)
                let isAbsent = bounds[at] == RecordBatch.absent
                batch.fields[slot].starts.append(isAbsent ? bounds[at] : base + bounds[at])
                batch.fields[slot].ends.append(isAbsent ? bounds[at] : base + bounds[at + 1])
            }
            if let parent { batch.parents.append(UInt32(parent)) }
        }
        batch.offsets.append(contentsOf: offsets)
        batch.lengths.append(contentsOf: lengths)
        for var fault in faults {
            fault.record += firstRow
            batch.faults.append(fault)
        }
        removeAll()
    }

    private func field(_ slot: Int) -> Int { bounds.count - 2 * columns + 2 * slot }
}

@inline(__always)
func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
}
