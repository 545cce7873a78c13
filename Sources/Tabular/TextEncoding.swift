/// How the text of a file is encoded; it is declared, never guessed.
package enum TextEncoding: String, Sendable, CaseIterable {
    /// UTF-8, with or without a byte order mark.
    case utf8 = "utf-8"
    /// UTF-16, low byte first ("Unicode Text" of spreadsheet programs).
    case utf16LE = "utf-16le"
    /// UTF-16, high byte first.
    case utf16BE = "utf-16be"
    /// UTF-16 that says its byte order by a byte order mark, which must be there.
    case utf16 = "utf-16"
}

/// What a byte order mark at the beginning of a file says.
enum ByteOrderMark {
    case utf8, utf16LE, utf16BE

    /// The mark at the beginning of these bytes, if there is one.
    init?(_ bytes: [UInt8]) {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
            self = .utf8
        } else if bytes.starts(with: [0xff, 0xfe]) {
            self = .utf16LE
        } else if bytes.starts(with: [0xfe, 0xff]) {
            self = .utf16BE
        } else {
            return nil
        }
    }

    /// Its bytes.
    var length: Int { self == .utf8 ? 3 : 2 }
}
