/// Bytes that stand for an object in which the personal values of somebody were overwritten.
package struct Redaction: Sendable, Equatable {
    /// What results may notice of it.
    package enum Effect: String, Sendable {
        /// Nothing: no run reads what was overwritten.
        case none
        /// A run that reads what was overwritten may come out otherwise.
        case possible
    }

    /// The object, by the digest of what it was.
    package var digest: Digest
    /// The SHA-256 of the bytes that stand for it.
    package var redacted: Digest
    /// Their size.
    package var size: Int
    /// Who erased.
    package var actor: String
    /// The document that orders it.
    package var document: String
    /// Why.
    package var reason: String
    /// What results may notice.
    package var effect: Effect

    /// A redaction.
    package init(
        digest: Digest, redacted: Digest, size: Int, actor: String, document: String,
        reason: String, effect: Effect
    ) {
        self.digest = digest
        self.redacted = redacted
        self.size = size
        self.actor = actor
        self.document = document
        self.reason = reason
        self.effect = effect
    }

    /// The members of a journal line, or of a decision.
    func write(to line: inout CanonicalJSON.Members) {
        line["digest"] = .string(digest.hex)
        line["redacted"] = .string(redacted.hex)
        line["size"] = .integer(Int64(size))
        line["actor"] = .string(actor)
        line["document"] = .string(document)
        line["reason"] = .string(reason)
        line["effect"] = .string(effect.rawValue)
    }

    /// The redaction of which a line tells; nil when members are missing or of a wrong form.
    init?(line: CanonicalJSON) {
        guard let digest = line.digest("digest"), let redacted = line.digest("redacted"),
            let size = line["size"]?.number, let actor = line["actor"]?.text,
            let document = line["document"]?.text, let reason = line["reason"]?.text,
            let effect = line["effect"]?.text.flatMap(Effect.init)
        else { return nil }
        self.init(
            digest: digest, redacted: redacted, size: Int(size), actor: actor, document: document,
            reason: reason, effect: effect)
    }
}

/// Redactions that were decided together: all of them or none.
///
/// `redacted/decision` is the one file whose appearance decides. Before it nothing has happened;
/// behind it whoever opens the workspace next completes what is left to do.
struct ErasureDecision: Equatable {
    var redactions: [Redaction]

    static let name = "decision"

    /// The bytes of the file.
    var bytes: [UInt8] {
        let list = redactions.map { redaction in
            var members = CanonicalJSON.Members()
            redaction.write(to: &members)
            return CanonicalJSON.object(members)
        }
        return CanonicalJSON.array(list).bytes + [UInt8(ascii: "\n")]
    }

    init(_ redactions: [Redaction]) {
        self.redactions = redactions
    }

    /// The decision that bytes hold; nil where this program did not write them.
    init?(bytes: [UInt8]) {
        guard bytes.last == UInt8(ascii: "\n"),
            let list = try? CanonicalJSON(parsing: bytes.dropLast()).elements
        else { return nil }
        redactions = list.compactMap(Redaction.init)
        if redactions.count != list.count { return nil }
    }
}

extension Workspace {
    var redactedPath: String { objects.redactedRoot }
    var decisionPath: String { redactedPath + "/" + ErasureDecision.name }

    /// What was decided and is not known to be done; nil where nothing is.
    func erasureDecision() throws(LedgerError) -> ErasureDecision? {
        guard try FileSystem.status(of: decisionPath)?.kind == .file else { return nil }
        let file = try PosixFile(reading: decisionPath, followingLink: false)
        return ErasureDecision(bytes: try readAll(file))
    }

    /// Where the redacted bytes of an object lie until it is decided that they stand for it.
    package func redactionDraft(of digest: Digest) -> String {
        redactedPath + "/tmp-" + digest.hex
    }

    /// Makes the folder of redacted objects; what a killed erasure left of drafts is removed.
    package func prepareRedactions() throws(LedgerError) {
        if try FileSystem.makeFolder(redactedPath) { try FileSystem.synchronizeFolder(root) }
        try requireFolder(redactedPath)
        try removeRedactionDrafts()
    }

    func removeRedactionDrafts() throws(LedgerError) {
        guard try FileSystem.status(of: redactedPath)?.kind == .folder else { return }
        for name in try FileSystem.names(in: redactedPath) where name.hasPrefix("tmp-") {
            try FileSystem.remove(redactedPath + "/" + name)
        }
    }

    /// What is wrong with an object in which personal values were overwritten.
    func faultOfRedacted(_ object: ExpectedObject) -> LedgerFault? {
        let file = "redacted/" + object.digest.hex
        let path = objects.redactedPath(of: object.digest)
        guard let redaction = object.redaction else {
            return LedgerFault(file: file, kind: .unexpected)
        }
        let decision = (try? erasureDecision()) ?? nil
        if decision?.redactions.contains(where: { $0.digest == object.digest }) == true {
            return LedgerFault(file: file, kind: .unfinished)
        }
        if let fault = objects.fileFault(path, redaction.redacted, redaction.size) {
            var found = LedgerFault(object: redaction.redacted, fault)
            found.file = file
            return found
        }
        let original = objects.originalPath(of: object.digest)
        if (try? FileSystem.status(of: original)) ?? nil != nil {
            // Somebody has brought back what was erased.
            return LedgerFault(
                file: String(original.dropFirst(root.count + 1)), kind: .unexpected)
        }
        return nil
    }
}

/// Faults of what lies among the redacted objects and no line tells of.
func redactedFaults(
    _ workspace: Workspace, _ journal: Journal
) throws(LedgerError) -> [LedgerFault] {
    guard let kind = try FileSystem.status(of: workspace.redactedPath)?.kind else { return [] }
    guard kind == .folder else {
        return [LedgerFault(file: "redacted", kind: .wrongKind(kind))]
    }
    var faults: [LedgerFault] = []
    for name in try FileSystem.names(in: workspace.redactedPath) {
        let file = "redacted/" + name
        if name.hasPrefix("tmp-") || name == ErasureDecision.name {
            faults.append(LedgerFault(file: file, kind: .unfinished))
        } else if let digest = Digest(hex: name) {
            // What a line tells of is looked at with its object.
            if journal.redaction(of: digest) == nil {
                faults.append(LedgerFault(file: file, kind: .unexpected))
            }
        } else {
            faults.append(LedgerFault(file: file, kind: .unexpected))
        }
    }
    return faults
}
