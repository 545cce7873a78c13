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

/// The text with its control characters written as in JSON: a name of a file may hold any.
func escapedControls(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
        if isControl(scalar) {
            escaped += escape(scalar)
        } else {
            escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}

/// Whether the character steers a terminal or ends a line.
private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
        || scalar.value == 0x2029
}

private func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(4 - hex.count, 0)) + hex
}

/// Appends the text as a JSON string; control characters are escaped, so a value ends no line.
func appendJSONText(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    if isPlain(text.utf8Span.span) {
        bytes.append(contentsOf: text.utf8)
        return
    }
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": bytes.append(contentsOf: "\\\"".utf8)
        case "\\": bytes.append(contentsOf: "\\\\".utf8)
        case _ where isControl(scalar): bytes.append(contentsOf: escape(scalar).utf8)
        default: bytes.append(contentsOf: String(scalar).utf8)
        }
    }
}

/// Whether surely nothing of a text is escaped; letters with marks are plain as well.
private func isPlain(_ text: Span<UInt8>) -> Bool {
    for index in text.indices {
        switch text[index] {
        // Quote, backslash, DEL, and what begins U+0080 to U+00BF and U+2000 to U+2FFF.
        case 0..<0x20, 0x22, 0x5C, 0x7F, 0xC2, 0xE2: return false
        default: break
        }
    }
    return true
}
