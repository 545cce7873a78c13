/// Appends the separators of one record that may break the rules of quoting, byte by byte.
///
/// A quote within an unquoted field is plain text. Text behind a closing quote belongs to the field
/// up to its separator, quotes in it are plain text, and the field is marked. Returns where the
/// next record begins; nil if the record does not end before `end`, and whether it ends within
/// quotes.
func scanIrregularRecord(
    _ bytes: borrowing [UInt8], from start: Int, to end: Int, dialect: CSVDialect,
    into index: inout SeparatorIndex
) -> (next: Int?, withinQuotes: Bool) {
    enum Place { case fieldStart, plain, quoted, closed }
    var place = Place.fieldStart
    for at in start..<end {
        let byte = bytes[at]
        if place == .quoted {
            if byte == dialect.quote { place = .closed }
        } else if byte == dialect.delimiter {
            index.append(at, endsRecord: false)
            place = .fieldStart
        } else if byte == 0x0a || byte == 0x0d {
            index.append(at, endsRecord: true)
            let pair = byte == 0x0d && at + 1 < end && bytes[at + 1] == 0x0a
            return (at + (pair ? 2 : 1), false)
        } else if byte == dialect.quote && place != .plain {
            if place == .closed {
                index.hasDoubledQuotes = true
            } else {
                index.quotedFields.append(UInt32(index.count))
            }
            place = .quoted
            index.hasQuotes = true
        } else {
            if place == .closed { index.textAfterQuote.append(at) }
            place = .plain
        }
    }
    return (nil, place == .quoted)
}
