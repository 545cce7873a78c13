/// Offsets at which a plain UTF-8 file may be split into parts that are read at the same time.
///
/// Each is where a record most likely begins: behind a line end, and the records that follow have
/// as many fields as the header. Whether a line end lies within quotes can be known only from the
/// beginning of the file, so a split is a proposal, and the reader before it is its proof: if that
/// reader ends with `position` at the split, it was right. If not, what was read behind the split
/// is dropped and `position..<upperBound` is read in its place. Results are the same in either
/// case. Empty for a gzip file; offsets rise, and there may be fewer than asked for.
package func csvSplitPoints(
    path: String, dialect: CSVDialect, columnCount: Int, parts: Int
) throws(TabularError) -> [Int] {
    let window = 64 << 10
    if try FileBytes(path: path).isCompressed { return [] }
    let size = try PosixFile(reading: path).size()
    var points: [Int] = []
    for part in 1..<max(parts, 1) {
        let from = size / parts * part
        var file = try FileBytes(path: path, range: from..<size)
        var bytes: [UInt8] = []
        let count = try file.read(into: &bytes, upTo: min(window, size - from))
        bytes.append(contentsOf: repeatElement(0, count: TextBlocks.padding))
        let found = recordStart(in: bytes, to: count, dialect: dialect, columnCount: columnCount)
        if let found, from + found > points.last ?? 0 { points.append(from + found) }
    }
    return points
}

/// Position behind a line end from which the next few records have the right number of fields.
private func recordStart(
    in bytes: [UInt8], to end: Int, dialect: CSVDialect, columnCount: Int
) -> Int? {
    let tries = 32
    let records = 8
    var index = SeparatorIndex()
    var at = 0
    for _ in 0..<tries {
        while at < end, bytes[at] != 0x0a, bytes[at] != 0x0d { at += 1 }
        while at < end, bytes[at] == 0x0a || bytes[at] == 0x0d { at += 1 }
        if at == end { return nil }
        index.removeAll()
        let stop = min(at + (16 << 10), end)
        let result = scanSeparators(bytes, from: at, to: stop, dialect: dialect, into: &index)
        let looked = index.recordEnds[..<min(index.records, records)]
        var first = 0
        var isRight = result != .irregularQuote && !looked.isEmpty
        for last in looked {
            isRight = isRight && Int(last) - first + 1 == columnCount
            first = Int(last) + 1
        }
        if isRight { return at }
    }
    return nil
}
