import FoundationEssentials
import Ledger

/// Rebuilds a run from the archive and compares it byte for byte; names every fault and its cause.
///
/// Nothing is written into the workspace. Where an archived object of the run is not what its name
/// says, what came out of it is not looked at: whatever it is, it is not this run.
package func verify(_ request: VerificationRequest) throws -> Verification {
    let workspace = Workspace(existing: request.workspace)
    let name = try verifiedRun(request.run, in: workspace)
    let reading = try LedgerReading(workspace, run: request.run)
    let hashing = ArchiveHashing(workspace, reading.objects)
    let sealed = try? SealedFiles(workspace, run: name)
    let computed = sealed.map { recompute($0, request, workspace, hashing) }
    let damaged = hashing.faults(threads: request.threads)
    var verification = Verification(
        run: name, ledger: reading.faults(withObjects: damaged.map(\.fault)), differences: [])
    var checked = CheckedRun(
        request: request, workspace: workspace, journal: reading.journal, run: name,
        ledger: verification.ledger, damaged: Set(damaged.map(\.digest)), sealed: sealed,
        periods: try PeriodCheck(workspace, run: request.run).faults)
    let own = Set(sealed?.manifest.objects ?? [])
    if own.isDisjoint(with: checked.damaged), let sealed {
        switch computed {
        case .success(let files):
            checked.differences = differences(sealed, files)
        case .failure(let error)?:
            // A forged manifest may name what is not there: that it is forged is what was found.
            if verification.ledger.allSatisfy(\.isUnfinished) {
                if !error.isAboutRun { throw error }
                checked.failure = error
            }
        case nil: break
        }
    }
    if let program = sealed?.manifest.program, program != Program.version {
        verification.otherProgram = program
    }
    verification.differences = checked.differences
    verification.periods = checked.periods
    verification.taken = sealed?.manifest.taken ?? []
    if checked.isErased {
        // A file that fits its seal and comes out otherwise was made before values were erased.
        let named = Set(verification.ledger.map(\.file))
        verification.erased = checked.differences.filter {
            !named.contains("runs/\(name)/\($0.file)")
        }
    }
    for check in verificationChecks { verification.faults += try check(checked) }
    verification.notes = checked.notes
    return verification
}

/// All that is looked at, in this order; each check gives the faults that it finds.
let verificationChecks: [@Sendable (CheckedRun) throws -> [VerificationFault]] = [
    copiesCheck, ledgerCheck, receiptCheck, recomputationCheck, periodCheck,
]

/// A run with all that was read of it and came out of it, for checks to look at.
struct CheckedRun {
    let request: VerificationRequest
    let workspace: Workspace
    let journal: Journal
    /// Name of the run.
    let run: String
    /// What the ledger alone shows.
    let ledger: [LedgerFault]
    /// Objects that are not what their names say.
    let damaged: Set<Digest>
    /// Its files; nil where they cannot be read.
    let sealed: SealedFiles?
    /// What is wrong with revisions and decisions.
    let periods: [PeriodFault]
    /// Files that came out otherwise.
    var differences: [Verification.Difference] = []
    /// Why the run could not be computed again.
    var failure: RunError?

    /// The redactions of what the run was made from.
    var redactions: [Redaction] {
        (sealed?.manifest.objects ?? []).compactMap(journal.redaction)
    }

    /// Whether values that the run reads were erased after it was sealed.
    var isErased: Bool {
        hasSealedManifest && redactions.contains { $0.effect == .possible }
    }

    /// Whether the manifest is the one that the journal tells of.
    var hasSealedManifest: Bool {
        guard let sealed, let seal = journal.seal(of: run) else { return false }
        return Digest.of(sealed.manifest.bytes) == seal.manifest
    }
}

/// Computes a run again; the objects that it is made from are hashed while they are read.
private func recompute(
    _ sealed: SealedFiles, _ request: VerificationRequest, _ workspace: Workspace,
    _ hashing: ArchiveHashing
) -> Result<RunFiles, RunError> {
    let manifest = sealed.manifest
    for file in manifest.pipeline { hashing.hash(file.digest) }
    // Of few files each is read by several threads, and hashed by one more.
    let isOfFew = manifest.inputs.count < 2 * request.threads
    var means = RebuildMeans(keepsIdentifiers: false)
    means.beforeReading = { digest in
        if isOfFew { hashing.hashBeside(digest) } else { hashing.hash(digest) }
    }
    do {
        return .success(
            try withScratch(request.memory) { cache in
                means.cache = cache
                let run = try rebuild(
                    manifest, in: workspace, keyFile: request.keyFile, threads: request.threads,
                    by: means)
                return try run.files(manifest, in: workspace, threads: request.threads)
            })
    } catch {
        return .failure(RunError(error))
    }
}

/// Lends a folder for rows that memory cannot hold, outside the workspace, and removes it.
private func withScratch<Value>(
    _ memory: Int, _ body: (SegmentCache?) throws -> Value
) throws -> Value {
    if memory == .max { return try body(nil) }
    let files = FileManager.default
    let name = "minhbach-verify-\(ProcessInfo.processInfo.processIdentifier)"
    let folder = files.temporaryDirectory.path + "/" + name
    try? files.removeItem(atPath: folder)
    try files.createDirectory(
        atPath: folder, withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700])
    defer { try? files.removeItem(atPath: folder) }
    return try body(SegmentCache(scratch: folder, budget: MemoryBudget(limit: memory)))
}

extension RunError {
    /// Whether the run itself cannot be computed again, and not the machine or the request is to
    /// blame.
    fileprivate var isAboutRun: Bool {
        switch self {
        case .keyMissing, .ledger, .file, .rowsHaveNoPlace, .store: false
        default: true
        }
    }
}

/// The run to be verified; where `current` leads nowhere, the last one that the journal knows.
private func verifiedRun(_ run: String?, in workspace: Workspace) throws -> String {
    if run == nil, let last = try workspace.journal().seals.last?.run {
        guard let current = try? workspace.currentRun() else { return last }
        return current
    }
    return try runName(run, in: workspace)
}

/// The run to be looked at: the one that is named, else the one that is published.
func runName(_ run: String?, in workspace: Workspace) throws -> String {
    if let run {
        guard try workspace.runs().contains(run) else { throw RunError.noSuchRun(run) }
        return run
    }
    guard let current = try workspace.currentRun() else {
        throw RunError.nothingPublished(workspace: workspace.root)
    }
    return current
}
