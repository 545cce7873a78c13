import FoundationEssentials

/// Writes bytes in Base 64 (RFC 4648, section 4).
func base64Text(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
}

/// Reads Base 64 that is written in the one canonical way; nil for anything else.
///
/// A decoder takes texts that differ in bits which it drops: what was signed must have one form.
func base64Bytes(_ text: some StringProtocol) -> [UInt8]? {
    guard let data = Data(base64Encoded: String(text)) else { return nil }
    let bytes = Array(data)
    return base64Text(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
}
