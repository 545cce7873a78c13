import Columnar
import Tabular

/// What reading one file gave: its parts in order, or the place where it broke off.
struct FileReading: Sendable {
    /// What its stretches gave, in the order of the file.
    var parts: [PartReading] = []
    /// Facts about the file as a whole.
    var findings: [HeaderMatch.HeaderFinding] = []
    /// Why the file cannot be used.
    var failure: FileFailure?
    /// Why what it gave could not be kept on the disk where it had to be.
    var diskFailure: TabularError?
}

/// Why a file cannot be used.
enum FileFailure: Error, Sendable, Equatable {
    /// It breaks off or is damaged.
    case broken(TabularError)
    /// Its header does not fit the mapping.
    case header(FindingCode, column: String?, value: String?, hint: String?)
    /// It holds more text than a column can.
    case tooLarge
}

/// Takes the parts of a file as they are read.
///
/// A part is at most a little longer than `length` records: it is typed, settled and done with
/// while it is still in the processor's cache.
struct PartSink {
    /// Records after which a part is complete.
    static let length = 1 << 16

    /// What is done with a complete part and its children.
    let take: (consuming Part, consuming [Part]) throws -> Void
}

/// An archived file that is to be read.
struct ArchivedFile {
    let path: String
    /// Its bytes, where they have just been written there.
    var bytes: [UInt8]?
    /// Whether there are so many files that each of them must cost little.
    var isOneOfMany = false

    /// Opens it; a gzip file may be inflated ahead.
    func open(ahead: Bool) throws(TabularError) -> FileBytes {
        if let bytes { return try FileBytes(memory: bytes) }
        return try FileBytes(path: path, ahead: ahead)
    }
}

/// Reads one archived file by its mapping; with several threads, parts of a large one at once.
func readFile(
    _ file: ArchivedFile, as shape: ReadingShape, findings: inout [HeaderMatch.HeaderFinding],
    threads: Int = 1, headers: HeaderMatches = HeaderMatches(), into sink: PartSink
) -> FileFailure? {
    do {
        switch shape.mapping.format {
        case .csv(let form):
            try readCSV(file, form, shape, &findings, (threads, headers), sink)
        case .xml(let record): try readXML(file, record, shape, threads, sink)
        }
    } catch let error as TabularError {
        return .broken(error)
    } catch let error as FileFailure {
        return error
    } catch {
        return .tooLarge
    }
    return nil
}

private func readCSV(
    _ file: ArchivedFile, _ form: CSVForm, _ shape: ReadingShape,
    _ findings: inout [HeaderMatch.HeaderFinding], _ means: (threads: Int, headers: HeaderMatches),
    _ sink: PartSink
) throws {
    var spare = shape.spares.take() ?? ReadingMemory()
    var reader = try CSVReader(
        source: file.open(ahead: means.threads > 1), dialect: CSVDialect(form),
        encoding: form.encoding.tabular, scratch: spare.takeScratch())
    let match = means.headers.match(reader.header, shape.mapping)
    findings = match.findings
    if let failure = match.failure {
        throw FileFailure.header(
            failure.code, column: failure.column, value: failure.value, hint: failure.hint)
    }
    reader.select(match.fields)
    // A separator between fields, two quotes, CR and LF, and the byte order mark.
    let frame = PartFrame(
        bytes: reader.header.count + 7, bytesPerUnit: form.encoding == .utf8 ? 1 : 2)
    let place = ReadingPlace(
        shape: shape, sources: match.sources, width: match.fields.count, frame: frame,
        isOneOfMany: file.isOneOfMany)
    if var parts = try reader.inParts(path: file.path, threads: means.threads) {
        try drain(&parts, place, &spare.batch, sink)
    } else {
        try drain(&reader, place, &spare.batch, sink)
    }
    spare.scratch = reader.takeScratch()
    shape.spares.give(spare)
}

/// Whether a file has each column of a mapping; XML files lack none as a whole.
func columnsPresent(
    at path: String, by mapping: Mapping, headers: HeaderMatches
) throws(TabularError) -> [Bool] {
    guard case .csv(let form) = mapping.format else {
        return mapping.columns.map { _ in true }
    }
    let reader = try CSVReader(
        source: FileBytes(path: path), dialect: CSVDialect(form), encoding: form.encoding.tabular)
    let sources = headers.match(reader.header, mapping).sources
    return mapping.columns.indices.map { sources[$0] != nil }
}

extension CSVDialect {
    /// The dialect that a mapping declares.
    init(_ form: CSVForm) {
        self.init(delimiter: form.delimiter, skipRecords: form.headerRecord - 1)
    }
}

extension CSVForm.Encoding {
    /// The encoding as readers know it.
    var tabular: TextEncoding {
        switch self {
        case .utf8: .utf8
        case .utf16: .utf16
        case .utf16LittleEndian: .utf16LE
        case .utf16BigEndian: .utf16BE
        }
    }
}

extension FieldPlace {
    /// The path of an XML field; the plan has refused paths that cannot be understood.
    var xmlPath: XMLPath {
        get throws {
            switch self {
            case .path(let text): try XMLPath(text)
            case .headers(let names): try XMLPath(names.first ?? "")
            }
        }
    }
}

private func readXML(
    _ file: ArchivedFile, _ record: String, _ reading: ReadingShape, _ threads: Int,
    _ sink: PartSink
) throws {
    let mapping = reading.mapping
    let wanted = mapping.columns.indices.filter { mapping.columns[$0].privacy != .dropped }
    var sources: [Int?] = Array(repeating: nil, count: mapping.columns.count)
    for (field, column) in wanted.enumerated() { sources[column] = field }
    let shape = try XMLShape(
        record: record.split(separator: "/").map(String.init),
        fields: wanted.map { try mapping.columns[$0].place.xmlPath },
        children: mapping.children.map { child in
            try XMLChild(
                path: XMLPath(child.path), fields: child.columns.map { try $0.place.xmlPath })
        })
    let place = ReadingPlace(
        shape: reading, sources: sources, width: wanted.count, frame: PartFrame(),
        isOneOfMany: file.isOneOfMany)
    var batch = RecordBatch(columns: wanted.count)
    if var parts = try XMLReader.inParts(path: file.path, shape: shape, threads: threads) {
        try drain(&parts, place, &batch, sink)
    } else {
        var reader = try XMLReader(source: file.open(ahead: threads > 1), shape: shape)
        try drain(&reader, place, &batch, sink)
    }
}

/// By what a file is read, and where its fields stand.
private struct ReadingPlace {
    let shape: ReadingShape
    /// The batch's column for each column of the mapping.
    let sources: [Int?]
    /// Columns of a batch.
    let width: Int
    let frame: PartFrame
    let isOneOfMany: Bool
}

/// Takes batches from the reader until the file ends, each typed at once.
private func drain(
    _ reader: inout some RecordReader & ~Copyable, _ place: ReadingPlace,
    _ batch: inout RecordBatch, _ sink: PartSink
) throws {
    batch.restart(columns: place.width)
    var batches = place.shape.children.map { RecordBatch(columns: $0.count) }
    var parts = PartsInWork(place)
    while try reader.next(into: &batch, children: &batches) {
        try parts.append(batch, place.sources, batches)
        if parts.part.count >= PartSink.length { try parts.finish(sink) }
    }
    try parts.finish(sink)
}

/// The part that is being read, and its children.
private struct PartsInWork {
    private let place: ReadingPlace
    private(set) var part: Part
    private var children: [Part]
    private var isRoomy = false

    init(_ place: ReadingPlace) {
        self.place = place
        part = Part(place.shape.columns, isOneOfMany: place.isOneOfMany)
        part.frame = place.frame
        children = place.shape.children.map { Part($0, isOneOfMany: place.isOneOfMany) }
    }

    mutating func append(
        _ batch: RecordBatch, _ sources: [Int?], _ batches: [RecordBatch]
    ) throws {
        let base = UInt32(part.count)
        if base == 0 { takeSpares() }
        // The second batch tells that there is more to come than a small file has.
        if base > 0, !isRoomy {
            part.reserve(PartSink.length + 4 * part.count)
            isRoomy = true
        }
        try part.append(batch, sources: sources)
        for index in children.indices {
            let wanted = place.shape.children[index].indices.map { Optional($0) }
            try children[index].append(batches[index], sources: wanted)
            children[index].parents.append(contentsOf: batches[index].parents.map { $0 + base })
        }
    }

    private mutating func takeSpares() {
        part.takeSpares()
        for index in children.indices { children[index].takeSpares() }
    }

    /// Hands the part over and begins the next, whose records are numbered on.
    mutating func finish(_ sink: PartSink) throws {
        // Numbers of records have four bytes.
        let last = max(
            part.firstRecord + part.count, children.map { $0.firstRecord + $0.count }.max() ?? 0)
        guard last < Int(UInt32.max) else { throw FileFailure.tooLarge }
        var next = PartsInWork(place)
        next.part.firstRecord = part.firstRecord + part.count
        for index in children.indices {
            next.children[index].firstRecord = children[index].firstRecord + children[index].count
        }
        swap(&next, &self)
        try next.give(to: sink)
    }

    private consuming func give(to sink: PartSink) throws {
        let (part, children) = (self.part, self.children)
        try sink.take(part, children)
    }
}
