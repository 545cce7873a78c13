/// What stands behind `like`: `%` for any run of characters, `_` for any one character.
///
/// A character is a Unicode scalar, as in PostgreSQL and SQLite; letter case counts, as in standard
/// SQL. Without `escape` no character takes away the meaning of `%` and `_`.
struct LikePattern: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case byte(UInt8)
        /// `_`
        case one
        /// `%`
        case run
    }

    let parts: [Part]

    init(parts: [Part]) {
        self.parts = parts
    }

    /// Reads a pattern; nil where the escape stands before neither `%`, `_` nor itself.
    init?(_ text: String, escape: Unicode.Scalar?) {
        var parts: [Part] = []
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                guard scalar == "%" || scalar == "_" || scalar == escape else { return nil }
                parts += scalar.utf8.map { .byte($0) }
                isEscaped = false
            } else if scalar == escape {
                isEscaped = true
            } else if scalar == "%" {
                if parts.last != .run { parts.append(.run) }
            } else if scalar == "_" {
                parts.append(.one)
            } else {
                parts += scalar.utf8.map { .byte($0) }
            }
        }
        if isEscaped { return nil }
        self.parts = parts
    }

    /// A text that another pattern has only if it is the same.
    var canonicalText: String {
        parts.map { part in
            switch part {
            case .byte(let byte): "\(byte)"
            case .one: "_"
            case .run: "%"
            }
        }.joined(separator: ",")
    }

    /// Whether the whole of a text is so; the bytes are UTF-8.
    func matches(_ text: [UInt8]) -> Bool { matches(text.span) }

    /// Whether the whole of a text is so; the bytes are UTF-8.
    func matches(_ text: Span<UInt8>) -> Bool {
        let parts = parts.span
        var (at, part) = (0, 0)
        // Where to go on when what came after the last run does not fit.
        var (runAt, runPart) = (0, -1)
        while at < text.count {
            if part < parts.count, parts[part] == .run {
                (runAt, runPart) = (at, part)
                part += 1
            } else if part < parts.count, let next = Self.step(parts[part], text, at) {
                at = next
                part += 1
            } else if runPart >= 0 {
                runAt += 1
                (at, part) = (runAt, runPart + 1)
            } else {
                return false
            }
        }
        while part < parts.count, parts[part] == .run { part += 1 }
        return part == parts.count
    }

    /// Where the text goes on behind a part that is no run, nil where it does not fit.
    private static func step(_ part: Part, _ text: Span<UInt8>, _ at: Int) -> Int? {
        switch part {
        case .byte(let byte): return text[at] == byte ? at + 1 : nil
        default:
            // A byte 10xxxxxx goes on with a scalar, so none begins here.
            if text[at] & 0xC0 == 0x80 { return nil }
            var next = at + 1
            while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
            return next
        }
    }
}
