import Crypto

/// The key by which anybody checks signatures: `name+id+base64(0x01 ‖ key)`, as C2SP writes it.
package struct VerifierKey: Sendable {
    /// Whose key it is, such as `danang.gov.vn/motcua`.
    package let name: String
    /// By which a signature says whose it is: the first four bytes of SHA-256(name ‖ "\n" ‖ 0x01 ‖
    /// key).
    package let identity: [UInt8]
    private let key: Curve25519.Signing.PublicKey

    /// The key of these 32 bytes under this name; nil where one of them is none.
    init?(name: String, bytes: [UInt8]) {
        guard isKeyName(name), let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return nil }
        self.name = name
        self.key = key
        let digest = Digest.of(Array((name + "\n").utf8) + [keyAlgorithm] + bytes)
        identity = Array(digest.bytes.prefix(4))
    }

    /// Reads the one text that stands for the key; nil for any other.
    package init?(text: String) {
        guard let fields = keyFields(text),
            let key = VerifierKey(name: fields.name, bytes: fields.key),
            key.text.utf8.elementsEqual(text.utf8)
        else { return nil }
        self = key
    }

    /// The one text that stands for the key.
    package var text: String {
        keyText(name, identity, Array(key.rawRepresentation))
    }

    /// The 32 bytes of the key (RFC 8032), as other programs take them.
    package var bytes: [UInt8] { Array(key.rawRepresentation) }

    /// Whether a signature over these bytes was made with the key that belongs to this one.
    package func holds(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
        key.isValidSignature(signature, for: bytes)
    }
}

extension VerifierKey: Equatable {
    /// Equal when name and key are, byte for byte.
    package static func == (left: VerifierKey, right: VerifierKey) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }
}

/// The byte that says Ed25519, before the key and in what its identity is made from.
let keyAlgorithm: UInt8 = 0x01

/// Whether a text may name a key: not empty, no space of any script, no `+`, nothing that steers a
/// terminal.
package func isKeyName(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    return !scalars.isEmpty
        && scalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && scalar != "+" && scalar.value >= 0x20
                && !(0x7F...0x9F).contains(scalar.value)
        }
}

/// `name+id+base64(0x01 ‖ key)`.
func keyText(_ name: String, _ identity: [UInt8], _ key: [UInt8]) -> String {
    name + "+" + hexadecimalText(identity) + "+" + base64Text([keyAlgorithm] + key)
}

/// Name and key bytes of such a text; whether its identity is right is for the caller to see.
func keyFields(_ text: some StringProtocol) -> (name: String, key: [UInt8])? {
    let fields = Array(text.utf8).split(
        separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard fields.count == 3, let name = String(validating: fields[0], as: UTF8.self),
        let key = base64Bytes(String(decoding: fields[2], as: UTF8.self)), key.first == keyAlgorithm
    else { return nil }
    return (name, Array(key.dropFirst()))
}
