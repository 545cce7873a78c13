import CLibXML2

/// What the parser's events have made so far: the record being read and the batch being filled.
///
/// An element that no path goes through costs a counter and nothing else. Each open element that
/// some path goes through has a frame: the nodes of the plan that it matches. `unsafe` lives here
/// because names and values arrive as addresses that are good only during the event.
@safe struct XMLRecords {
    private struct Capture {
        let table: Int
        let slot: Int
        let start: Int
        let depth: Int
    }

    /// Records that are complete.
    var batch = RecordBatch(columns: 0)
    /// Their children, a table each.
    var children: [RecordBatch] = []
    /// Why nothing can be read behind them.
    private(set) var failure: TabularError?
    /// Where the parser stands.
    var position: XMLPosition
    /// Offset at which the record being read begins; nil between records.
    private(set) var openRecord: Int?
    /// Elements were seen: the declaration has been read.
    private(set) var sawElement = false

    private let plan: XMLPlan
    private let limits: ReadLimits
    private let context: xmlParserCtxtPtr
    private var tables: [StagedRows]
    private var depth = 0
    private var recordDepth = 0
    /// How many levels, from the root, follow the path to the record.
    private var matched = 0
    /// Levels below the last element that has a frame.
    private var skipped = 0
    private var active: [Int] = []
    private var frames: [Int] = []
    private var captures: [Capture] = []
    private var text: [UInt8] = []

    /// Nothing read yet.
    init(_ plan: XMLPlan, limits: ReadLimits, context: xmlParserCtxtPtr) {
        self.plan = plan
        self.limits = limits
        unsafe self.context = unsafe context
        unsafe position = XMLPosition(context)
        tables = plan.columns.map { StagedRows(columns: $0) }
    }

    /// The encoding that the file says it has.
    var declaredEncoding: String {
        if let name = unsafe context.pointee.encoding { return unsafe String(cString: name) }
        return position.startsUTF16 ? "UTF-16" : "UTF-8"
    }

    /// Whether a tag has been opened and not closed.
    var isInsideElement: Bool { depth > 0 }

    /// Stops the parser for good; the first reason counts.
    mutating func fail(_ kind: TabularError.Kind, at offset: Int, line: Int? = nil) {
        if failure == nil {
            failure = TabularError(kind, offset: offset, line: line ?? position.line)
        }
        unsafe xmlStopParser(context)
    }

    /// Refuses a record that goes on for too long.
    mutating func checkOpenRecord() {
        if let start = openRecord, position.offset - start > limits.record {
            fail(.recordTooLong(limit: limits.record), at: start)
        }
    }
}

extension XMLRecords {
    /// An element begins.
    @unsafe mutating func begin(_ name: XMLPlan.Name, _ attributes: XMLAttributes) {
        if !sawElement {
            sawElement = true
            checkDeclaration()
        }
        depth += 1
        if depth > limits.depth {
            fail(.tooDeep(limit: limits.depth), at: position.tagStart)
        } else if recordDepth == 0 {
            unsafe beginOutside(name, attributes)
        } else if skipped > 0 {
            skipped += 1
        } else {
            unsafe beginInside(name, attributes)
        }
    }

    /// An element ends.
    mutating func end() {
        if recordDepth == 0 {
            if matched == depth { matched -= 1 }
        } else if skipped > 0 {
            skipped -= 1
        } else {
            closeFrame()
        }
        depth -= 1
    }

    /// Text goes on.
    @unsafe mutating func append(_ characters: UnsafeBufferPointer<UInt8>) {
        if captures.isEmpty { return }
        unsafe text.append(contentsOf: characters)
        if text.count > limits.field {
            fail(.fieldTooLong(limit: limits.field), at: position.offset)
        }
    }

    @unsafe private mutating func beginOutside(
        _ name: XMLPlan.Name, _ attributes: XMLAttributes
    ) {
        let path = plan.record
        let isRecord: Bool
        if path.count == 1 {
            isRecord = name == path[0]
        } else {
            let follows =
                matched == depth - 1 && depth <= path.count
                && name == path[depth - 1]
            if follows { matched = depth }
            isRecord = follows && depth == path.count
        }
        guard isRecord else { return }
        recordDepth = depth
        let start = position.tagStart
        openRecord = start
        frames.append(active.count)
        active.append(0)
        tables[0].beginRow(at: start)
        unsafe takeValues(of: 0, attributes)
    }

    @unsafe private mutating func beginInside(
        _ name: XMLPlan.Name, _ attributes: XMLAttributes
    ) {
        let parents = (frames.last ?? 0)..<active.count
        let frame = active.count
        for parent in parents {
            for child in plan.nodes[active[parent]].children
            where plan.nodes[child].name == name {
                if unsafe attributes.satisfy(plan.nodes[child].conditions) {
                    active.append(child)
                }
            }
        }
        if active.count == frame {
            skipped = 1
            return
        }
        frames.append(frame)
        for index in frame..<active.count {
            let node = active[index]
            if plan.nodes[node].beginsRow {
                tables[plan.nodes[node].table].beginRow(at: position.tagStart)
            }
            unsafe takeValues(of: node, attributes)
        }
    }

    @unsafe private mutating func takeValues(of node: Int, _ attributes: XMLAttributes) {
        let table = plan.nodes[node].table
        for value in plan.nodes[node].values {
            guard let attribute = value.attribute else {
                captures.append(
                    Capture(table: table, slot: value.slot, start: text.count, depth: depth))
                continue
            }
            guard let found = unsafe attributes.value(of: attribute) else { continue }
            if found.count > limits.field {
                fail(.fieldTooLong(limit: limits.field), at: position.tagStart)
            } else {
                unsafe set(table, value.slot, found.span)
            }
        }
    }

    private mutating func set(_ table: Int, _ slot: Int, _ value: Span<UInt8>) {
        if tables[table].hasField(slot) {
            tables[table].noteRepeated(slot, at: position.tagStart)
        } else {
            tables[table].setField(slot, to: value)
        }
    }

    private mutating func closeFrame() {
        while let capture = captures.last, capture.depth == depth {
            captures.removeLast()
            let all = text
            set(capture.table, capture.slot, all.span.extracting(capture.start..<all.count))
        }
        if captures.isEmpty { text.removeAll(keepingCapacity: true) }
        let frame = frames.removeLast()
        for index in frame..<active.count where plan.nodes[active[index]].beginsRow {
            closeRow(of: plan.nodes[active[index]].table)
        }
        active.removeLast(active.count - frame)
        if depth == recordDepth { closeRecord() }
    }

    private mutating func closeRow(of table: Int) {
        let row = tables[table].offsets.count - 1
        tables[table].lengths[row] = position.offset - tables[table].offsets[row]
    }

    private mutating func closeRecord() {
        checkOpenRecord()
        matched = recordDepth - 1
        recordDepth = 0
        openRecord = nil
        if failure != nil { return }
        let record = batch.count
        tables[0].move(to: &batch, parent: nil)
        for child in children.indices {
            tables[child + 1].move(to: &children[child], parent: record)
        }
    }
}
