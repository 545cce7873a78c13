import Ledger
import Tabular

/// The codes of the cases whose records are looked for.
struct CaseCodes: Sendable {
    /// The codes as records are compared: clean text.
    let clean: Set<String>
    private let lengths: Set<Int>

    init(_ codes: [String]) {
        clean = Set(codes.map(cleanText)).subtracting([""])
        lengths = Set(clean.map(\.utf8.count))
    }

    /// Whether a field of a batch is one of the codes; most are told apart by their lengths.
    func matches(_ batch: RecordBatch, _ column: Int, _ record: Int) -> Bool {
        let (start, end) = (batch.fields[column].starts[record], batch.fields[column].ends[record])
        guard start != RecordBatch.absent else { return false }
        let field = batch.bytes[Int(start)..<Int(end)]
        let isPlain = field.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        if isPlain, !lengths.contains(field.count) { return false }
        return clean.contains(cleanText(String(decoding: field, as: UTF8.self)))
    }

    /// The codes in the units of a file.
    func units(_ form: UnitForm) -> [[UInt16]] { clean.map(form.units(of:)) }
}

/// A record of a file.
struct RecordSpan: Sendable {
    let offset: Int
    let length: Int
    /// Something is wrong with it, and its code does not stand where it belongs.
    let isSuspect: Bool
}

/// Where the records of the cases lie in one file, by one mapping.
struct CaseRecords: Sendable {
    /// The records in the order of the file.
    var spans: [RecordSpan] = []
    /// The header, of separated values.
    var header: [String] = []
    /// The file was read to its end.
    var isComplete = false
    /// How its text lies in its bytes.
    var form = UnitForm.oneByte

    /// Looks for the records.
    init(_ path: String, _ mapping: Mapping, _ codes: CaseCodes) {
        do {
            guard let column = mapping.caseColumn else { return }
            form = try unitForm(path, mapping)
            switch mapping.format {
            case .csv(let csv):
                var reader = try CSVReader(
                    source: FileBytes(path: path), dialect: CSVDialect(csv),
                    encoding: csv.encoding.tabular)
                header = reader.header
                let fields = header.fields(of: column)
                guard !fields.isEmpty else { return }
                reader.select(fields)
                try look(&reader, fields.count, codes)
            case .xml(let record):
                let shape = try XMLShape(
                    record: record.split(separator: "/").map(String.init),
                    fields: [column.place.xmlPath], children: [])
                var reader = try XMLReader(source: FileBytes(path: path), shape: shape)
                try look(&reader, 1, codes)
            }
            isComplete = true
        } catch {
            // What was found before the place that cannot be read was found.
            isComplete = false
        }
    }

    private mutating func look(
        _ reader: inout some RecordReader & ~Copyable, _ columns: Int, _ codes: CaseCodes
    ) throws {
        var batch = RecordBatch(columns: columns)
        var children: [RecordBatch] = []
        while try reader.next(into: &batch, children: &children) {
            let faulty = Set(batch.faults.map(\.record))
            for record in 0..<batch.count {
                let isFound = (0..<columns).contains { codes.matches(batch, $0, record) }
                guard isFound || faulty.contains(record) else { continue }
                spans.append(
                    RecordSpan(
                        offset: batch.offsets[record], length: batch.lengths[record],
                        isSuspect: !isFound))
            }
        }
    }
}

extension [String] {
    /// The fields of a header that stand under any of a column's names.
    func fields(of column: MappedColumn) -> [Int] {
        guard case .headers(let names) = column.place else { return [] }
        let keys = Set(names.map(matchKey))
        return indices.filter { keys.contains(matchKey(self[$0])) }
    }
}

/// How text lies in the bytes of a file: as declared, or as its first bytes say.
func unitForm(_ path: String, _ mapping: Mapping) throws(TabularError) -> UnitForm {
    var first: [UInt8] = []
    var file = try FileBytes(path: path)
    _ = try file.read(into: &first, upTo: 2)
    if case .csv(let csv) = mapping.format {
        switch csv.encoding {
        case .utf8: return .oneByte
        case .utf16LittleEndian: return .twoBytes(highFirst: false)
        case .utf16BigEndian: return .twoBytes(highFirst: true)
        case .utf16: return .twoBytes(highFirst: first == [0xFE, 0xFF])
        }
    }
    switch first {
    case [0xFE, 0xFF], [0x00, 0x3C]: return .twoBytes(highFirst: true)
    case [0xFF, 0xFE], [0x3C, 0x00]: return .twoBytes(highFirst: false)
    default: return .oneByte
    }
}

/// Reads pieces of a file, gzip inflated, in the order of their offsets.
func forEachPiece(
    _ path: String, _ spans: [RecordSpan], _ body: (RecordSpan, [UInt8]) throws -> Void
) throws {
    var file = try FileBytes(path: path)
    var held: [UInt8] = []
    var base = 0
    for span in spans.sorted(by: { $0.offset < $1.offset }) {
        while base + held.count < span.offset + span.length {
            // What lies before the piece is done with.
            let passed = min(max(span.offset - base, 0), held.count)
            held.removeFirst(passed)
            base += passed
            if try file.read(into: &held, upTo: 1 << 20) == 0 { break }
        }
        let start = max(span.offset - base, 0)
        let end = min(span.offset + span.length - base, held.count)
        if start < end { try body(span, Array(held[start..<end])) }
    }
}

/// Whether one of the codes stands anywhere in a file, as far as it can be read.
func fileHoldsCode(_ path: String, _ form: UnitForm, _ codes: CaseCodes) -> Bool {
    let wanted = codes.units(form)
    let overlap = 2 + (wanted.map(\.count).max() ?? 0)
    guard var file = try? FileBytes(path: path) else { return false }
    var units: [UInt16] = []
    while true {
        var block: [UInt8] = []
        let count = (try? file.read(into: &block, upTo: 1 << 20)) ?? 0
        if count == 0 { return holdsCode(units, wanted) }
        units = Array(units.suffix(overlap)) + form.units(block)
        if holdsCode(Array(units.dropLast()), wanted) { return true }
    }
}
