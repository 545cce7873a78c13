/// A word or a sign of Swift source.
struct Token: Equatable {
    var text: String
    var line: Int
}

/// The words and signs of Swift source, in order.
///
/// Comments are left out, and so is the text of literals, which stands as one `"`; code within a
/// string is code. A name in backticks is one word. This is much less than Swift's own lexer and
/// enough to tell code from talk about code.
func swiftTokens(of source: String) -> [Token] {
    var scanner = TokenScanner(bytes: Array(source.utf8))
    scanner.scanCode(inString: false)
    return scanner.tokens
}

private struct TokenScanner {
    let bytes: [UInt8]
    var tokens: [Token] = []
    private var at = 0
    private var line = 1

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Scans to the end, or within a string to the parenthesis that closes its code.
    mutating func scanCode(inString: Bool) {
        var depth = 0
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "\t"): advance()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): skipLine()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): skipBlockComment()
            case UInt8(ascii: "\""): scanString(hashes: 0)
            case UInt8(ascii: "#"): scanHashes()
            case UInt8(ascii: "`"): scanWord { $0 != UInt8(ascii: "`") }
            case _ where isWordByte(byte): scanWord(isWordByte)
            default:
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                if inString, depth < 0 { return advance() }
                append(String(UnicodeScalar(byte)))
                advance()
            }
        }
    }

    private mutating func scanWord(_ belongs: (UInt8) -> Bool) {
        let start = at
        let isQuoted = peek() == UInt8(ascii: "`")
        if isQuoted { advance() }
        while let byte = peek(), belongs(byte) { advance() }
        if isQuoted { advance() }
        append(String(decoding: bytes[start..<min(at, bytes.count)], as: UTF8.self))
    }

    /// At `#`: a raw string, a regular expression, or a word such as `#expect`.
    private mutating func scanHashes() {
        var hashes = 0
        while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
        switch peek(hashes) {
        case UInt8(ascii: "\""):
            at += hashes
            scanString(hashes: hashes)
        case UInt8(ascii: "/"):
            append("\"")
            at += hashes + 1
            while peek() != nil, !isClosed(by: "/", hashes: hashes) { advance() }
            at += hashes + 1
        default:
            append("#")
            advance()
        }
    }

    private mutating func scanString(hashes: Int) {
        append("\"")
        let quote = isClosed(by: "\"\"\"", hashes: 0) ? "\"\"\"" : "\""
        at += quote.utf8.count
        while let byte = peek(), !isClosed(by: quote, hashes: hashes) {
            let isEscape = byte == UInt8(ascii: "\\") && isClosed(by: "\\", hashes: hashes)
            if isEscape { at += hashes + 1 }
            if isEscape, peek() == UInt8(ascii: "(") {
                advance()
                scanCode(inString: true)
            } else {
                advance()
            }
        }
        at += quote.utf8.count + hashes
    }

    private mutating func skipLine() {
        while let byte = peek(), byte != UInt8(ascii: "\n") { advance() }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if isClosed(by: "/*", hashes: 0) {
                depth += 1
                at += 2
            } else if isClosed(by: "*/", hashes: 0) {
                depth -= 1
                at += 2
            } else {
                advance()
            }
        } while depth > 0 && peek() != nil
    }

    /// Whether this text and so many `#` stand here.
    private func isClosed(by text: String, hashes: Int) -> Bool {
        let wanted = Array(text.utf8) + Array(repeating: UInt8(ascii: "#"), count: hashes)
        return bytes[min(at, bytes.count)...].starts(with: wanted)
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 128...:
            true
        default: false
        }
    }

    private func peek(_ distance: Int = 0) -> UInt8? {
        at + distance < bytes.count ? bytes[at + distance] : nil
    }

    private mutating func advance() {
        if peek() == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }

    private mutating func append(_ text: String) {
        tokens.append(Token(text: text, line: line))
    }
}
