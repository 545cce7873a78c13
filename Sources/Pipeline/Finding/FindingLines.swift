extension Finding {
    /// The finding as one line of JSON with sorted keys, for `findings.jsonl`.
    func appendLine(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        appendMember("code", code.rawValue, to: &bytes, first: true)
        appendMember("column", column, to: &bytes)
        appendMember("file", place.file, to: &bytes)
        appendMember("hint", hint, to: &bytes)
        appendMember("input", place.input, to: &bytes)
        appendMember("object", place.object, to: &bytes)
        appendNumber("offset", place.offset, to: &bytes)
        appendNumber("record", place.record, to: &bytes)
        appendMember("severity", code.severity.word, to: &bytes)
        appendMember("title", code.message.title, to: &bytes)
        appendMember("value", value, to: &bytes)
        bytes.append(contentsOf: "}\n".utf8)
    }
}

private func appendMember(
    _ key: String, _ text: String?, to bytes: inout [UInt8], first: Bool = false
) {
    guard let text else { return }
    if !first { bytes.append(UInt8(ascii: ",")) }
    appendJSONText(key, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    appendJSONText(text, to: &bytes)
}

private func appendNumber(_ key: String, _ number: Int?, to bytes: inout [UInt8]) {
    guard let number else { return }
    bytes.append(contentsOf: ",\"\(key)\":\(number)".utf8)
}

/// Appends the text as a JSON string; control characters are escaped, so a value ends no line.
func appendJSONText(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": bytes.append(contentsOf: "\\\"".utf8)
        case "\\": bytes.append(contentsOf: "\\\\".utf8)
        case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            || scalar.value == 0x2028 || scalar.value == 0x2029:
            let hex = String(scalar.value, radix: 16)
            bytes.append(contentsOf: "\\u".utf8)
            bytes.append(contentsOf: String(repeating: "0", count: 4 - hex.count).utf8)
            bytes.append(contentsOf: hex.utf8)
        default: bytes.append(contentsOf: String(scalar).utf8)
        }
    }
    bytes.append(UInt8(ascii: "\""))
}
