/// Cuts the text of a formula into tokens.
///
/// Names may hold any letter beyond ASCII, so that a column can be called what an office calls it.
struct Scanner {
    private let bytes: [UInt8]
    private var position = 0

    private init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// All tokens of a text; the last is the end.
    static func tokens(of text: String) throws(FormulaFault) -> [Token] {
        var scanner = Scanner(text)
        var tokens: [Token] = []
        repeat {
            tokens.append(try scanner.next())
        } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(FormulaFault) -> Token {
        skipBlanks()
        let start = position
        guard let byte = peek() else { return Token(kind: .end, range: start..<start) }
        let kind: Token.Kind =
            switch byte {
            case UInt8(ascii: "'"): .text(try quoted(byte))
            case UInt8(ascii: "\""): .quotedName(try quoted(byte))
            case UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
            case _ where Self.startsName(byte): word()
            default: try sign()
            }
        return Token(kind: kind, range: start..<position)
    }

    private func peek(_ distance: Int = 0) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    private func slice(from start: Int) -> String {
        String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipBlanks() {
        while let byte = peek() {
            if byte == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") {
                while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
            } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
                position += 1
            } else {
                return
            }
        }
    }

    private static func startsName(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func continuesName(_ byte: UInt8) -> Bool {
        startsName(byte) || (0x30...0x39).contains(byte)
    }

    private mutating func word() -> Token.Kind {
        let start = position
        while let byte = peek(), Self.continuesName(byte) { position += 1 }
        let word = slice(from: start)
        return Keyword(rawValue: word.lowercasedASCII).map { .keyword($0) } ?? .name(word)
    }

    private mutating func number() throws(FormulaFault) -> Token.Kind {
        let start = position
        while let byte = peek(), Self.continuesName(byte) || byte == UInt8(ascii: ".") {
            position += 1
        }
        let digits = slice(from: start)
        let parts = digits.utf8.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isNumber =
            parts.count <= 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) }
            }
        guard isNumber else { throw FormulaFault(.notANumber(digits), at: start..<position) }
        if parts.count == 1, let value = Int64(digits) { return .integer(value) }
        if parts.count == 2, let value = DecimalLiteral(digits) {
            // `1.0` is the whole number 1.
            return value.places == 0 ? .integer(value.units) : .decimal(value)
        }
        throw FormulaFault(.numberTooLarge(digits), at: start..<position)
    }

    /// The text between quotes; a doubled quote stands for one.
    private mutating func quoted(_ quote: UInt8) throws(FormulaFault) -> String {
        let start = position
        var content: [UInt8] = []
        position += 1
        while let byte = peek() {
            position += 1
            if byte != quote {
                content.append(byte)
            } else if peek() == quote {
                content.append(quote)
                position += 1
            } else {
                return String(decoding: content, as: UTF8.self)
            }
        }
        let sign = quote == UInt8(ascii: "'") ? "'" : "\""
        throw FormulaFault(.unclosedQuote(sign), at: start..<bytes.count)
    }

    private mutating func sign() throws(FormulaFault) -> Token.Kind {
        let start = position
        position += 1
        if let next = peek(), [UInt8(ascii: "="), UInt8(ascii: ">")].contains(next) {
            let pair = String(decoding: bytes[start...position], as: UTF8.self)
            if let comparison = ComparisonOperator(rawValue: pair == "!=" ? "<>" : pair) {
                position += 1
                return .comparison(comparison)
            }
        }
        let single = slice(from: start)
        if let comparison = ComparisonOperator(rawValue: single) { return .comparison(comparison) }
        if let sign = Token.Sign(rawValue: single) { return .sign(sign) }
        throw FormulaFault(.unexpectedCharacter(single), at: start..<position)
    }
}
