import Columnar

// What a part is besides its cells, as a file of segments has it behind them.

extension ByteWriter {
    mutating func put(_ finding: HeaderMatch.HeaderFinding) {
        put(finding.code.rawValue)
        put(finding.column)
        put(finding.value)
        put(finding.hint)
    }

    mutating func put(_ part: PartReading) {
        put(part.account)
        put(part.findings) { $0.put($1) }
        put(part.quarantine) { $0.put($1) }
        put(part.segment)
        put(part.children) { $0.put($1) }
    }

    private mutating func put(_ account: Account) {
        for number in [
            account.read, account.accepted, account.duplicate, account.superseded,
            account.quarantined, account.dropped,
        ] {
            put(number)
        }
    }

    private mutating func put(_ finding: PlacedFinding) {
        put(finding.code.rawValue)
        put(finding.record)
        put(finding.offset)
        put(finding.column)
        put(finding.value)
        put(finding.hint)
        put(finding.isAccepted ? 1 : 0)
    }

    private mutating func put(_ record: PlacedQuarantine) {
        put(record.record)
        put(record.offset)
        put(record.length)
        put(record.reason.rawValue)
    }

    private mutating func put(_ segment: Segment) {
        put(segment.rowCount)
        switch segment.records {
        case .run(let first, let each):
            put(0)
            put(first)
            put(each)
        case .list(let records):
            put(1)
            put(records) { $0.put(Int($1)) }
        }
        put(segment.parents) { $0.put(Int($1)) }
        put(segment.columns) { writer, column in
            if case .stored(let stored) = column { writer.put(stored) }
        }
        put(segment.places.first)
        put(segment.places.offset)
        if case .stored(let stored) = segment.places.steps { put(stored) }
    }

    private mutating func put(_ column: StoredColumn) {
        put(column.kind.rawValue)
        put(ValueType.numbered.firstIndex(of: column.type) ?? 0)
        put(column.rowCount)
        put(column.blocks) { writer, block in
            writer.put(block.offset)
            writer.put(block.length)
            writer.put(Int(bitPattern: UInt(block.hash)))
        }
        put(column.texts == nil ? 0 : 1)
        put(column.texts ?? []) { $0.put($1) }
    }
}

extension ValueType {
    /// All types, by the number that a file of segments has for each.
    fileprivate static let numbered: [ValueType] = [.integer, .instant, .duration, .text, .flag]
}

extension ByteReader {
    mutating func headerFinding() throws(DamagedBytes) -> HeaderMatch.HeaderFinding {
        HeaderMatch.HeaderFinding(
            code: try code(), column: try text(), value: try text(), hint: try text())
    }

    /// A part whose cells lie there.
    mutating func part(_ cells: StoredCells) throws(DamagedBytes) -> PartReading {
        var part = PartReading(
            account: try account(),
            findings: try elements { (reader) throws(DamagedBytes) in try reader.finding() },
            quarantine: try elements { (reader) throws(DamagedBytes) in try reader.record() },
            segment: try segment(cells))
        part.children = try elements { (reader) throws(DamagedBytes) in
            try reader.part(cells)
        }
        return part
    }

    private mutating func code() throws(DamagedBytes) -> FindingCode {
        guard let code = FindingCode(rawValue: try text() ?? "") else { throw DamagedBytes() }
        return code
    }

    private mutating func account() throws(DamagedBytes) -> Account {
        var account = Account()
        account.read = try count()
        account.accepted = try count()
        account.duplicate = try count()
        account.superseded = try count()
        account.quarantined = try count()
        account.dropped = try count()
        guard account.balances else { throw DamagedBytes() }
        return account
    }

    private mutating func finding() throws(DamagedBytes) -> PlacedFinding {
        PlacedFinding(
            code: try code(), record: try count(), offset: try count(), column: try text(),
            value: try text(), hint: try text(), isAccepted: try number() == 1)
    }

    private mutating func record() throws(DamagedBytes) -> PlacedQuarantine {
        PlacedQuarantine(
            record: try count(), offset: try count(), length: try count(), reason: try code())
    }

    private mutating func segment(_ cells: StoredCells) throws(DamagedBytes) -> Segment {
        let rowCount = try count(below: 1 << 31)
        let records: RowRecords
        if try number() == 0 {
            records = .run(first: try count(), each: max(try count(), 1))
        } else {
            records = .list(try rows(below: 1 << 32))
            if case .list(let list) = records, list.count != rowCount { throw DamagedBytes() }
        }
        let parents = try rows(below: 1 << 32)
        let columns = try elements { (reader) throws(DamagedBytes) -> SegmentColumn in
            let column = try reader.column(cells)
            guard column.rowCount == rowCount else { throw DamagedBytes() }
            return .stored(column)
        }
        var segment = Segment(columns: columns, records: records, rowCount: rowCount)
        segment.parents = parents
        segment.places.first = try count()
        segment.places.offset = try count()
        segment.places.steps = .stored(try column(cells))
        return segment
    }

    private mutating func rows(below bound: Int) throws(DamagedBytes) -> [UInt32] {
        try elements { (reader) throws(DamagedBytes) in UInt32(try reader.count(below: bound)) }
    }

    private mutating func column(_ cells: StoredCells) throws(DamagedBytes) -> StoredColumn {
        guard let kind = StoredColumn.Kind(rawValue: try number()) else { throw DamagedBytes() }
        let type = ValueType.numbered[try count(below: ValueType.numbered.count)]
        let rowCount = try count(below: 1 << 31)
        let blocks = try elements { (reader) throws(DamagedBytes) -> StoredColumn.Block in
            let offset = try reader.count(below: cells.range.count + 1)
            let length = try reader.count(below: cells.range.count - offset + 1)
            return StoredColumn.Block(
                offset: cells.range.lowerBound + offset, length: length,
                hash: UInt64(UInt(bitPattern: try reader.number())))
        }
        let hasTexts = try number() == 1
        let texts = try elements { (reader) throws(DamagedBytes) in try reader.text() }
        return StoredColumn(
            path: cells.path, kind: kind, type: type, rowCount: rowCount, blocks: blocks,
            texts: hasTexts ? texts : nil)
    }
}
