/// A text with the signatures of those who vouch for it (C2SP signed-note).
///
/// The text, which ends with a line end, a blank line, and for each signature a line
/// `— name base64(identity ‖ signature)`.
package struct SignedNote: Sendable, Equatable {
    /// The text that is signed, its last line end included.
    package let text: [UInt8]
    /// The signatures, of which some may be by keys that nobody here knows.
    package private(set) var signatures: [Signature] = []

    /// A signature as a line of the note says it.
    package struct Signature: Sendable, Equatable {
        /// Name of the key.
        package let name: String
        /// The first four bytes of a digest of the key.
        package let identity: [UInt8]
        /// What the key made of the text.
        package let bytes: [UInt8]
    }

    /// More bytes than this are no note.
    static let sizeLimit = 1 << 20
    /// More signatures than this are refused.
    static let signatureLimit = 100

    /// A text that nobody has signed yet; nil where it may be none of a note.
    package init?(text: [UInt8]) {
        guard text.last == UInt8(ascii: "\n"), isNoteText(text) else { return nil }
        self.text = text
    }

    /// Reads a note; anything that is not exactly of the form is refused.
    package init(parsing bytes: [UInt8]) throws(CheckpointFault) {
        guard bytes.count <= Self.sizeLimit, isNoteText(bytes) else { throw .malformed(line: 1) }
        guard let blank = blankLine(bytes) else { throw .unsigned }
        text = Array(bytes[..<blank])
        var line = text.count { $0 == UInt8(ascii: "\n") } + 1
        let lines = bytes[(blank + 1)...]
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.last?.isEmpty == true else { throw .malformed(line: line + lines.count) }
        guard lines.count > 1 else { throw .unsigned }
        for text in lines.dropLast() {
            line += 1
            guard signatures.count < Self.signatureLimit, let signature = Signature(line: text)
            else { throw .malformed(line: line) }
            signatures.append(signature)
        }
    }

    /// The note's bytes.
    package var bytes: [UInt8] {
        text + [UInt8(ascii: "\n")] + signatures.flatMap { Array(($0.line + "\n").utf8) }
    }

    /// Adds a signature.
    package mutating func sign(with key: SigningKey) throws(LedgerError) {
        let verifier = key.verifier
        signatures.append(
            Signature(
                name: verifier.name, identity: verifier.identity,
                bytes: try key.signature(over: text)))
    }

    /// The keys that have signed the note.
    ///
    /// Signatures of unknown keys say nothing and are passed over. One that names a known key and
    /// is not by it refuses the whole note, and so does a note that no known key has signed.
    package func signers(among keys: [VerifierKey]) throws(CheckpointFault) -> [VerifierKey] {
        var signers: [VerifierKey] = []
        for signature in signatures {
            for key in keys where signature.names(key) {
                guard key.holds(signature.bytes, over: text) else { throw .forged(key: key.name) }
                if !signers.contains(key) { signers.append(key) }
            }
        }
        guard !signers.isEmpty else { throw .strangers(signatures.map(\.name)) }
        return signers
    }
}

extension SignedNote.Signature {
    private static let start = Array("— ".utf8)

    fileprivate init?(line: ArraySlice<UInt8>) {
        guard line.starts(with: Self.start) else { return nil }
        let fields = line.dropFirst(Self.start.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard fields.count == 2, let name = String(validating: fields[0], as: UTF8.self),
            isKeyName(name),
            let bytes = base64Bytes(String(decoding: fields[1], as: UTF8.self)), bytes.count > 4
        else { return nil }
        self.init(name: name, identity: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
    }

    fileprivate var line: String {
        String(decoding: Self.start, as: UTF8.self) + name + " " + base64Text(identity + bytes)
    }

    fileprivate func names(_ key: VerifierKey) -> Bool {
        name.utf8.elementsEqual(key.name.utf8) && identity == key.identity
    }
}

/// Whether bytes are UTF-8 without control characters other than line ends.
private func isNoteText(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 || $0 == UInt8(ascii: "\n") }
        && String(validating: bytes, as: UTF8.self) != nil
}

/// Where the last blank line begins, behind the text's line end.
private func blankLine(_ bytes: [UInt8]) -> Int? {
    let end = UInt8(ascii: "\n")
    return bytes.indices.dropFirst().last { bytes[$0] == end && bytes[$0 - 1] == end }
}
