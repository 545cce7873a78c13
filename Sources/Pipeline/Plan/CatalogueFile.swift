/// The lines of a catalogue file: a small CSV file with a header, comma, UTF-8.
struct CatalogueTable {
    /// A line with its place.
    struct Line {
        var fields: [String]
        var place: PlanPlace
        /// Where each field begins.
        var places: [PlanPlace] = []
    }

    let header: [String]
    let lines: [Line]
    let file: String
    let log: FaultLog

    /// Nil and a fault where the file has no header or a quote is broken.
    init?(_ bytes: [UInt8], file: String, log: FaultLog) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            log.report(.notUTF8, at: PlanPlace(file: file))
            return nil
        }
        guard var lines = Self.lines(of: text, file: file, log: log) else { return nil }
        guard !lines.isEmpty else {
            log.report(.emptyFile, at: PlanPlace(file: file))
            return nil
        }
        header = lines.removeFirst().fields
        self.file = file
        self.log = log
        self.lines = lines
        for line in lines where line.fields.count != header.count {
            log.report(
                .fieldCount(found: line.fields.count, expected: header.count), at: line.place)
        }
    }

    /// Index of a column; a fault where it must be there and is not, or is unknown.
    func index(of column: String, isRequired: Bool) -> Int? {
        let index = header.firstIndex(of: column)
        if index == nil, isRequired {
            let place = PlanPlace(file: file, line: 1, column: 1)
            log.report(
                .unknownColumn(column, of: file), at: place,
                suggestion: nil)
        }
        return index
    }

    /// The text of a field, nil where empty or beyond a short line.
    static func text(_ line: Line, _ index: Int?) -> String? {
        guard let index, index < line.fields.count, !line.fields[index].isEmpty else { return nil }
        return line.fields[index]
    }

    /// Splits by RFC 4180; blank lines are left out.
    private static func lines(of text: String, file: String, log: FaultLog) -> [Line]? {
        var lines: [Line] = []
        var fields: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var wasQuoted = false
        var place = PlanPlace(file: file, line: 1, column: 1)
        var line = 1
        var column = 0
        var quote = place
        var next = place
        var places: [PlanPlace] = []
        var scalars = text.unicodeScalars[...]
        if scalars.first == "\u{FEFF}" { scalars = scalars.dropFirst() }
        func endField() {
            fields.append(wasQuoted ? String(field) : trimmed(String(field)))
            places.append(next)
            next = PlanPlace(file: file, line: line, column: column + 1)
            field.removeAll()
            wasQuoted = false
        }
        func endLine() {
            endField()
            if fields != [""] {
                lines.append(Line(fields: fields, place: place, places: places))
            }
            fields.removeAll()
            places.removeAll()
        }
        while let scalar = scalars.popFirst() {
            column += 1
            if scalar == "\n" { (line, column) = (line + 1, 0) }
            if isQuoted {
                if scalar != "\"" {
                    field.append(scalar)
                } else if scalars.first == "\"" {
                    field.append(scalar)
                    scalars = scalars.dropFirst()
                } else {
                    isQuoted = false
                }
                continue
            }
            switch scalar {
            case "\"" where field.isEmpty && !wasQuoted:
                isQuoted = true
                wasQuoted = true
                quote = PlanPlace(file: file, line: line, column: 0)
            case ",": endField()
            case "\r" where scalars.first == "\n" || scalars.isEmpty: break
            case "\n":
                endLine()
                place.line = line
            default:
                if wasQuoted || scalar == "\"" {
                    log.report(.brokenQuote, at: PlanPlace(file: file, line: line, column: 0))
                    return nil
                }
                field.append(scalar)
            }
        }
        if isQuoted {
            log.report(.brokenQuote, at: quote)
            return nil
        }
        endLine()
        return lines
    }

    private static func trimmed(_ text: String) -> String {
        // Nearly all fields: no character of theirs is looked at.
        guard text.utf8.first == 0x20 || text.utf8.last == 0x20 else { return text }
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
