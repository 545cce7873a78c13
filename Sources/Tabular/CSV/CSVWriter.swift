/// Appends records to a buffer: RFC 4180 quoting, UTF-8, lines ended by LF.
package struct CSVWriter: Sendable {
    /// What happens to a field that a spreadsheet program would run as a formula.
    package enum Formulas: Sendable {
        /// Fields are written as they are; for programs that read the file.
        case kept
        /// A field that begins with `=` `+` `-` `@` TAB or CR gets an apostrophe in front, unless
        /// it is a plain number; for people who open the file in a spreadsheet.
        case neutralized
    }

    private let delimiter: UInt8
    private let formulas: Formulas

    /// A writer; the delimiter is `,` unless another is named.
    package init(delimiter: UInt8 = UInt8(ascii: ","), formulas: Formulas) {
        self.delimiter = delimiter
        self.formulas = formulas
    }

    /// Appends one record.
    package func append(_ fields: [String], to buffer: inout [UInt8]) {
        for (index, field) in fields.enumerated() {
            append(field, isFirst: index == 0, to: &buffer)
        }
        // A record of one empty field would be a blank line, which is no record.
        if fields.count == 1 && fields[0].isEmpty { buffer.append(contentsOf: [0x22, 0x22]) }
        endRecord(&buffer)
    }

    /// Appends one field, behind a delimiter unless it is the first of its record.
    package func append(_ field: String, isFirst: Bool, to buffer: inout [UInt8]) {
        let bytes = field.utf8Span.span
        if needsQuotes(bytes) || (formulas == .neutralized && isFormula(bytes)) {
            append(bytes, isFirst: isFirst, to: &buffer)
            return
        }
        if !isFirst { buffer.append(delimiter) }
        buffer.append(contentsOf: field.utf8)
    }

    /// Appends one whole number, behind a delimiter unless it is the first of its record.
    package func append(_ number: Int64, isFirst: Bool, to buffer: inout [UInt8]) {
        if !isFirst { buffer.append(delimiter) }
        if number < 0 { buffer.append(UInt8(ascii: "-")) }
        let start = buffer.count
        var rest = number.magnitude
        repeat {
            let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
            buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = tens
        } while rest > 0
        // The digits came from the last to the first.
        var (left, right) = (start, buffer.count - 1)
        while left < right {
            buffer.swapAt(left, right)
            (left, right) = (left + 1, right - 1)
        }
    }

    /// Appends one field of UTF-8 bytes, behind a delimiter unless it is the first of its record.
    package func append(_ field: Span<UInt8>, isFirst: Bool, to buffer: inout [UInt8]) {
        if !isFirst { buffer.append(delimiter) }
        let quoted = needsQuotes(field)
        if quoted { buffer.append(0x22) }
        if formulas == .neutralized && isFormula(field) { buffer.append(UInt8(ascii: "'")) }
        for index in field.indices {
            if field[index] == 0x22 { buffer.append(0x22) }
            buffer.append(field[index])
        }
        if quoted { buffer.append(0x22) }
    }

    /// Ends the record.
    package func endRecord(_ buffer: inout [UInt8]) { buffer.append(0x0a) }

    private func needsQuotes(_ field: Span<UInt8>) -> Bool {
        for index in field.indices {
            let byte = field[index]
            if byte == delimiter || byte == 0x22 || byte == 0x0a || byte == 0x0d { return true }
        }
        return false
    }

    private func isFormula(_ field: Span<UInt8>) -> Bool {
        guard field.count > 0 else { return false }
        switch field[0] {
        case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0d: return true
        case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isPlainNumber(field)
        default: return false
        }
    }

    /// A sign, digits, and at most one point or comma between digits.
    private func isPlainNumber(_ field: Span<UInt8>) -> Bool {
        var marks = 0
        var wasDigit = false
        for index in 1..<field.count {
            let isDigit = field[index] >= 0x30 && field[index] <= 0x39
            let isMark = field[index] == UInt8(ascii: ".") || field[index] == UInt8(ascii: ",")
            if isMark && wasDigit { marks += 1 } else if !isDigit { return false }
            wasDigit = isDigit
        }
        return wasDigit && marks <= 1
    }
}
