/// Where a field lies in its record, as the mapping writes it.
///
/// Steps down from the record element, by local name: `MaHoSo`, `a/b`, `@id`,
/// `date[@key='deadline']/@value`, or `.` for the text of the record element itself. The text of an
/// element is all text within it, descendants included.
package struct XMLPath: Sendable, Equatable {
    /// One step down to an element.
    package struct Step: Sendable, Equatable {
        /// Local name of the element.
        package var name: String
        /// Attributes (local name and value) that the element must have.
        package var conditions: [Condition]
    }

    /// An attribute that must have a value.
    package struct Condition: Sendable, Equatable {
        /// Local name of the attribute.
        package var attribute: String
        /// The exact value.
        package var value: String
    }

    /// Elements from the record down.
    package var steps: [Step]
    /// Local name of the attribute that holds the value; nil for the element's text.
    package var attribute: String?

    /// Parses a path; the error says where in its text it cannot be understood.
    package init(_ text: String) throws(XMLPathError) {
        steps = []
        if text == "." { return }
        var parser = XMLPathParser(text)
        (steps, attribute) = try parser.parse()
    }
}

/// Why a path cannot be understood.
package struct XMLPathError: Error, Sendable, Equatable {
    /// What was expected.
    package enum Expectation: Sendable, Equatable {
        /// A name of an element or attribute, without namespace prefix.
        case name
        /// `/` or the end.
        case slashOrEnd
        /// `@` behind `[`.
        case attribute
        /// `=` and a quoted value.
        case quotedValue
        /// `]`.
        case bracket
    }

    /// What was expected.
    package var expected: Expectation
    /// Where, in UTF-8 bytes from the beginning of the path.
    package var offset: Int
}

private struct XMLPathParser {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func parse() throws(XMLPathError) -> ([XMLPath.Step], String?) {
        var steps: [XMLPath.Step] = []
        while true {
            if take("@") {
                let attribute = try name()
                if at < bytes.count { throw failure(.slashOrEnd) }
                return (steps, attribute)
            }
            var step = XMLPath.Step(name: try name(), conditions: [])
            while take("[") { step.conditions.append(try condition()) }
            steps.append(step)
            if at == bytes.count { return (steps, nil) }
            if !take("/") { throw failure(.slashOrEnd) }
        }
    }

    private mutating func condition() throws(XMLPathError) -> XMLPath.Condition {
        if !take("@") { throw failure(.attribute) }
        let attribute = try name()
        guard take("="), at < bytes.count, bytes[at] == 0x27 || bytes[at] == 0x22 else {
            throw failure(.quotedValue)
        }
        let quote = bytes[at]
        guard let end = bytes[(at + 1)...].firstIndex(of: quote) else {
            throw failure(.quotedValue)
        }
        let value = String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
        at = end + 1
        if !take("]") { throw failure(.bracket) }
        return XMLPath.Condition(attribute: attribute, value: value)
    }

    private mutating func name() throws(XMLPathError) -> String {
        let start = at
        while at < bytes.count, isNamePart(bytes[at], first: at == start) { at += 1 }
        if at == start { throw failure(.name) }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private func isNamePart(_ byte: UInt8, first: Bool) -> Bool {
        if first && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")) { return false }
        return !"/@[]='\": \t\r\n*()".utf8.contains(byte)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private func failure(_ expected: XMLPathError.Expectation) -> XMLPathError {
        XMLPathError(expected: expected, offset: at)
    }
}
