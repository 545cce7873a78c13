import CLibXML2

/// Reads the records of an XML file through libxml2's streaming (push) interface.
///
/// Memory is that of one block and one batch, however long the file. Elements and attributes match
/// by local name, whatever their namespace. Text is without white space at both ends. Of a field
/// that occurs twice in a record the first is kept and the record has a fault. A document type
/// declaration is refused, and with it every entity but the predefined ones; nothing is loaded from
/// anywhere. Records before the place of an error are yielded before it is thrown.
///
/// `unsafe` lives here because the parser and what its events write to are C memory.
@safe package struct XMLReader: RecordReader, ~Copyable {
    /// Bytes of XML that make one batch, where the caller names no other number.
    package static let defaultBatchBytes = 512 << 10
    private static let blockBytes = 64 << 10
    /// ENOMEM, the only reason for which the parser cannot be made.
    private static let outOfMemory: Int32 = 12

    private var source: FileBytes
    private let context: xmlParserCtxtPtr
    private let records: UnsafeMutablePointer<XMLRecords>
    private let columns: [Int]
    private let batchBytes: Int
    private var block: [UInt8] = []
    private var numbers: [Int]
    private var failure: TabularError?
    private var atEnd = false

    /// Opens a file; nothing is known of its content before the first `next`.
    package init(
        source: consuming FileBytes, shape: XMLShape, limits: ReadLimits = ReadLimits(),
        batchBytes: Int = XMLReader.defaultBatchBytes
    ) throws(TabularError) {
        var source = source
        var block: [UInt8] = []
        // The first four bytes tell the parser the encoding.
        _ = try source.read(into: &block, upTo: 4)
        let records = UnsafeMutablePointer<XMLRecords>.allocate(capacity: 1)
        guard let context = unsafe makeParser(events: records, firstBytes: block) else {
            unsafe records.deallocate()
            throw TabularError(.system(call: "xmlCreatePushParserCtxt", errno: Self.outOfMemory))
        }
        let plan = unsafe XMLPlan(shape, dictionary: context.pointee.dict)
        unsafe records.initialize(to: XMLRecords(plan, limits: limits, context: context))
        unsafe records.pointee.position.startsUTF16 = startsUTF16(block)
        self.columns = plan.columns
        self.numbers = plan.columns.map { _ in 1 }
        self.batchBytes = batchBytes
        unsafe self.context = unsafe context
        unsafe self.records = unsafe records
        self.source = source
    }

    deinit {
        unsafe xmlFreeParserCtxt(context)
        unsafe records.deinitialize(count: 1)
        unsafe records.deallocate()
    }

    /// Fills the batch with the next records, and a child batch for each child of the shape.
    package mutating func next(
        into batch: inout RecordBatch, children: inout [RecordBatch]
    ) throws(TabularError) -> Bool {
        prepare(&batch, table: 0)
        if children.count != columns.count - 1 {
            children = columns.dropFirst().map { RecordBatch(columns: $0) }
        }
        for child in children.indices { prepare(&children[child], table: child + 1) }
        unsafe swap(&batch, &records.pointee.batch)
        unsafe swap(&children, &records.pointee.children)
        let failed = parseBatch()
        unsafe swap(&batch, &records.pointee.batch)
        unsafe swap(&children, &records.pointee.children)
        if batch.count == 0 {
            if let failed { throw failed }
            return false
        }
        numbers[0] += batch.count
        for child in children.indices { numbers[child + 1] += children[child].count }
        return true
    }

    private func prepare(_ batch: inout RecordBatch, table: Int) {
        if batch.fields.count != columns[table] {
            batch = RecordBatch(columns: columns[table])
        } else {
            batch.removeAll()
        }
        batch.firstRecord = numbers[table]
    }

    /// Parses blocks until the batch is full; the error, if any, belongs behind its records.
    private mutating func parseBatch() -> TabularError? {
        var parsed = 0
        while failure == nil && !atEnd {
            if unsafe parsed >= batchBytes && records.pointee.batch.count > 0 { return nil }
            parsed += parseBlock()
        }
        return failure
    }

    private mutating func parseBlock() -> Int {
        block.removeAll(keepingCapacity: true)
        var count = 0
        do {
            count = try source.read(into: &block, upTo: max(min(batchBytes, Self.blockBytes), 1))
        } catch {
            failure = error
            return 0
        }
        atEnd = count == 0
        let context = unsafe self.context
        unsafe block.withUnsafeBytes { buffer in
            let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            _ = unsafe xmlParseChunk(context, start, Int32(count), count == 0 ? 1 : 0)
        }
        unsafe records.pointee.checkOpenRecord()
        failure = unsafe records.pointee.failure
        return count
    }
}

private let parserIsReady: Void = xmlInitParser()

@unsafe private func makeParser(
    events: UnsafeMutablePointer<XMLRecords>, firstBytes: [UInt8]
) -> xmlParserCtxtPtr? {
    _ = parserIsReady
    var handlers = unsafe makeHandlers()
    let context = unsafe firstBytes.withUnsafeBytes { buffer in
        let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        return unsafe xmlCreatePushParserCtxt(
            &handlers, events, start, Int32(firstBytes.count), nil)
    }
    guard let context = unsafe context else { return nil }
    // Without NOENT a `&amp;` in an attribute stays written out, as `&#38;`. It opens no door: a
    // document that declares an entity is refused at its DOCTYPE.
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue
    _ = unsafe xmlCtxtUseOptions(context, Int32(options))
    return unsafe context
}
