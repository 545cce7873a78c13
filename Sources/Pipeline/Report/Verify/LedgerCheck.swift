import Ledger

/// Faults that the ledger alone shows, with the causes for which they stand.
@Sendable func ledgerCheck(_ checked: CheckedRun) throws -> [VerificationFault] {
    let faults = checked.ledger.filter { !$0.isUnfinished }
    let isAboutArchive = faults.contains { $0.archived != nil }
    let roles = ArchiveRoles(isAboutArchive ? checked.manifests : [], checked.journal)
    return faults.flatMap { fault -> [VerificationFault] in
        if let digest = fault.archived {
            // Of an object that is several things to several runs each is named.
            return roles.causes(of: digest).map { cause, names in
                var found = VerificationFault(cause, fault.file, fault.kind.wording)
                found.roles = names
                found.object = digest
                return found
            }
        }
        var found = VerificationFault(fault.cause, fault.file, fault.kind.wording)
        if case .journal(let line) = fault.kind { found.line = line.line }
        let own = "runs/\(checked.run)/"
        if let difference = checked.differences.first(where: { own + $0.file == fault.file }) {
            found.show(difference)
        }
        return [found]
    }
}

extension CheckedRun {
    /// The manifests of this run, then of all others that can be read: what one of them does not
    /// know of an object, another may.
    var manifests: [Manifest] {
        let others = journal.seals.map(\.run).filter { $0 != run }.compactMap {
            try? SealedFiles(workspace, run: $0).manifest
        }
        return (sealed.map { [$0.manifest] } ?? []) + others
    }
}

extension LedgerFault {
    /// The object in whose place the file lies.
    var archived: Digest? {
        guard file.hasPrefix("objects/") || file.hasPrefix("redacted/") else { return nil }
        return file.split(separator: "/").last.flatMap { Digest(hex: $0) }
    }

    /// The cause of a fault that is not about an object.
    var cause: Cause {
        let steps = file.split(separator: "/")
        guard steps.count > 1, steps[0] == "runs" else { return .journal }
        if steps.count == 2 { return kind == .missing ? .result : .journal }
        return steps[2] == Manifest.fileName ? .journal : .result
    }
}

extension VerificationFault {
    /// Shows in which line a published file differs from what came out.
    mutating func show(_ difference: Verification.Difference) {
        line = difference.line
        sealed = difference.sealed
        found = difference.computed
    }
}

/// Whether everything that a manifest names was received before, as the journal tells.
///
/// A manifest that was made up together with its seal can name files that never arrived.
@Sendable func receiptCheck(_ checked: CheckedRun) throws -> [VerificationFault] {
    guard checked.hasSealedManifest, checked.journal.holdsTogether,
        let manifest = checked.sealed?.manifest
    else { return [] }
    let journal = checked.journal
    let inputs = manifest.inputs.filter { journal.receipt(of: $0.digest) != $0.received }
        .map { ("input \($0.input): \($0.name)", $0.digest) }
    let files = manifest.pipeline.filter { journal.receipt(of: $0.digest) == nil }
        .map { ("\($0.role) \($0.name)", $0.digest) }
    return (inputs + files).map { name, digest in
        var fault = VerificationFault(.journal, "journal.jsonl", .neverReceived)
        fault.roles = [escapedControls(name)]
        fault.object = digest
        return fault
    }
}
