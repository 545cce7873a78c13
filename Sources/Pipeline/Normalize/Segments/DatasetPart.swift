import Columnar
import Ledger
import Tabular

/// What somebody needs of a dataset who asks about one KPI.
struct DatasetPart: Sendable {
    /// Tables whose rows are needed.
    let tables: Set<String>
    /// Whether a column is read that clocks fill.
    let asksClocks: Bool
    /// Whether the officer of an event is read.
    let asksEvents: Bool
    /// Which records lost to others.
    let losers: SealedLosers

    /// What the rows of a table need of which these columns are read.
    init(_ plan: Plan, table: String, reading columns: Set<String>, losers: SealedLosers) {
        self.losers = losers
        let isOfCases = table == TableKind.case.rawValue
        asksClocks = isOfCases && ClockColumn.allCases.contains { columns.contains($0.rawValue) }
        asksEvents = isOfCases && columns.contains(Plan.eventOfficer)
        var tables: Set = [table]
        for planned in plan.tables {
            let tells =
                asksClocks && plan.pausesCases(planned.name)
                || asksEvents && plan.tellsEvents(planned.name)
            if tells { tables.insert(planned.name) }
        }
        // The children of a record live and fall with it.
        for input in plan.inputs
        where input.mapping.children.contains(where: { tables.contains($0.table) }) {
            tables.insert(input.table)
        }
        self.tables = tables
    }

    /// Whether the files of an input hold rows of these tables.
    func needs(_ input: Input) -> Bool {
        tables.contains(input.table)
            || input.mapping.children.contains { tables.contains($0.table) }
    }
}

/// What was kept of a run does not answer the question: it has to be computed from raw files.
struct NothingKept: Error {}

/// The records that lost to others, as the `losers.csv` of a run tells them.
struct SealedLosers: Sendable {
    /// One record that lost.
    struct Line: Sendable {
        let kind: Loser.Kind
        /// The first eight bytes of the digest of its file, and its number there.
        let origin: (object: UInt64, record: Int)
        /// The same of the record that counts.
        let survivor: (object: UInt64, record: Int)
    }

    let lines: [Line]

    /// Reads the bytes of a `losers.csv`.
    init(_ bytes: [UInt8]) throws {
        var reader = try CSVReader(
            source: FileBytes(memory: bytes), dialect: CSVDialect(delimiter: UInt8(ascii: ",")),
            encoding: .utf8)
        guard reader.header == Self.header else { throw NothingKept() }
        reader.select(Array(reader.header.indices))
        var batch = RecordBatch(columns: reader.header.count)
        var children: [RecordBatch] = []
        var lines: [Line] = []
        while try reader.next(into: &batch, children: &children) {
            for record in 0..<batch.count {
                func whole(_ field: Int, radix: UInt64) -> UInt64? {
                    batch.whole(batch.fields[field], record, radix: radix)
                }
                guard let kind = Loser.Kind(rawValue: batch.text(batch.fields[0], record)),
                    let object = whole(1, radix: 16), let other = whole(3, radix: 16),
                    let number = whole(2, radix: 10).flatMap({ Int(exactly: $0) }),
                    let survivor = whole(4, radix: 10).flatMap({ Int(exactly: $0) })
                else { throw NothingKept() }
                lines.append(
                    Line(
                        kind: kind, origin: (object, number), survivor: (other, survivor)))
            }
        }
        self.lines = lines
    }

    /// The names of the columns of `losers.csv`.
    static let header = ["kind", "object", "record", "survivor_object", "survivor_record"]

    /// The rows of a table that lost, as deduplication would find them.
    ///
    /// Nil where a record made several rows, of which some may have lost. Throws where it cannot
    /// be told for sure which rows are meant.
    func duels(of table: DatasetTable, _ accounts: [FileAccount]) throws -> Duels? {
        guard !lines.isEmpty else { return Duels() }
        guard table.pieces.allSatisfy(\.tellsRowsByRecord) else { return nil }
        var pieces: [UInt64: [Int]] = [:]
        var files: [UInt64: Int] = [:]
        for (index, piece) in table.pieces.enumerated() {
            let object = accounts[piece.file].objectPrefix
            if files.updateValue(piece.file, forKey: object) ?? piece.file != piece.file {
                throw NothingKept()
            }
            pieces[object, default: []].append(index)
        }
        var duels = Duels()
        for line in lines {
            guard let own = pieces[line.origin.object], let file = files[line.origin.object]
            else { continue }
            guard let other = files[line.survivor.object] else { throw NothingKept() }
            var place: (piece: Int, row: UInt32)?
            for index in own {
                guard let row = table.pieces[index].row(of: line.origin.record) else { continue }
                place = (index, UInt32(row))
                break
            }
            guard let place else { throw NothingKept() }
            duels.defeats.append(
                Defeat(
                    piece: place.piece, row: place.row,
                    fate: line.kind == .duplicate ? .duplicate : .superseded,
                    origin: (file, line.origin.record), survivor: (other, line.survivor.record)))
        }
        duels.defeats.sort { ($0.piece, $0.row) < ($1.piece, $1.row) }
        return duels
    }
}

extension RecordBatch {
    /// The whole number in a field, of digits and small letters; nil where it is none of 64 bits.
    fileprivate func whole(_ bounds: FieldBounds, _ record: Int, radix: UInt64) -> UInt64? {
        let start = bounds.starts[record]
        guard start != Self.absent, start < bounds.ends[record] else { return nil }
        var number: UInt64 = 0
        for byte in bytes[Int(start)..<Int(bounds.ends[record])] {
            let isDigit = (0x30...0x39).contains(byte)
            let digit = UInt64(isDigit ? byte - 0x30 : byte &- 0x57)
            guard digit < radix, isDigit || digit > 9 else { return nil }
            let (product, carries) = number.multipliedReportingOverflow(by: radix)
            let (sum, overflows) = product.addingReportingOverflow(digit)
            if carries || overflows { return nil }
            number = sum
        }
        return number
    }
}

extension FileAccount {
    /// The first eight bytes of the digest of the file.
    var objectPrefix: UInt64 { UInt64(object.prefix(16), radix: 16) ?? 0 }
}

/// A part of a dataset from what other nights have kept; throws where that is not all there.
func keptDataset(
    _ intake: Intake, _ request: NormalizationRequest, only part: DatasetPart
) throws -> Dataset {
    guard let cache = request.cache else { throw NothingKept() }
    let files = intake.files.filter { file in
        request.plan.inputs.contains { $0.name == file.input && part.needs($0) }
    }
    // `losers.csv` names files by their content alone.
    var inputs: [Digest: String] = [:]
    for file in intake.files {
        if inputs.updateValue(file.input, forKey: file.object) ?? file.input != file.input {
            throw NothingKept()
        }
    }
    var joining = DatasetJoining(request)
    try inOrder(files.count, threads: request.threads, state: &joining) { index -> FileReading? in
        let file = files[index]
        if file.repeats { return FileReading() }
        guard let input = request.plan.inputs.first(where: { $0.name == file.input }) else {
            return nil
        }
        let layouts = ([input.table] + input.mapping.children.map(\.table)).map(request.layout)
        return cache.reading(request.segmentKey(file.object, input), layouts)
    } take: { joining, index, reading in
        guard let reading else { throw NothingKept() }
        try joining.add(files[index], reading)
    }
    return try (consume joining).finish(only: part)
}
