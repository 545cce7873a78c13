import CLibXML2

/// Where a parser stands, in bytes of the file as decompressed.
///
/// `unsafe` lives here because the parser's buffer is read by address, within its own bounds.
@safe struct XMLPosition {
    private let context: xmlParserCtxtPtr

    /// The position of this parser.
    init(_ context: xmlParserCtxtPtr) { unsafe self.context = unsafe context }

    /// Offset of the byte to be read next.
    var offset: Int {
        guard let input = unsafe context.pointee.input else { return 0 }
        if unsafe isTranscoded(input) { return unsafe max(Int(xmlByteConsumed(context)), 0) }
        return unsafe Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
    }

    /// Offset of the `<` of the tag being read; exact for UTF-8, UTF-16 and one-byte encodings.
    var tagStart: Int {
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

    /// Line, counted from 1.
    var line: Int? {
        guard let input = unsafe context.pointee.input else { return nil }
        return unsafe Int(input.pointee.line)
    }

    private func isTranscoded(_ input: xmlParserInputPtr) -> Bool {
        guard let buffer = unsafe input.pointee.buf else { return false }
        return unsafe buffer.pointee.encoder != nil
    }
}
