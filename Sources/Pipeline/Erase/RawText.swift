/// How the units of text lie in the bytes of a file.
enum UnitForm: Sendable, Equatable {
    /// UTF-8, and every encoding in which ASCII is itself.
    case oneByte
    /// UTF-16.
    case twoBytes(highFirst: Bool)

    /// Bytes of a unit.
    var width: Int { self == .oneByte ? 1 : 2 }

    /// The units of bytes; half a unit at the end is left out.
    func units(_ bytes: some RandomAccessCollection<UInt8>) -> [UInt16] {
        switch self {
        case .oneByte: return bytes.map(UInt16.init)
        case .twoBytes(let highFirst):
            var units: [UInt16] = []
            var first: UInt8?
            for byte in bytes {
                guard let other = first else {
                    first = byte
                    continue
                }
                let (high, low) = highFirst ? (other, byte) : (byte, other)
                units.append(UInt16(high) << 8 | UInt16(low))
                first = nil
            }
            return units
        }
    }

    /// The bytes of units.
    func bytes(_ units: [UInt16]) -> [UInt8] {
        switch self {
        case .oneByte: units.map { UInt8(truncatingIfNeeded: $0) }
        case .twoBytes(let highFirst):
            units.flatMap { unit in
                let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
                return highFirst ? [high, low] : [low, high]
            }
        }
    }

    /// The units of a text.
    func units(of text: String) -> [UInt16] {
        self == .oneByte ? text.utf8.map(UInt16.init) : Array(text.utf16)
    }

    /// The text of units; of bytes that are no UTF-8, each is taken for a letter.
    func text(_ units: some Collection<UInt16>) -> String {
        guard self == .oneByte else { return String(decoding: units, as: UTF16.self) }
        let bytes = units.map { UInt8(truncatingIfNeeded: $0) }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var scalars = String.UnicodeScalarView()
        for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
        return String(scalars)
    }
}

/// Characters of ASCII as units.
enum UnitOf {
    static let blank = UInt16(UInt8(ascii: "x"))
    static let zero = UInt16(UInt8(ascii: "0"))
    static let space = UInt16(UInt8(ascii: " "))
    static let quote = UInt16(UInt8(ascii: "\""))
}

/// Whether a unit is a space or a control.
func isGap(_ unit: UInt16) -> Bool { unit <= 0x20 || unit == 0xA0 }

/// Whether a unit is a digit.
func isDigit(_ unit: UInt16) -> Bool { (0x30...0x39).contains(unit) }

/// Whether a unit is a letter or digit, all that is not ASCII included.
private func isOfWord(_ unit: UInt16) -> Bool {
    isDigit(unit) || (0x41...0x5A).contains(unit) || (0x61...0x7A).contains(unit) || unit >= 0x80
}

/// Whether one of the codes stands in the text, no letter and no digit beside it.
func holdsCode(_ text: [UInt16], _ codes: [[UInt16]]) -> Bool {
    codes.contains { code in
        guard let first = code.first, text.count >= code.count else { return false }
        var start = 0
        while start + code.count <= text.count {
            guard text[start] == first, text[start..<start + code.count].elementsEqual(code) else {
                start += 1
                continue
            }
            let end = start + code.count
            let isBegun = start > 0 && isOfWord(text[start - 1])
            let goesOn = end < text.count && isOfWord(text[end])
            if !isBegun, !goesOn { return true }
            start += 1
        }
        return false
    }
}
