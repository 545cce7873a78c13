/// Reads the records of an XML file: the regular ones by a scan of its own, all others by libxml2.
///
/// Memory is that of one block and one batch, however long the file. Elements and attributes match
/// by local name, whatever their namespace. Text is without white space at both ends. Of a field
/// that occurs twice in a record the first is kept and the record has a fault. A document type
/// declaration is refused, and with it every entity but the predefined ones; nothing is loaded from
/// anywhere. Records before the place of an error are yielded before it is thrown.
package struct XMLReader: RecordReader, ~Copyable {
    /// Bytes of XML that make one batch, where the caller names no other number.
    package static let defaultBatchBytes = 512 << 10

    private var source: FileBytes
    private var records: XMLRecords
    private var scan: XMLScan
    private var blocks = XMLBlocks()
    /// What reads the file once something in it was not regular.
    private var parser: XMLParser?
    private let limits: ReadLimits
    private let batchBytes: Int
    private var numbers: [Int]
    private var scans: Bool
    /// What is not regular is not read at all.
    var isTrial = false
    /// Nothing more is wanted.
    private var atEnd = false
    /// The whole file was read.
    private var atFileEnd = false

    /// Opens a file; nothing is known of its content before the first `next`.
    ///
    /// Without `scans` all of it is read by libxml2, as what is not regular is in any case.
    package init(
        source: consuming FileBytes, shape: XMLShape, limits: ReadLimits = ReadLimits(),
        batchBytes: Int = XMLReader.defaultBatchBytes, scans: Bool = true
    ) throws(TabularError) {
        let plan = XMLPlan(shape)
        records = XMLRecords(plan, limits: limits, position: XMLPosition())
        scan = XMLScan()
        numbers = plan.columns.map { _ in 1 }
        self.limits = limits
        self.batchBytes = batchBytes
        self.scans = scans
        var source = source
        if !scans { parser = try XMLParser(reading: &source, plan: plan, limits: limits) }
        self.source = source
    }

    /// Opens a part of a plain file that begins between records; yields the records that begin
    /// there or behind.
    ///
    /// That this is such a place must be proven: the reader of the part before must have ended
    /// with the same `place`.
    package init(
        path: String, from start: XMLPlace, shape: XMLShape, limits: ReadLimits = ReadLimits(),
        batchBytes: Int = XMLReader.defaultBatchBytes
    ) throws(TabularError) {
        let plan = XMLPlan(shape)
        var records = XMLRecords(plan, limits: limits, position: XMLPosition())
        numbers = plan.columns.map { _ in 1 }
        self.limits = limits
        self.batchBytes = batchBytes
        records.firstOffset = start.offset
        var scan = XMLScan()
        do {
            scan = try XMLScan(from: start, &records)
            scans = true
        } catch {
            scans = false
        }
        self.scan = scan
        self.records = records
        source = try FileBytes(path: path, range: start.offset..<Int.max)
    }

    /// The place of the first record that was not yielded; nil at the end of the file.
    package var place: XMLPlace? { atFileEnd || !scans ? nil : scan.place }

    /// The place of the first record that is not wanted, if it begins within so many bytes.
    mutating func firstPlace(within limit: Int) -> XMLPlace? {
        do {
            while !atEnd && blocks.failure == nil && scan.base < limit {
                _ = try scanBlock(goal: .max)
            }
            return atEnd ? place : nil
        } catch {
            return nil
        }
    }

    /// Yields only records that begin before this offset, if the file is regular up to there.
    ///
    /// If it is not, `place` is nil in the end, and all records up to the end of the file were
    /// yielded.
    package mutating func stop(before offset: Int) { scan.stop = offset }

    /// Fills the batch with the next records, and a child batch for each child of the shape.
    package mutating func next(
        into batch: inout RecordBatch, children: inout [RecordBatch]
    ) throws(TabularError) -> Bool {
        let columns = records.plan.columns
        prepare(&batch, table: 0, columns)
        if children.count != columns.count - 1 {
            children = columns.dropFirst().map { RecordBatch(columns: $0) }
        }
        for child in children.indices { prepare(&children[child], table: child + 1, columns) }
        if scans && !atEnd {
            swap(&batch, &records.batch)
            swap(&children, &records.children)
            do { try scanBatch() } catch { scans = false }
            swap(&batch, &records.batch)
            swap(&children, &records.children)
        }
        var failure = blocks.failure
        if !scans && isTrial { throw TabularError(.malformedXML(reason: "not regular")) }
        if !scans && batch.count == 0 { failure = try parseBatch(&batch, &children) }
        if batch.count == 0 {
            if let failure { throw failure }
            return false
        }
        numbers[0] += batch.count
        for child in children.indices { numbers[child + 1] += children[child].count }
        return true
    }

    private func prepare(_ batch: inout RecordBatch, table: Int, _ columns: [Int]) {
        if batch.fields.count != columns[table] {
            batch = RecordBatch(columns: columns[table])
        } else {
            batch.removeAll()
        }
        batch.firstRecord = numbers[table]
    }

    /// Scans blocks until the batch is full or the file is at its end.
    private mutating func scanBatch() throws(XMLScan.Break) {
        let goal = scan.base + scan.at + batchBytes
        while !atEnd && blocks.failure == nil {
            if try scanBlock(goal: goal) { return }
        }
    }

    /// Scans what was read and reads on; true once records up to the goal make a batch.
    private mutating func scanBlock(goal: Int) throws(XMLScan.Break) -> Bool {
        do {
            switch try scan.run(
                blocks.bytes, to: blocks.end, goal: goal - scan.base, into: &records)
            {
            case .batchFull: return true
            case .recordBehindStop:
                atEnd = true
                return false
            case .blockSeen: break
            }
        } catch .incomplete {
            // The next block has the rest.
        } catch {
            throw error
        }
        let read = scan.at
        scan.base += read
        scan.at = 0
        let isFilled = try blocks.fill(&source, keepingFrom: read, upTo: batchBytes)
        if !isFilled, blocks.failure == nil {
            guard blocks.end == 0, scan.isComplete else { throw .irregular }
            atEnd = true
            atFileEnd = true
        }
        try checkOpenRecord()
        return scan.base >= goal && records.batch.count > 0 && records.openRecord == nil
    }

    /// A record that is too long is libxml2's to refuse, before it is read to its end.
    private func checkOpenRecord() throws(XMLScan.Break) {
        if let start = records.openRecord, scan.base - start > limits.record { throw .irregular }
    }

    /// Parses with libxml2, from the beginning of the file the first time; what was yielded before
    /// is not yielded again.
    private mutating func parseBatch(
        _ batch: inout RecordBatch, _ children: inout [RecordBatch]
    ) throws(TabularError) -> TabularError? {
        if parser == nil {
            try source.restart()
            parser = try XMLParser(reading: &source, plan: records.plan, limits: limits)
            parser?.records.firstOffset = records.firstOffset
        }
        return parser?.parseBatch(&source, bytes: batchBytes, &batch, &children) ?? nil
    }
}
