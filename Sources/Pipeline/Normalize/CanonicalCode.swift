extension CodeReading.Form {
    /// The one way of writing a code that is written in several.
    package func canonical(_ code: String) -> String {
        switch self {
        case .agency: canonicalAgency(code)
        case .procedure: canonicalProcedure(code)
        case .none: code
        }
    }
}

/// An agency identifier, level-1 token first, without empty levels: `000.00.14.H56` → `H56.14`.
///
/// QCVN 102:2016/BTTTT writes the level-1 token last, QĐ 20/2020/QĐ-TTg Điều 4 writes it first;
/// both stand in one system. A code of neither order is returned as it is.
func canonicalAgency(_ code: String) -> String {
    var tokens = code.split(separator: ".", omittingEmptySubsequences: false).map { $0 }
    guard let first = tokens.first, let last = tokens.last else { return code }
    if !isLevelOne(first) {
        guard isLevelOne(last) else { return code }
        tokens.reverse()
    }
    while tokens.count > 1, let level = tokens.last, isZero(level) { tokens.removeLast() }
    return tokens.joined(separator: ".")
}

/// A national procedure code without the owner's suffix: `1.002835.000.00.00.H56` → `1.002835`.
func canonicalProcedure(_ code: String) -> String {
    let tokens = code.split(separator: ".", omittingEmptySubsequences: false)
    guard tokens.count > 2, tokens[0].utf8.count == 1, tokens[1].utf8.count == 6,
        tokens[0].utf8.allSatisfy(isDigit), tokens[1].utf8.allSatisfy(isDigit)
    else { return code }
    return tokens[0] + "." + tokens[1]
}

/// A level-1 token is a letter A–Y (Z for schemes outside the state) and two digits.
private func isLevelOne(_ token: Substring) -> Bool {
    let bytes = Array(token.utf8)
    return bytes.count == 3 && (0x41...0x5A).contains(bytes[0]) && isDigit(bytes[1])
        && isDigit(bytes[2])
}

private func isZero(_ token: Substring) -> Bool {
    !token.isEmpty && token.utf8.allSatisfy { $0 == 0x30 }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
