/// What the tags and texts of a file have made so far: the record being read and the batch being
/// filled.
///
/// It is told of elements and text by the scan or by the parser, in the same words. An element that
/// no path goes through costs a counter and nothing else. Each open element that some path goes
/// through has a frame: the nodes of the plan that it matches.
struct XMLRecords {
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
    /// Where the reader stands.
    var position: XMLPosition
    /// The shape that is looked for.
    let plan: XMLPlan
    /// Offset at which the record being read begins; nil between records.
    private(set) var openRecord: Int?
    /// Records that begin before this offset are not wanted any more; it rises with each record.
    var firstOffset = 0

    private let limits: ReadLimits
    private var sawElement = false
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
    init(_ plan: XMLPlan, limits: ReadLimits, position: XMLPosition) {
        self.plan = plan
        self.limits = limits
        self.position = position
        tables = plan.columns.map { StagedRows(columns: $0) }
    }

    /// Whether a tag has been opened and not closed.
    var isInsideElement: Bool { depth > 0 }

    /// Whether text is wanted.
    var isCapturing: Bool { !captures.isEmpty }

    /// Whether an element would begin a record.
    func beginsRecord(_ name: XMLPlan.Name) -> Bool {
        let path = plan.record
        if recordDepth > 0 { return false }
        if path.count == 1 { return name == path[0] }
        return depth + 1 == path.count && matched == depth && name == path[depth]
    }

    /// Nothing is read on; the first reason counts.
    mutating func fail(_ kind: TabularError.Kind, at offset: Int, line: Int? = nil) {
        if failure != nil { return }
        failure = TabularError(kind, offset: offset, line: line ?? position.line)
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
    mutating func begin(_ name: XMLPlan.Name, _ attributes: borrowing XMLAttributes) {
        if !sawElement {
            sawElement = true
            checkDeclaration()
        }
        depth += 1
        if depth > limits.depth {
            fail(.tooDeep(limit: limits.depth), at: position.tagStart)
        } else if recordDepth == 0 {
            beginOutside(name, attributes)
        } else if skipped > 0 {
            skipped += 1
        } else {
            beginInside(name, attributes)
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

    /// What an element would be that has no attributes and no children.
    @inline(__always)
    func leaf(_ name: XMLPlan.Name) -> XMLPlan.Leaf {
        guard recordDepth > 0, skipped == 0, captures.isEmpty, depth < limits.depth,
            active.count - (frames.last ?? 0) == 1, let parent = active.last
        else { return .other }
        return plan.leaf(below: parent, name)
    }

    /// Takes the text of such an element; false if it must be told by its tags.
    @inline(__always)
    mutating func takeLeaf(
        table: Int, slot: Int, _ text: Span<UInt8>
    ) -> Bool {
        if text.count > limits.field || tables[table].hasField(slot) { return false }
        tables[table].setField(slot, to: text)
        return true
    }

    /// Text goes on.
    mutating func append(_ characters: Span<UInt8>) {
        if captures.isEmpty { return }
        text.append(copying: characters)
        if text.count > limits.field {
            fail(.fieldTooLong(limit: limits.field), at: position.offset)
        }
    }

    private mutating func beginOutside(
        _ name: XMLPlan.Name, _ attributes: borrowing XMLAttributes
    ) {
        depth -= 1
        let isRecord = beginsRecord(name)
        depth += 1
        let path = plan.record
        if path.count > 1, matched == depth - 1, depth <= path.count, name == path[depth - 1] {
            matched = depth
        }
        guard isRecord else { return }
        recordDepth = depth
        let start = position.tagStart
        openRecord = start
        frames.append(active.count)
        active.append(0)
        tables[0].beginRow(at: start)
        takeValues(of: 0, attributes)
    }

    private mutating func beginInside(
        _ name: XMLPlan.Name, _ attributes: borrowing XMLAttributes
    ) {
        let frame = active.count
        if name != 0 {
            for parent in (frames.last ?? 0)..<frame {
                for index in plan.candidates(below: active[parent], name) {
                    let node = plan.candidate(index)
                    if satisfies(attributes, node) { active.append(node) }
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
            takeValues(of: node, attributes)
        }
    }

    private func satisfies(_ attributes: borrowing XMLAttributes, _ node: Int) -> Bool {
        for condition in plan.nodes[node].conditions
        where !attributes.satisfies(plan.conditions[condition]) { return false }
        return true
    }

    private mutating func takeValues(of node: Int, _ attributes: borrowing XMLAttributes) {
        let table = plan.nodes[node].table
        for index in plan.nodes[node].values {
            let slot = plan.values[index].slot
            guard let attribute = plan.values[index].attribute else {
                captures.append(
                    Capture(table: table, slot: slot, start: text.count, depth: depth))
                continue
            }
            guard let found = attributes.range(of: attribute) else { continue }
            if found.count > limits.field {
                fail(.fieldTooLong(limit: limits.field), at: position.tagStart)
            } else if tables[table].hasField(slot) {
                tables[table].noteRepeated(slot, at: position.tagStart)
            } else {
                tables[table].setField(slot, to: attributes.bytes.span.extracting(found))
            }
        }
    }

    private mutating func closeFrame() {
        while let capture = captures.last, capture.depth == depth {
            captures.removeLast()
            if tables[capture.table].hasField(capture.slot) {
                tables[capture.table].noteRepeated(capture.slot, at: position.tagStart)
            } else {
                let all = text
                tables[capture.table].setField(
                    capture.slot, to: all.span.extracting(capture.start..<all.count))
            }
        }
        if captures.isEmpty, !text.isEmpty { text.removeAll(keepingCapacity: true) }
        let frame = frames.removeLast()
        for index in frame..<active.count where plan.nodes[active[index]].beginsRow {
            closeRow(of: plan.nodes[active[index]].table)
        }
        while active.count > frame { active.removeLast() }
        if depth == recordDepth { closeRecord() }
    }

    private mutating func closeRow(of table: Int) {
        let row = tables[table].offsets.count - 1
        tables[table].lengths[row] = position.offset - tables[table].offsets[row]
    }

    private mutating func closeRecord() {
        checkOpenRecord()
        let start = openRecord ?? 0
        let isWanted = start >= firstOffset
        matched = recordDepth - 1
        recordDepth = 0
        openRecord = nil
        if failure != nil { return }
        if isWanted { firstOffset = start + 1 }
        let record = batch.count
        if isWanted { tables[0].move(to: &batch, parent: nil) } else { tables[0].removeAll() }
        for child in children.indices {
            if isWanted {
                tables[child + 1].move(to: &children[child], parent: record)
            } else {
                tables[child + 1].removeAll()
            }
        }
    }
}
