/// What an agency hands to somebody outside: how long its log was and the root over it (C2SP
/// tlog-checkpoint).
///
/// Three lines, the origin (which log it is), the number of lines and the root in Base 64, in a
/// note that is signed. Whoever keeps it sees later whether the log still begins with those lines.
package struct Checkpoint: Sendable, Equatable {
    /// Which log it is of.
    package var origin: String
    /// Number of lines and root.
    package var head: TreeHead
    /// Further lines that other programs may have added.
    package private(set) var extensions: [String] = []

    /// A checkpoint; nil where the origin can be no line of a note.
    package init?(origin: String, head: TreeHead) {
        guard isOrigin(origin), head.size >= 0 else { return nil }
        self.origin = origin
        self.head = head
    }

    /// Reads the text of a checkpoint; anything that is not exactly of the form is refused.
    package init(text: [UInt8]) throws(CheckpointFault) {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines.last?.isEmpty == true else { throw .malformed(line: lines.count) }
        guard let origin = lines.first, isOrigin(origin) else { throw .malformed(line: 1) }
        guard lines.count > 2, let size = Int(lines[1]), size >= 0, String(size) == lines[1] else {
            throw .malformed(line: 2)
        }
        guard lines.count > 3, let root = base64Bytes(lines[2]).flatMap({ Digest(bytes: $0) })
        else { throw .malformed(line: 3) }
        self.origin = origin
        head = TreeHead(size: size, root: root)
        extensions = Array(lines[3...].dropLast())
        if let empty = extensions.firstIndex(where: \.isEmpty) { throw .malformed(line: empty + 4) }
    }

    /// The text that is signed.
    package var text: [UInt8] {
        let lines = [origin, String(head.size), base64Text(head.root.bytes)] + extensions
        return lines.flatMap { Array(($0 + "\n").utf8) }
    }

    /// The checkpoint as a note with a signature.
    package func signed(with key: SigningKey) throws(LedgerError) -> SignedNote {
        guard var note = SignedNote(text: text) else { throw .badName(origin) }
        try note.sign(with: key)
        return note
    }

    /// What is wrong with a log in the light of the checkpoint; nil where it still begins with what
    /// the checkpoint was made of.
    package func fault(of log: JournalLog) -> CheckpointFault? {
        guard let root = log.tree.root(of: head.size) else {
            return .beyond(size: head.size, lines: log.tree.count)
        }
        return root == head.root
            ? nil : .root(size: head.size, expected: head.root, found: root)
    }
}

/// Why a checkpoint cannot be trusted, or why a log is not the one that it was made of.
package enum CheckpointFault: Error, Sendable, Equatable {
    /// It is not of the form of a checkpoint, from this line on.
    case malformed(line: Int)
    /// It bears no signature.
    case unsigned
    /// A signature names a key and was not made with it.
    case forged(key: String)
    /// Only keys have signed it that are not known; their names.
    case strangers([String])
    /// It is of another log.
    case origin(expected: String, found: String)
    /// It is of more lines than there are.
    case beyond(size: Int, lines: Int)
    /// The first lines are not those that it was made of.
    case root(size: Int, expected: Digest, found: Digest)
}

/// Whether a text may be the first line of a checkpoint.
package func isOrigin(_ text: String) -> Bool {
    !text.isEmpty
        && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
}
