/// Tells whether a text is a path that XML readers follow: `a/b`, `a[@k='v']/@value`, `@id`, `.`.
///
/// Steps are element names, with `prefix:` or without, one `[@name='value']` test each at most;
/// only the last may be an attribute.
func isXMLPath(_ text: String) -> Bool {
    if text == "." { return true }
    let steps = splitSteps(text)
    guard !steps.isEmpty else { return false }
    for (index, step) in steps.enumerated() {
        if step.hasPrefix("@") {
            guard index == steps.count - 1, isXMLName(step.dropFirst()) else { return false }
        } else if let open = step.firstIndex(of: "[") {
            guard isXMLName(step[..<open]), isAttributeTest(step[open...]) else { return false }
        } else if !isXMLName(step) {
            return false
        }
    }
    return true
}

/// The steps between slashes; a slash within quotes belongs to a value.
private func splitSteps(_ text: String) -> [Substring] {
    var isQuoted = false
    return text.split(omittingEmptySubsequences: false) { character in
        if character == "'" { isQuoted.toggle() }
        return character == "/" && !isQuoted
    }
}

/// `[@name='value']`
private func isAttributeTest(_ text: Substring) -> Bool {
    guard text.hasPrefix("[@"), text.hasSuffix("']"), let sign = text.firstIndex(of: "=") else {
        return false
    }
    let value = text[text.index(after: sign)...].dropLast(2)
    return isXMLName(text[..<sign].dropFirst(2)) && value.hasPrefix("'")
        && !value.dropFirst().contains("'")
}

private func isXMLName(_ name: Substring) -> Bool {
    guard let first = name.first, first.isLetter || first == "_" else { return false }
    return name.allSatisfy { $0.isLetter || $0.isNumber || "_-.:".contains($0) }
}
