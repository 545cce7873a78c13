package import Ledger

/// What verification found of one sealed run.
package struct Verification: Sendable {
    /// Name of the run.
    package var run: String
    /// What the ledger alone shows: objects, journal, manifest, outputs.
    package var ledger: [LedgerFault]
    /// Files that came out otherwise when the run was computed again from the archive.
    package var differences: [Difference]
    /// What is wrong with revisions and decisions.
    package var periods: [PeriodFault] = []
    /// Periods whose figures the run took from others: those are verified with them.
    package var taken: [TakenPeriod] = []
    /// The version of the program that made the run, where it is not this one.
    package var otherProgram: String?

    /// A file that came out otherwise.
    package struct Difference: Sendable, Equatable {
        /// Name of the file.
        package var file: String
        /// The first line that differs, from 1; nil where a file is missing on one side.
        package var line: Int?
        /// That line as sealed; empty past the end.
        package var sealed: String
        /// That line as computed again; empty past the end.
        package var computed: String
    }

    /// Whether everything is as it was sealed; what a killed run left is no fault of this one.
    package var holds: Bool {
        ledger.allSatisfy(\.isUnfinished) && differences.isEmpty && periods.isEmpty
    }
}

/// What `verify` needs to know.
package struct VerificationRequest: Sendable {
    /// Path of the workspace.
    package var workspace: String
    /// Name of the run; nil: the one that is published.
    package var run: String?
    /// Path of the key file for personal columns.
    package var keyFile: String?
    /// Threads to use.
    package var threads: Int

    /// A request.
    package init(
        workspace: String, run: String? = nil, keyFile: String? = nil, threads: Int = 1
    ) {
        self.workspace = workspace
        self.run = run
        self.keyFile = keyFile
        self.threads = threads
    }
}

/// Rebuilds a run from the archive and compares it byte for byte; names every fault of the ledger.
///
/// Nothing is written. Where an archived object is not what its name says, the run is not computed
/// again: whatever would come out, it would not be this run.
package func verify(_ request: VerificationRequest) throws -> Verification {
    let workspace = Workspace(existing: request.workspace)
    let name = try verifiedRun(request.run, in: workspace)
    var verification = Verification(
        run: name, ledger: try verifyLedger(workspace), differences: [])
    verification.periods = try PeriodCheck(workspace, run: request.run).faults
    guard verification.ledger.allSatisfy({ !$0.file.hasPrefix("objects/") }),
        let sealed = try? SealedFiles(workspace, run: name)
    else { return verification }
    verification.taken = sealed.manifest.taken
    if sealed.manifest.program != Program.version {
        verification.otherProgram = sealed.manifest.program
    }
    let files: RunFiles
    do {
        files = try rebuild(
            sealed.manifest, in: workspace, keyFile: request.keyFile, threads: request.threads
        ).files(sealed.manifest, in: workspace, threads: request.threads)
    } catch {
        // A forged manifest may name what is not there: that it is forged is what was found.
        if verification.ledger.contains(where: { !$0.isUnfinished }) { return verification }
        throw error
    }
    verification.differences = differences(sealed, files)
    return verification
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

/// The manifest of a sealed run and where its files lie.
struct SealedFiles {
    let manifest: Manifest
    let folder: String

    init(_ workspace: Workspace, run: String) throws {
        folder = workspace.path(ofRun: run)
        guard let manifest = Manifest(bytes: try fileBytes(folder + "/" + Manifest.fileName)) else {
            throw RunError.noSuchRun(run)
        }
        self.manifest = manifest
    }

    /// The bytes of a file; empty where it is not there.
    func bytes(_ name: String) -> [UInt8] {
        (try? fileBytes(folder + "/" + name)) ?? []
    }
}

private func differences(
    _ sealed: SealedFiles, _ computed: RunFiles
) -> [Verification.Difference] {
    let names = Set(sealed.manifest.outputs.map(\.name)).union(computed.files.map(\.name))
    return names.sorted(by: precedes).compactMap { name in
        let (left, right) = (sealed.bytes(name), computed.bytes(name) ?? [])
        if left == right { return nil }
        let leftLines = left.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let rightLines = right.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var line = 0
        while line < min(leftLines.count, rightLines.count), leftLines[line] == rightLines[line] {
            line += 1
        }
        func text(_ lines: [ArraySlice<UInt8>]) -> String {
            line < lines.count ? shortenedLine(String(decoding: lines[line], as: UTF8.self)) : ""
        }
        return Verification.Difference(
            file: name, line: line + 1, sealed: text(leftLines), computed: text(rightLines))
    }
}

/// A line as a message may show it.
private func shortenedLine(_ line: String) -> String {
    line.count <= 160 ? line : line.prefix(160) + "…"
}
