import CLibXML2

/// libxml2's streaming (push) parser over the blocks of a file, its events making records.
///
/// It is the judge of what is XML: what the scan does not take, it reads, and all that is said
/// about a file that cannot be read is said by it. `unsafe` lives here because the parser and what
/// its events write to are C memory.
@safe struct XMLParser: ~Copyable {
    private static let blockBytes = 64 << 10
    /// ENOMEM, the only reason for which the parser cannot be made.
    private static let outOfMemory: Int32 = 12

    private let context: xmlParserCtxtPtr
    private let target: UnsafeMutablePointer<XMLEventTarget>
    private var block: [UInt8] = []
    private(set) var failure: TabularError?
    private(set) var atEnd = false

    /// A parser at the beginning of a file; the first four bytes tell it the encoding.
    init(
        reading source: inout FileBytes, plan: XMLPlan, limits: ReadLimits
    ) throws(TabularError) {
        var block: [UInt8] = []
        _ = try source.read(into: &block, upTo: 4)
        let target = UnsafeMutablePointer<XMLEventTarget>.allocate(capacity: 1)
        guard let context = unsafe makeParser(events: target, firstBytes: block) else {
            unsafe target.deallocate()
            throw TabularError(.system(call: "xmlCreatePushParserCtxt", errno: Self.outOfMemory))
        }
        unsafe target.initialize(to: XMLEventTarget(plan, limits: limits, context))
        unsafe target.pointee.records.position.startsUTF16 = startsUTF16(block)
        unsafe self.context = unsafe context
        unsafe self.target = unsafe target
    }

    deinit {
        unsafe xmlFreeParserCtxt(context)
        unsafe target.deinitialize(count: 1)
        unsafe target.deallocate()
    }

    /// What the events have made so far.
    var records: XMLRecords {
        _read { yield unsafe target.pointee.records }
        _modify { yield unsafe &target.pointee.records }
    }

    /// Parses blocks until the batch is full; the error, if any, belongs behind its records.
    mutating func parseBatch(
        _ source: inout FileBytes, bytes batchBytes: Int, _ batch: inout RecordBatch,
        _ children: inout [RecordBatch]
    ) -> TabularError? {
        swap(&batch, &records.batch)
        swap(&children, &records.children)
        defer {
            swap(&batch, &records.batch)
            swap(&children, &records.children)
        }
        var parsed = 0
        while failure == nil && !atEnd {
            if parsed >= batchBytes && records.batch.count > 0 { return nil }
            parsed += parseBlock(&source, upTo: max(min(batchBytes, Self.blockBytes), 1))
        }
        return failure
    }

    private mutating func parseBlock(_ source: inout FileBytes, upTo limit: Int) -> Int {
        block.removeAll(keepingCapacity: true)
        var count = 0
        do {
            count = try source.read(into: &block, upTo: limit)
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
        records.checkOpenRecord()
        failure = records.failure
        return count
    }
}

private let parserIsReady: Void = xmlInitParser()

@unsafe private func makeParser(
    events: UnsafeMutablePointer<XMLEventTarget>, firstBytes: [UInt8]
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
