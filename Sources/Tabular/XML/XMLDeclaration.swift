/// Whether a file that begins with these bytes is UTF-16: by its mark, or by `<` in two bytes.
func startsUTF16(_ bytes: [UInt8]) -> Bool {
    let pairs: [[UInt8]] = [[0xff, 0xfe], [0xfe, 0xff], [0x3c, 0x00], [0x00, 0x3c]]
    return pairs.contains { bytes.starts(with: $0) }
}

extension XMLRecords {
    /// Refuses a declaration that contradicts the bytes: the parser follows the bytes in silence.
    mutating func checkDeclaration() {
        let declared = position.declaredEncoding
        let names = ["UTF-16", "UTF-16LE", "UTF-16BE", "ISO-10646-UCS-2"]
        if position.startsUTF16, !names.contains(declared.uppercased()) {
            fail(.wrongEncoding(declared: declared), at: 0)
        }
    }
}

/// Whether this is the declaration of a file in UTF-8, as nearly every such file has it.
func isRegularDeclaration(_ text: String) -> Bool {
    if text.contains("\"") && text.contains("'") { return false }
    let words = text.utf8.split { isWhiteSpace($0) }.map { String(decoding: $0, as: UTF8.self) }
    let forms: [[String]] = [
        ["<?xml"], ["version='1.0'"], ["encoding='UTF-8'", ""],
        ["standalone='yes'", "standalone='no'", ""], ["?>"],
    ]
    var rest = words.map { $0.replacing("\"", with: "'") }[...]
    if let last = rest.last, last.hasSuffix("?>"), last != "?>" {
        rest[rest.endIndex - 1] = String(last.dropLast(2))
        rest.append("?>")
    }
    for form in forms {
        guard let word = rest.first else { return false }
        let known = word.hasPrefix("encoding") ? word.replacing("utf-8", with: "UTF-8") : word
        if form.contains(known) {
            rest.removeFirst()
        } else if !form.contains("") {
            return false
        }
    }
    return rest.isEmpty
}

/// The character that a reference stands for, by what is between `&` and `;`; nil if it is not one
/// of the five entities or an allowed character.
func referenced(by name: Span<UInt8>) -> Unicode.Scalar? {
    let text = String(decoding: Array(copying: name), as: UTF8.self)
    switch text {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "apos": return "'"
    case "quot": return "\""
    default: break
    }
    let digits = text.hasPrefix("#x") ? text.dropFirst(2) : text.dropFirst(1)
    guard text.hasPrefix("#"), let first = digits.first, first != "+", first != "-",
        let value = UInt32(digits, radix: text.hasPrefix("#x") ? 16 : 10),
        let scalar = Unicode.Scalar(value)
    else { return nil }
    switch value {
    case 0x09, 0x0a, 0x0d, 0x20...0xfffd, 0x1_0000...0x10_ffff: return scalar
    default: return nil
    }
}
