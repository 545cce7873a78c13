import Ledger

/// A checkpoint in a file, and by what it is to be trusted.
package struct KnownCheckpoint: Sendable {
    /// Path of the note.
    package var file: String
    /// The verifier key, or the path of a file that holds one on each line; nil: the signature is
    /// not looked at.
    package var verifierKey: String?
    /// Which log it must be of; nil: the one that has the key's name.
    package var origin: String?

    /// A checkpoint.
    package init(file: String, verifierKey: String? = nil, origin: String? = nil) {
        self.file = file
        self.verifierKey = verifierKey
        self.origin = origin
    }

    /// Reads it, and who has signed it: none where no key is known.
    func open() throws -> (checkpoint: Checkpoint, signers: [VerifierKey]) {
        let keys = try verifierKey.map { try verifierKeys($0) } ?? []
        let bytes = try bytesOf(file)
        do {
            let note = try SignedNote(parsing: bytes)
            let checkpoint = try Checkpoint(text: note.text)
            let signers = keys.isEmpty ? [] : try note.signers(among: keys)
            let expected = origin.map { [$0] } ?? signers.map(\.name)
            if let first = expected.first,
                !expected.contains(where: { $0.utf8.elementsEqual(checkpoint.origin.utf8) })
            {
                throw CheckpointFault.origin(expected: first, found: checkpoint.origin)
            }
            return (checkpoint, signers)
        } catch let fault as CheckpointFault {
            throw LogRefusal.checkpoint(file: file, fault)
        }
    }
}

/// The keys of a text, or of a file that has one on each line.
func verifierKeys(_ text: String) throws -> [VerifierKey] {
    if let key = VerifierKey(text: text) { return [key] }
    guard let bytes = try? bytesOf(text), let lines = String(validating: bytes, as: UTF8.self)
    else {
        throw LogRefusal.verifierKey(text)
    }
    let keys = lines.split(separator: "\n").map { VerifierKey(text: String($0)) }
    guard !keys.isEmpty, !keys.contains(nil) else { throw LogRefusal.verifierKey(text) }
    return keys.compactMap(\.self)
}

/// The bytes of a file that somebody named on the command line.
private func bytesOf(_ path: String) throws -> [UInt8] {
    guard let bytes = try? fileBytes(path) else { throw LogRefusal.unreadable(file: path) }
    return bytes
}

/// What holding a journal to a checkpoint has shown.
package struct CheckpointVerdict: Sendable {
    /// What was found, a line each.
    package let lines: [String]
    /// Whether the journal still begins with what the checkpoint was made of.
    package let holds: Bool
}

/// Holds the journal of a workspace to a checkpoint that was kept outside.
///
/// Nothing of the workspace is trusted: neither its chain nor its manifests play a part, only the
/// bytes of the journal's first lines.
package func hold(
    _ workspace: String, to known: KnownCheckpoint
) throws -> CheckpointVerdict {
    do {
        let (checkpoint, signers) = try known.open()
        let log = try Workspace(existing: workspace).log()
        if let fault = checkpoint.fault(of: log) {
            throw LogRefusal.checkpoint(file: known.file, fault)
        }
        var lines = [
            "checkpoint: the journal begins with the \(checkpoint.head.size) lines that "
                + "\(known.file) was made of; it has \(log.head.size) now"
        ]
        lines += signers.map { "  signed by \($0.name), of the log '\(checkpoint.origin)'" }
        if signers.isEmpty {
            lines.append(
                "note: who signed \(known.file) was not looked at; --verifier-key names the key")
        }
        return CheckpointVerdict(lines: lines, holds: true)
    } catch LogRefusal.checkpoint(let file, let fault) {
        return CheckpointVerdict(
            lines: [
                "fault: \(fault.place(file)): \(fault.sentence)",
                "not verified: the journal is not held to \(file) (cause: journal)",
            ], holds: false)
    }
}
