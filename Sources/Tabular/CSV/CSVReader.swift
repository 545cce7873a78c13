/// Reads the records of a file of separated values: RFC 4180 and what exports really hold.
///
/// Line ends may be LF, CR or CRLF, mixed; the last may be missing. Blank lines are no records (so
/// a file of one column cannot say "empty" by a blank line, it must quote). A quote within an
/// unquoted field is plain text. A record with a fault is yielded with its fault; a field that is
/// at fault is absent, never repaired. Records before the place of an error are yielded before it
/// is thrown.
package struct CSVReader: RecordReader, ~Copyable {
    /// Bytes of text in one batch, where the caller names no other number.
    package static let defaultBatchBytes = 512 << 10
    /// Names of the file's columns; empty where the dialect has no header.
    package let header: [String]
    /// Fields that a record should have: those of the header, else of the first record.
    package internal(set) var columnCount: Int?

    var blocks: TextBlocks
    var scan: RecordScan
    var wanted: [Int]?
    var recordNumber = 1
    private let batchBytes: Int
    /// Memory that the header was read in.
    private var headerBlock: [UInt8] = []
    /// Batches that were asked for so far.
    private var batches = 0

    /// Opens a file and reads its header; `scratch` is memory of a reader that is done.
    package init(
        source: consuming FileBytes, dialect: CSVDialect, encoding: TextEncoding = .utf8,
        limits: ReadLimits = ReadLimits(), batchBytes: Int = CSVReader.defaultBatchBytes,
        scratch: consuming CSVScratch = CSVScratch()
    ) throws(TabularError) {
        var blocks = TextBlocks(
            try TextBytes(source, encoding: encoding), carryingIn: &scratch.carry)
        var scan = RecordScan(dialect: dialect, limits: limits)
        swap(&scan.separators, &scratch.separators)
        swap(&scan.records, &scratch.records)
        header = try scan.readHeader(&blocks, encoding: encoding, block: &scratch.header)
        headerBlock = scratch.header
        columnCount = header.isEmpty ? nil : header.count
        self.blocks = blocks
        self.scan = scan
        self.batchBytes = batchBytes
    }

    /// Opens a part of a plain UTF-8 file that begins with a record at `range.lowerBound`.
    ///
    /// Yields the records that begin within the range. That a record begins there must be proven:
    /// the reader of the part before must have ended with `position == range.lowerBound`.
    package init(
        path: String, range: Range<Int>, header: [String], columnCount: Int?, dialect: CSVDialect,
        limits: ReadLimits = ReadLimits(), batchBytes: Int = CSVReader.defaultBatchBytes
    ) throws(TabularError) {
        let file = try FileBytes(path: path, range: range.lowerBound..<Int.max)
        let text = TextBytes(continuing: file, from: range.lowerBound)
        blocks = TextBlocks(text, stop: range.upperBound)
        scan = RecordScan(dialect: dialect, limits: limits)
        self.header = header
        self.columnCount = columnCount
        self.batchBytes = batchBytes
    }

    /// Gives the memory away when all is read.
    package mutating func takeScratch() -> CSVScratch {
        var scratch = CSVScratch()
        swap(&scratch.separators, &scan.separators)
        swap(&scratch.records, &scan.records)
        swap(&scratch.header, &headerBlock)
        scratch.carry = blocks.takeCarry()
        return scratch
    }

    /// Offset of the first record that was not yielded; the end of the file after the last one.
    package var position: Int { blocks.offset }

    /// Names the file's columns whose bounds batches shall hold, in this order; else it is all.
    ///
    /// A column that the file does not have is absent in every record.
    package mutating func select(_ fileColumns: [Int]) { wanted = fileColumns }

    /// Yields only records that begin before this offset.
    package mutating func stop(before offset: Int) { blocks.stop = offset }

    /// Fills the batch with the next records; children are left alone, CSV has none.
    package mutating func next(
        into batch: inout RecordBatch, children: inout [RecordBatch]
    ) throws(TabularError) -> Bool {
        batch.removeAllButBytes()
        batch.firstRecord = recordNumber
        // Small at first: three thousand small files shall not each clear a large buffer. One that
        // is there already may as well be filled.
        let usual = max((32 << 10) << min(batches, 8), batch.bytes.count - TextBlocks.padding)
        var goal = max(min(batchBytes, usual), 64)
        batches += 1
        while true {
            if blocks.isBehindStop { return false }
            if let failure = blocks.failure { throw failure }
            if blocks.isAtEnd { return false }
            let filled = blocks.fill(&batch.bytes, goal: goal)
            var tail = scan.scan(batch.bytes, to: filled, of: &blocks)
            describeRecords(&batch, &tail)
            blocks.keep(batch.bytes, tail.start..<filled)
            if batch.count > 0 {
                writeBounds(&batch)
                recordNumber += batch.count
                return true
            }
            // Not one record ended in the block: a longer block, within the limits checked.
            goal = max(goal, 2 * blocks.carry.count)
        }
    }
}
