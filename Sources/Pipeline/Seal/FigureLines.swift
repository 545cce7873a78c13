import Columnar
import Tabular

/// Lends the fields of each line of a `results.csv`, in the order of `Results.header`.
package func forEachFigure(in bytes: [UInt8], _ body: ([String]) throws -> Void) throws {
    var reader = try CSVReader(
        source: FileBytes(memory: bytes), dialect: CSVDialect(delimiter: UInt8(ascii: ",")),
        encoding: .utf8)
    guard reader.header == Results.header else {
        throw RunError.store("there is a results.csv of another version")
    }
    reader.select(Array(reader.header.indices))
    var batch = RecordBatch(columns: reader.header.count)
    var children: [RecordBatch] = []
    while try reader.next(into: &batch, children: &children) {
        for record in 0..<batch.count {
            try body(batch.fields.map { batch.text($0, record) })
        }
    }
}

/// The lines that a file has no more and those that it has new; each with the header line.
struct LineChange {
    private(set) var gone: [UInt8] = []
    private(set) var come: [UInt8] = []

    init(from old: [UInt8], to new: [UInt8]) {
        let (before, after) = (lines(of: old), lines(of: new))
        guard let header = after.first else { return }
        gone += new[header]
        come += new[header]
        var known = Interner()
        let codes = before.dropFirst().map { known.intern(old.span.extracting($0)) }
        var stays = [Bool](repeating: false, count: known.count)
        for line in after.dropFirst() {
            let code = Int(known.intern(new.span.extracting(line)))
            if code < stays.count { stays[code] = true } else { come += new[line] }
        }
        for (line, code) in zip(before.dropFirst(), codes) where !stays[Int(code)] {
            gone += old[line]
        }
    }
}

/// Where the lines of a text lie, each with its line end; no field of ours holds one.
private func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for index in bytes.indices where bytes[index] == 0x0a {
        lines.append(start..<index + 1)
        start = index + 1
    }
    return lines
}

extension RecordBatch {
    /// The text of a field, empty where the record lacks it.
    func text(_ bounds: FieldBounds, _ record: Int) -> String {
        let start = bounds.starts[record]
        guard start != Self.absent else { return "" }
        return String(decoding: bytes[Int(start)..<Int(bounds.ends[record])], as: UTF8.self)
    }
}
