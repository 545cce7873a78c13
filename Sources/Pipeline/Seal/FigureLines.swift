import Columnar
import Tabular

/// Lends each line of a `results.csv`.
package func forEachFigure(in bytes: [UInt8], _ body: (FigureLine) throws -> Void) throws {
    try forEachFigures(in: bytes) { batch in
        for record in 0..<batch.count { try body(FigureLine(batch: batch, record: record)) }
    }
}

/// Lends the lines of a `results.csv` many at once.
///
/// For who reads a hundred thousand of them: nothing is counted up and down for each line.
func forEachFigures(in bytes: [UInt8], _ body: (RecordBatch) throws -> Void) throws {
    var reader = try CSVReader(
        source: FileBytes(memory: bytes), dialect: CSVDialect(delimiter: UInt8(ascii: ",")),
        encoding: .utf8)
    guard reader.header == Results.header else {
        throw RunError.store("there is a results.csv of another version")
    }
    reader.select(Array(reader.header.indices))
    var batch = RecordBatch(columns: reader.header.count)
    var children: [RecordBatch] = []
    while try reader.next(into: &batch, children: &children) { try body(batch) }
}

/// One line of a `results.csv`; its fields are those of `Results.header`.
package struct FigureLine {
    fileprivate let batch: RecordBatch
    fileprivate let record: Int

    /// The text of a field.
    package func text(_ field: Int) -> String { batch.text(batch.fields[field], record) }

    /// The texts of all fields.
    package var fields: [String] { batch.fields.indices.map { text($0) } }

    /// Whether the fields from a place on are these texts.
    func holds(_ texts: [String], from place: Int) -> Bool {
        for (index, text) in texts.enumerated()
        where !batch.bytes[batch.range(place + index, record)].elementsEqual(text.utf8) {
            return false
        }
        return true
    }
}

/// The lines that a file has no more and those that it has new; each with the header line.
package struct LineChange {
    /// The lines that are no more.
    package private(set) var gone: [UInt8] = []
    /// The lines that are new.
    package private(set) var come: [UInt8] = []

    /// Compares two files none of which has a line twice.
    package init(from old: [UInt8], to new: [UInt8]) {
        let header = endOfLine(new.span, from: 0)
        if header == 0 { return }
        gone += new[..<header]
        come += new[..<header]
        var (before, after) = differingLines(old.span, new.span)
        // What has only changed its place is in both lists.
        var known = Interner()
        let codes = before.map { known.intern(old.span.extracting($0)) }
        var stays = [Bool](repeating: false, count: known.count)
        after.removeAll { line in
            let code = Int(known.intern(new.span.extracting(line)))
            guard code < stays.count else { return false }
            stays[code] = true
            return true
        }
        for line in after { come += new[line] }
        for (line, code) in zip(before, codes) where !stays[Int(code)] { gone += old[line] }
    }
}

/// The lines behind the headers that are not the same in the same order.
///
/// Most lines of two nights are: they are gone through side by side, and nothing is noted of them.
private func differingLines(
    _ old: Span<UInt8>, _ new: Span<UInt8>
) -> (before: [Range<Int>], after: [Range<Int>]) {
    var (before, after): ([Range<Int>], [Range<Int>]) = ([], [])
    var (left, right) = (endOfLine(old, from: 0), endOfLine(new, from: 0))
    while left < old.count, right < new.count {
        let length = sameLength(old, left, new, right)
        if length > 0, old[left + length - 1] == UInt8(ascii: "\n") {
            (left, right) = (left + length, right + length)
            continue
        }
        let mine = left..<endOfLine(old, from: left + length)
        let other = right..<endOfLine(new, from: right + length)
        // One that went, one that came, or one in the place of another.
        if isLine(new, other, at: mine.upperBound, of: old) {
            before.append(mine)
            left = mine.upperBound
        } else if isLine(old, mine, at: other.upperBound, of: new) {
            after.append(other)
            right = other.upperBound
        } else {
            before.append(mine)
            after.append(other)
            (left, right) = (mine.upperBound, other.upperBound)
        }
    }
    while left < old.count {
        before.append(left..<endOfLine(old, from: left))
        left = endOfLine(old, from: left)
    }
    while right < new.count {
        after.append(right..<endOfLine(new, from: right))
        right = endOfLine(new, from: right)
    }
    return (before, after)
}

/// How many bytes are the same from two places on, up to the end of the line.
private func sameLength(_ left: Span<UInt8>, _ at: Int, _ right: Span<UInt8>, _ place: Int) -> Int {
    let most = min(left.count - at, right.count - place)
    var length = 0
    while length < most, left[at + length] == right[place + length] {
        length += 1
        if left[at + length - 1] == UInt8(ascii: "\n") { break }
    }
    return length
}

/// Whether a line of one text stands at a place of another.
private func isLine(
    _ text: Span<UInt8>, _ line: Range<Int>, at place: Int, of other: Span<UInt8>
) -> Bool {
    place < other.count && sameLength(text, line.lowerBound, other, place) == line.count
}

/// The index behind the line end that comes next; the end of the bytes where none does.
func endOfLine(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var at = start
    while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
    return min(at + 1, bytes.count)
}

extension RecordBatch {
    /// The text of a field, empty where the record lacks it.
    func text(_ bounds: FieldBounds, _ record: Int) -> String {
        let start = bounds.starts[record]
        guard start != Self.absent else { return "" }
        return String(decoding: bytes[Int(start)..<Int(bounds.ends[record])], as: UTF8.self)
    }

    /// Where a field lies in `bytes`; empty where the record lacks it.
    func range(_ field: Int, _ record: Int) -> Range<Int> {
        let start = fields[field].starts[record]
        return start == Self.absent ? 0..<0 : Int(start)..<Int(fields[field].ends[record])
    }

    /// The number in a field; nil where it is none of 64 bits.
    func number(_ field: Int, _ record: Int) -> Int64? {
        let range = range(field, record)
        guard range.count < 19, !range.isEmpty else { return Int64(text(fields[field], record)) }
        var number: Int64 = 0
        for index in range {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return Int64(text(fields[field], record)) }
            number = number &* 10 &+ Int64(digit)
        }
        return number
    }
}
