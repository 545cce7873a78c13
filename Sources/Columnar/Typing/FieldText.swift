/// True for the ASCII white space that surrounds values in exports: space, TAB to CR.
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

/// True for an ASCII digit.
@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// The part of a field between leading and trailing ASCII white space.
func trimmed(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Range<Int> {
    var low = start
    var high = end
    while low < high, isBlank(bytes[low]) { low += 1 }
    while low < high, isBlank(bytes[high - 1]) { high -= 1 }
    return low..<high
}

/// A few texts that a mapping declares, as `null` or as `true`, compared byte for byte.
struct DeclaredTexts: Sendable {
    private let texts: [[UInt8]]

    init(_ texts: [String]) {
        self.texts = texts.map { Array($0.utf8) }
    }

    func contains(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        texts.contains { text in
            text.count == range.count
                && text.indices.allSatisfy { bytes[range.lowerBound + $0] == text[$0] }
        }
    }
}
