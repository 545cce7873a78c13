import Columnar
import Tabular

/// What reading one file gave: its parts in order, or the place where it broke off.
struct FileReading: Sendable {
    /// Parts of the input's own table.
    var parts: [Part] = []
    /// Parts of each child table, parallel to `parts`.
    var children: [[Part]] = []
    /// Facts about the file as a whole.
    var findings: [HeaderMatch.HeaderFinding] = []
    /// Why the file cannot be used.
    var failure: FileFailure?
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

/// Reads one archived file by its mapping.
func readFile(at path: String, by mapping: Mapping) -> FileReading {
    var reading = FileReading()
    do {
        switch mapping.format {
        case .csv(let form): try readCSV(at: path, form, mapping, into: &reading)
        case .xml(let record): try readXML(at: path, record, mapping, into: &reading)
        }
    } catch let error as TabularError {
        reading.failure = .broken(error)
    } catch let error as FileFailure {
        reading.failure = error
    } catch {
        reading.failure = .tooLarge
    }
    return reading
}

private func readCSV(
    at path: String, _ form: CSVForm, _ mapping: Mapping, into reading: inout FileReading
) throws {
    var reader = try CSVReader(
        source: FileBytes(path: path), dialect: CSVDialect(form),
        encoding: form.encoding.tabular)
    let match = HeaderMatch(reader.header, mapping)
    reading.findings = match.findings
    if let failure = match.failure {
        throw FileFailure.header(
            failure.code, column: failure.column, value: failure.value, hint: failure.hint)
    }
    reader.select(match.fields)
    let fields = reader.header.count
    try drain(&reader, mapping, sources: match.sources, width: match.fields.count, into: &reading)
    for index in reading.parts.indices {
        // A separator between fields, two quotes, CR and LF, and the byte order mark.
        reading.parts[index].frame = fields + 7
        reading.parts[index].bytesPerUnit = form.encoding == .utf8 ? 1 : 2
    }
}

extension CSVDialect {
    /// The dialect that a mapping declares.
    fileprivate init(_ form: CSVForm) {
        self.init(delimiter: form.delimiter, skipRecords: form.headerRecord - 1)
    }
}

extension CSVForm.Encoding {
    fileprivate var tabular: TextEncoding {
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
    fileprivate var xmlPath: XMLPath {
        get throws {
            switch self {
            case .path(let text): try XMLPath(text)
            case .headers(let names): try XMLPath(names.first ?? "")
            }
        }
    }
}

private func readXML(
    at path: String, _ record: String, _ mapping: Mapping, into reading: inout FileReading
) throws {
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
    var reader = try XMLReader(source: FileBytes(path: path), shape: shape)
    try drain(&reader, mapping, sources: sources, width: wanted.count, into: &reading)
}

/// Takes batches from the reader until the file ends, each typed at once.
private func drain(
    _ reader: inout some RecordReader & ~Copyable, _ mapping: Mapping, sources: [Int?], width: Int,
    into reading: inout FileReading
) throws {
    var batch = RecordBatch(columns: width)
    var batches = mapping.children.map { RecordBatch(columns: $0.columns.count) }
    var part = Part(mapping)
    var children = mapping.children.map { Part($0) }
    while try reader.next(into: &batch, children: &batches) {
        let base = UInt32(part.count)
        try part.append(batch, sources: sources)
        for index in children.indices {
            let wanted = mapping.children[index].columns.indices.map { Optional($0) }
            try children[index].append(batches[index], sources: wanted)
            children[index].parents.append(contentsOf: batches[index].parents.map { $0 + base })
        }
    }
    reading.parts.append(part)
    reading.children.append(children)
}
