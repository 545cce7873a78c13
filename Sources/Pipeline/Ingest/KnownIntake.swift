package import Ledger

/// The files of a pipeline's inputs that the archive held at an instant.
package struct KnownIntake: Sendable {
    /// The files, as a run at that instant would have found them.
    package var intake: Intake
    /// The sealed run that had these files, but for those that arrived since; nil: there was none.
    package var run: String?
}

/// The files of a pipeline's inputs that were known by an instant.
///
/// They are those of the pipeline's last run that was sealed by then; files that arrived since and
/// by then (with runs that failed) stand in place of the file of the same input and name, or
/// beside the others. Runs that were themselves made from what was known at some earlier instant
/// are passed over: their files are not what lay there when they were sealed.
package func knownIntake(
    of plan: Plan, by instant: Moment, in workspace: Workspace
) throws -> KnownIntake {
    try workspace.journal().knownIntake(
        of: plan.name, inputs: Set(plan.inputs.map(\.name)), by: instant, in: workspace)
}

/// The last run of a pipeline that was sealed by an instant from what lay there; nil: none was.
func lastRun(
    of pipeline: String, by instant: Moment, _ journal: Journal, in workspace: Workspace
) throws -> (manifest: Manifest, entry: Int)? {
    for (place, entry) in journal.entries.enumerated().reversed() {
        guard case .runSealed(let run, _, _) = entry.event, isRun(run, of: pipeline),
            try Moment(journalText: entry.at).local <= instant.local
        else { continue }
        let manifest = try workspace.manifest(ofRun: run)
        if manifest.receivedBy == nil { return (manifest, place) }
    }
    return nil
}

extension Journal {
    fileprivate func knownIntake(
        of pipeline: String, inputs: Set<String>, by instant: Moment, in workspace: Workspace
    ) throws -> KnownIntake {
        let last = try lastRun(of: pipeline, by: instant, self, in: workspace)
        var files = (last?.manifest.inputs ?? []).map(IntakeFile.init)
        var isOwn = last == nil ? false : isRun(last?.manifest.run ?? "", of: pipeline)
        for entry in entries[((last?.entry ?? -1) + 1)...] {
            switch entry.event {
            case .runStarted(let run): isOwn = isRun(run, of: pipeline)
            case .objectReceived(let digest, let size, let name, let input)
            where isOwn && inputs.contains(input):
                guard try Moment(journalText: entry.at).local <= instant.local else { continue }
                files.removeAll { $0.input == input && $0.name == name }
                files.append(
                    IntakeFile(
                        input: input, name: name, object: digest, size: size, received: entry.at))
            default: break
            }
        }
        return KnownIntake(intake: Intake(files: files), run: last?.manifest.run)
    }
}

extension IntakeFile {
    /// A file as the manifest of a run names it.
    init(_ file: Manifest.InputFile) {
        self.init(
            input: file.input, name: file.name, object: file.digest, size: file.size,
            received: file.received)
    }
}

extension Workspace {
    /// The manifest of a sealed run.
    func manifest(ofRun run: String) throws -> Manifest {
        let bytes = try fileBytes(path(ofRun: run) + "/" + Manifest.fileName)
        guard let manifest = Manifest(bytes: bytes) else { throw RunError.noSuchRun(run) }
        return manifest
    }
}

extension Manifest {
    /// Name of the detail that says up to when files were taken from the archive.
    static let receivedByDetail = "received_by"

    /// The instant up to which files were known that the run was made from; nil: it was made from
    /// what lay there.
    var receivedBy: String? { details[Self.receivedByDetail]?.text }
}
