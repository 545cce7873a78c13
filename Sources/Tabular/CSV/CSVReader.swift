/// Reads the records of a file of separated values: RFC 4180 and what exports really hold.
///
/// Line ends may be LF, CR or CRLF, mixed; the last may be missing. Blank lines are no records (so a
/// file of one column cannot say "empty" by a blank line, it must quote). A quote within an unquoted
/// field is plain text. A record with a fault is yielded with its fault; a field that is at fault is
/// absent, never repaired. Records before the place of an error are yielded before it is thrown.
package struct CSVReader: RecordReader, ~Copyable {
    /// Bytes of text in one batch, where the caller names no other number.
    package static let defaultBatchBytes = 512 << 10
    /// Readable bytes behind the text, which the 64-byte blocks need.
    static let padding = 64

    /// Names of the file's columns; empty where the dialect has no header.
    package internal(set) var header: [String] = []
    /// Offset of the first record that was not yielded, exact once `next` has returned false.
    package var position: Int { offset }

    var text: TextBytes
    let dialect: CSVDialect
    let encoding: TextEncoding
    let limits: ReadLimits
    private let batchBytes: Int
    var separators = SeparatorIndex()
    var records = RecordIndex()
    /// Text that was read and belongs to no batch yet, and its offset in the file.
    var carry: [UInt8] = []
    var offset: Int
    var recordNumber = 1
    var columns: Int?
    var wanted: [Int]?
    var stop = Int.max
    var atFileEnd = false
    var failure: TabularError?

    /// Opens a file and reads its header.
    package init(
        source: consuming FileBytes, dialect: CSVDialect, encoding: TextEncoding = .utf8,
        limits: ReadLimits = ReadLimits(), batchBytes: Int = CSVReader.defaultBatchBytes
    ) throws(TabularError) {
        let text = try TextBytes(source, encoding: encoding)
        offset = text.origin
        self.text = text
        self.dialect = dialect
        self.encoding = encoding
        self.limits = limits
        self.batchBytes = batchBytes
        try readHeader()
    }

    /// Opens a part of a plain UTF-8 file that begins with a record at `range.lowerBound`.
    ///
    /// Yields the records that begin within the range. Where the range begins must be proven: the
    /// reader of the part before must have ended with `position == range.lowerBound`.
    package init(
        path: String, range: Range<Int>, header: [String], columns: Int, dialect: CSVDialect,
        limits: ReadLimits = ReadLimits(), batchBytes: Int = CSVReader.defaultBatchBytes
    ) throws(TabularError) {
        let file = try FileBytes(path: path, range: range.lowerBound..<Int.max)
        text = TextBytes(continuing: file, from: range.lowerBound)
        offset = range.lowerBound
        stop = range.upperBound
        self.header = header
        self.columns = columns
        self.dialect = dialect
        self.encoding = .utf8
        self.limits = limits
        self.batchBytes = batchBytes
    }

    /// Fields that a record should have: those of the header, else of the first record.
    package var columnCount: Int? { columns }

    /// Names the file's columns whose bounds batches shall hold, in this order; else it is all.
    package mutating func select(_ fileColumns: [Int]) { wanted = fileColumns }

    /// Yields only records that begin before this offset.
    package mutating func stop(before offset: Int) { stop = offset }

    /// Fills the batch with the next records; children are left alone, CSV has none.
    package mutating func next(
        into batch: inout RecordBatch, children: inout [RecordBatch]
    ) throws(TabularError) -> Bool {
        empty(&batch)
        var goal = max(batchBytes, 64)
        while true {
            if let failure { throw failure }
            if atFileEnd && carry.isEmpty || offset >= stop { return false }
            let filled = fill(&batch.bytes, goal: goal)
            var tail = indexSeparators(
                batch.bytes, to: filled, atFileEnd: atFileEnd, dialect: dialect, into: &separators)
            locateRecords(batch.bytes, &tail)
            describeRecords(&batch, &tail)
            if tail.start < filled && failure == nil {
                checkTail(batch.bytes, tail, filled)
            }
            keep(batch.bytes, tail.start..<filled)
            if records.count > 0 {
                finish(&batch)
                return true
            }
            // Not one record ended in the block: a longer block, within the limits checked above.
            goal = max(goal, 2 * carry.count)
        }
    }
}

extension CSVReader {
    private func empty(_ batch: inout RecordBatch) {
        // The bytes stay: they are overwritten, and zeroing them for each batch would cost.
        var bytes: [UInt8] = []
        swap(&bytes, &batch.bytes)
        batch.removeAll()
        swap(&bytes, &batch.bytes)
        batch.firstRecord = recordNumber
    }

    /// Puts the carried text and what follows it at the beginning of `bytes`; returns how many.
    mutating func fill(_ bytes: inout [UInt8], goal: Int) -> Int {
        let size = max(goal, carry.count + 64)
        if bytes.count < size + Self.padding {
            bytes.append(
                contentsOf: repeatElement(0, count: size + Self.padding - bytes.count))
        }
        for index in carry.indices { bytes[index] = carry[index] }
        var filled = carry.count
        if atFileEnd { return filled }
        // A part reads a little beyond its end, for the record that crosses it.
        let behind = stop == .max ? Int.max : max(stop - offset - filled, 0) + (4 << 10)
        do {
            let count = try text.fill(&bytes, at: filled, upTo: min(size - filled, behind))
            atFileEnd = count == 0
            filled += count
        } catch {
            failure = error
        }
        return filled
    }

    /// Keeps the text that belongs to no batch yet for the next call.
    mutating func keep(_ bytes: borrowing [UInt8], _ range: Range<Int>) {
        offset += text.originalLength(bytes, 0..<range.lowerBound)
        carry.removeAll(keepingCapacity: true)
        carry.reserveCapacity(range.count)
        for index in range { carry.append(bytes[index]) }
    }
}
