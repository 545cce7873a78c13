extension OpenWorkspace {
    /// Lets redacted bytes stand for objects, and destroys what the objects were: all or nothing.
    ///
    /// The drafts lie in their places (`redactionDraft`), each the only file of its object. First
    /// they reach the disk, then the decision does; from there on a kill changes nothing, since the
    /// next opening completes it. Chain, seals and earlier checkpoints stay as they are: they name
    /// objects by what those were.
    package mutating func erase(
        _ digests: [Digest], effects: [Digest: Redaction.Effect], actor: String, document: String,
        reason: String, at time: String
    ) throws(LedgerError) -> [Redaction] {
        guard isTime(time) else { throw .malformedTime(time) }
        var redactions: [Redaction] = []
        for digest in digests.sorted() {
            let path = workspace.redactionDraft(of: digest)
            let draft = try PosixFile(reading: path, followingLink: false)
            let found = try Ledger.digest(of: draft)
            try draft.setMode(ObjectStore.mode)
            try draft.synchronize()
            redactions.append(
                Redaction(
                    digest: digest, redacted: found.digest, size: found.size, actor: actor,
                    document: document, reason: reason, effect: effects[digest] ?? .possible))
        }
        try FileSystem.synchronizeFolder(workspace.redactedPath)
        try decide(ErasureDecision(redactions))
        try complete(ErasureDecision(redactions), at: time)
        return redactions
    }

    private func decide(_ decision: ErasureDecision) throws(LedgerError) {
        let draft = workspace.redactedPath + "/tmp-" + ErasureDecision.name
        try FileSystem.remove(draft)
        let file = try PosixFile(creating: draft, mode: 0o600)
        let bytes = decision.bytes
        try file.write(bytes, count: bytes.count)
        try file.synchronize()
        try FileSystem.rename(draft, to: workspace.decisionPath)
        try FileSystem.synchronizeFolder(workspace.redactedPath)
    }

    /// Does what was decided and is not done; each step can be done again.
    private mutating func complete(
        _ decision: ErasureDecision, at time: String
    ) throws(LedgerError) {
        let untold = decision.redactions.filter {
            journal.redaction(of: $0.digest)?.redacted != $0.redacted
        }
        if !untold.isEmpty {
            try append(untold.map { .objectRedacted($0) }, at: time)
        }
        for redaction in decision.redactions {
            let draft = workspace.redactionDraft(of: redaction.digest)
            guard try FileSystem.status(of: draft) != nil else { continue }
            try FileSystem.rename(draft, to: objects.redactedPath(of: redaction.digest))
        }
        try FileSystem.synchronizeFolder(workspace.redactedPath)
        for redaction in decision.redactions {
            try destroy(objects.originalPath(of: redaction.digest))
        }
        // What was kept for other nights was made from what the objects were.
        try emptyCache()
        try FileSystem.remove(workspace.decisionPath)
        try FileSystem.synchronizeFolder(workspace.redactedPath)
    }

    /// Completes what a killed process had decided, or forgets what it had not.
    mutating func completeErasure(at time: String) throws(LedgerError) {
        if let decision = try workspace.erasureDecision() {
            try complete(decision, at: time)
            recovered.append(.erasureCompleted(objects: decision.redactions.count))
        }
        try FileSystem.remove(workspace.decisionPath)
        try workspace.removeRedactionDrafts()
    }

    private func emptyCache() throws(LedgerError) {
        guard try FileSystem.status(of: workspace.cachePath)?.kind == .folder else { return }
        for name in try FileSystem.names(in: workspace.cachePath) {
            try FileSystem.removeAll(workspace.cachePath + "/" + name)
        }
        try FileSystem.synchronizeFolder(workspace.cachePath)
    }
}

/// Writes zeros over a file, waits for the disk, then removes it; nothing where there is none.
private func destroy(_ path: String) throws(LedgerError) {
    guard let status = try FileSystem.status(of: path), status.kind == .file else { return }
    try overwrite(path, size: status.size)
    try FileSystem.remove(path)
    try FileSystem.synchronizeFolder(folder(of: path))
}

private func overwrite(_ path: String, size: Int) throws(LedgerError) {
    let file = try PosixFile(overwriting: path)
    let zeros = [UInt8](repeating: 0, count: min(max(size, 1), blockSize))
    var left = size
    while left > 0 {
        let count = min(left, zeros.count)
        try file.write(zeros, count: count)
        left -= count
    }
    try file.synchronize()
}
