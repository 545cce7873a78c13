import CLibXML2

/// Where a reader of XML stands, in bytes of the file as decompressed.
///
/// The scan says where it stands; the parser is asked, and only when it is needed. `unsafe` lives
/// here because the parser's buffer is read by address, within its own bounds.
@safe struct XMLPosition {
    private let context: xmlParserCtxtPtr?
    private var scanned = 0..<0

    /// The position of this parser.
    init(_ context: xmlParserCtxtPtr) { unsafe self.context = unsafe context }

    /// The position of a scan.
    init() { unsafe context = nil }

    /// The scan has read this tag last.
    @inline(__always)
    mutating func move(to tag: Range<Int>) { scanned = tag }

    /// Offset of the byte to be read next.
    var offset: Int {
        guard let context = unsafe context else { return scanned.upperBound }
        guard let input = unsafe context.pointee.input else { return 0 }
        if unsafe isTranscoded(input) { return unsafe max(Int(xmlByteConsumed(context)), 0) }
        return unsafe Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
    }

    /// Offset of the `<` of the tag being read; exact for UTF-8, UTF-16 and one-byte encodings.
    var tagStart: Int {
        guard let context = unsafe context else { return scanned.lowerBound }
        guard let input = unsafe context.pointee.input, let base = unsafe input.pointee.base,
            var at = unsafe input.pointee.cur
        else { return 0 }
        var characters = 0
        var length = 0
        // No tag holds a raw `<`, in attribute values neither, so the last one begins it.
        while unsafe at > base {
            unsafe at -= 1
            length += 1
            if unsafe at.pointee & 0xc0 != 0x80 { characters += 1 }
            if unsafe at.pointee == UInt8(ascii: "<") { break }
        }
        guard unsafe isTranscoded(input) else { return offset - length }
        return offset - (startsUTF16 ? 2 * characters : characters)
    }

    /// The bytes of the file are UTF-16, told by its first bytes.
    var startsUTF16 = false

    /// Line, counted from 1; a scan does not count lines.
    var line: Int? {
        guard let input = unsafe context?.pointee.input else { return nil }
        return unsafe Int(input.pointee.line)
    }

    /// The encoding that the file says it has.
    var declaredEncoding: String {
        if let name = unsafe context?.pointee.encoding { return unsafe String(cString: name) }
        return startsUTF16 ? "UTF-16" : "UTF-8"
    }

    private func isTranscoded(_ input: xmlParserInputPtr) -> Bool {
        guard let buffer = unsafe input.pointee.buf else { return false }
        return unsafe buffer.pointee.encoder != nil
    }
}
