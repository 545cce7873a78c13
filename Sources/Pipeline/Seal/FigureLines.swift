import Columnar
import Tabular

/// Lends each line of a `results.csv`.
package func forEachFigure(in bytes: [UInt8], _ body: (FigureLine) throws -> Void) throws {
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
        for record in 0..<batch.count { try body(FigureLine(batch: batch, record: record)) }
    }
}

/// One line of a `results.csv`; its fields are those of `Results.header`.
package struct FigureLine {
    fileprivate let batch: RecordBatch
    fileprivate let record: Int

    /// The bytes that hold the fields.
    var bytes: [UInt8] { batch.bytes }

    /// Where a field lies in `bytes`; empty where the line lacks it.
    func range(_ field: Int) -> Range<Int> {
        let start = batch.fields[field].starts[record]
        return start == RecordBatch.absent
            ? 0..<0 : Int(start)..<Int(batch.fields[field].ends[record])
    }

    /// The text of a field.
    package func text(_ field: Int) -> String {
        String(decoding: batch.bytes[range(field)], as: UTF8.self)
    }

    /// The texts of all fields.
    package var fields: [String] { batch.fields.indices.map { text($0) } }

    /// The number in a field; nil where it is none of 64 bits.
    func number(_ field: Int) -> Int64? {
        let digits = batch.bytes[range(field)]
        guard digits.count < 19, !digits.isEmpty else { return Int64(text(field)) }
        var number: Int64 = 0
        for digit in digits {
            guard digit &- 0x30 < 10 else { return Int64(text(field)) }
            number = number * 10 + Int64(digit &- 0x30)
        }
        return number
    }

    /// Whether the fields from a place on are these texts.
    func holds(_ texts: [String], from place: Int) -> Bool {
        for (index, text) in texts.enumerated()
        where !batch.bytes[range(place + index)].elementsEqual(text.utf8) {
            return false
        }
        return true
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
