import CLibXML2

/// Whether a file that begins with these bytes is UTF-16: by its mark, or by `<` in two bytes.
func startsUTF16(_ bytes: [UInt8]) -> Bool {
    let pairs: [[UInt8]] = [[0xff, 0xfe], [0xfe, 0xff], [0x3c, 0x00], [0x00, 0x3c]]
    return pairs.contains { bytes.starts(with: $0) }
}

extension XMLRecords {
    /// Refuses a declaration that contradicts the bytes: the parser follows the bytes in silence.
    mutating func checkDeclaration() {
        let declared = declaredEncoding
        let names = ["UTF-16", "UTF-16LE", "UTF-16BE", "ISO-10646-UCS-2"]
        if position.startsUTF16, !names.contains(declared.uppercased()) {
            fail(.wrongEncoding(declared: declared), at: 0)
        }
    }
}
