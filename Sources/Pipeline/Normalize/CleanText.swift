/// The text as a person reads it: composed, without invisible characters and doubled spaces.
///
/// - NFC, so that `ấ` is one character however the export wrote it;
/// - zero-width characters (U+200B…U+200D, U+2060, U+FEFF) removed;
/// - every kind of space and line break, NBSP included, becomes one U+0020; none at either end.
///
/// Raw bytes stay in the archived file, so nothing is lost by this.
package func cleanText(_ raw: String) -> String {
    if isClean(raw) { return raw }
    var scalars = String.UnicodeScalarView()
    var pendingSpace = false
    for scalar in raw.unicodeScalars {
        if isZeroWidth(scalar) { continue }
        if isSpace(scalar) {
            pendingSpace = !scalars.isEmpty
            continue
        }
        if pendingSpace { scalars.append(" ") }
        pendingSpace = false
        scalars.append(scalar)
    }
    // Last, since a letter and its mark may have had an invisible character between them.
    return UnicodeForm.composed(String(scalars))
}

/// Whether the text needs no work: ASCII and composed Latin letters, no idle spaces.
///
/// Most codes and names are such. These letters are their own composed form (Unicode's
/// NFC_Quick_Check is Yes for all of them), and nothing that combines stands among them.
private func isClean(_ raw: String) -> Bool {
    var previousSpace = true
    for scalar in raw.unicodeScalars {
        switch scalar.value {
        case 0x21...0x7E, 0xC0...0x24F, 0x1E00...0x1EFF: previousSpace = false
        case 0x20:
            if previousSpace { return false }
            previousSpace = true
        default: return false
        }
    }
    return !previousSpace || raw.isEmpty
}

private func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200B...0x200D, 0x2060, 0xFEFF: true
    default: false
    }
}

private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
        0x3000:
        true
    default: false
    }
}
