import Crypto

/// A SHA-256: 32 bytes that stand for the bytes they were made from (FIPS 180-4).
package struct Digest: Sendable, Hashable {
    /// Eight bytes a word, the first byte of the digest the highest.
    private let words: InlineWords

    /// Number of bytes of a digest.
    package static let size = 32

    /// The digest of 32 zero bytes, which stands where there is nothing before.
    package static let zero = Digest(words: InlineWords())

    private init(words: InlineWords) {
        self.words = words
    }

    /// The digest that the bytes are; nil unless there are 32.
    package init?(bytes: some Sequence<UInt8>) {
        var words = InlineWords()
        var count = 0
        for byte in bytes {
            guard count < Self.size else { return nil }
            words.append(byte, at: count)
            count += 1
        }
        guard count == Self.size else { return nil }
        self.words = words
    }

    /// The digest that 64 lower-case hexadecimal digits write; nil for any other text.
    package init?(hex text: some StringProtocol) {
        guard let bytes = hexadecimalBytes(Array(text.utf8)) else { return nil }
        self.init(bytes: bytes)
    }

    /// The SHA-256 of the bytes.
    package static func of(_ bytes: [UInt8]) -> Digest {
        var stream = DigestStream()
        stream.append(bytes)
        return stream.finish()
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.size)
        for word in [words.a, words.b, words.c, words.d] {
            for index in 0..<8 as Range<UInt64> {
                bytes.append(UInt8(truncatingIfNeeded: word >> (56 - 8 * index)))
            }
        }
        return bytes
    }

    /// The digest as 64 lower-case hexadecimal digits, as `sha256sum` prints it.
    package var hex: String { hexadecimalText(bytes) }
}

/// The 32 bytes as four words, so that a digest is compared and hashed without an array.
private struct InlineWords: Sendable, Hashable {
    var a: UInt64 = 0
    var b: UInt64 = 0
    var c: UInt64 = 0
    var d: UInt64 = 0

    mutating func append(_ byte: UInt8, at index: Int) {
        switch index / 8 {
        case 0: a = a << 8 | UInt64(byte)
        case 1: b = b << 8 | UInt64(byte)
        case 2: c = c << 8 | UInt64(byte)
        default: d = d << 8 | UInt64(byte)
        }
    }
}

extension Digest: Comparable {
    /// Orders digests as their hexadecimal texts are ordered.
    package static func < (left: Digest, right: Digest) -> Bool {
        let (l, r) = (left.words, right.words)
        return (l.a, l.b, l.c, l.d) < (r.a, r.b, r.c, r.d)
    }
}

extension Digest: CustomStringConvertible {
    /// The hexadecimal text.
    package var description: String { hex }
}

extension Digest: Codable {
    /// Reads the hexadecimal text.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Digest(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not 64 hexadecimal digits")
        }
        self = digest
    }

    /// Writes the hexadecimal text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}

/// A SHA-256 that is made block by block.
package struct DigestStream: Sendable {
    private var state = SHA256()

    /// Nothing read yet.
    package init() {}

    /// Takes the next block.
    package mutating func append(_ block: [UInt8]) {
        state.update(data: block)
    }

    /// Takes a part of some bytes as the next block.
    package mutating func append(_ part: ArraySlice<UInt8>) {
        state.update(data: part)
    }

    /// Takes the first `count` bytes of a buffer.
    package mutating func append(_ buffer: [UInt8], count: Int) {
        state.update(data: buffer[..<count])
    }

    /// The digest of all blocks so far.
    package func finish() -> Digest {
        Digest(bytes: state.finalize()) ?? .zero
    }
}

/// Writes bytes as lower-case hexadecimal digits.
func hexadecimalText(_ bytes: [UInt8]) -> String {
    // Every file of a night is named so several times: one array, not one a byte.
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * bytes.count)
    for byte in bytes {
        digits.append(digit(byte >> 4))
        digits.append(digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
}

/// Reads lower-case hexadecimal digits; nil when there is anything else or an odd number.
func hexadecimalBytes(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    for index in stride(from: 0, to: text.count, by: 2) {
        guard let high = nibble(text[index]), let low = nibble(text[index + 1]) else { return nil }
        bytes.append(high << 4 | low)
    }
    return bytes
}

private func digit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
}

private func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
}
