/// What stands for a sealed run in the journal.
package struct Seal: Sendable, Equatable {
    /// Name of the run.
    package let run: String
    /// The SHA-256 of its `manifest.json`.
    package let manifest: Digest
    /// The SHA-256 of its `results.csv`.
    package let results: Digest

    var event: JournalEvent { .runSealed(run: run, manifest: manifest, results: results) }
}

extension OpenWorkspace {
    /// Begins a run; an earlier run of the same name is an error.
    package func draft(run: String) throws(LedgerError) -> RunDraft {
        try RunDraft(run: run, in: workspace)
    }

    /// Publishes a run: all of it or nothing.
    ///
    /// The order makes every instant safe. All that needs space comes first; then the move of the
    /// folder makes the run complete, the journal line makes it known, and the move of `current`
    /// makes it seen. Whatever a kill leaves in between, `current` points to a complete run, and
    /// the next opening of the workspace ends what was begun.
    package mutating func seal(
        _ draft: consuming RunDraft, _ manifest: Manifest, at time: String
    ) throws(LedgerError) -> Seal {
        guard isTime(time) else { throw .malformedTime(time) }
        guard manifest.run == draft.run else { throw .badName(manifest.run) }
        let manifest = manifest.with(outputs: draft.outputs)
        guard let results = manifest.results else {
            throw .outputMismatch(name: Manifest.resultsName)
        }
        let seal = Seal(run: draft.run, manifest: .of(manifest.bytes), results: results)
        try draft.complete(manifest)
        try workspace.prepareCurrent(seal.run)
        let path = workspace.path(ofRun: seal.run)
        do {
            try FileSystem.rename(draft.folder, to: path)
            try FileSystem.synchronizeFolder(workspace.runsPath)
            try append([seal.event], at: time)
        } catch {
            takeBack(draft, seal)
            throw error
        }
        try workspace.moveCurrent()
        return seal
    }

    /// Undoes a publication that failed on the way; where this fails too, the next opening of the
    /// workspace ends what was begun.
    private func takeBack(_ draft: borrowing RunDraft, _ seal: Seal) {
        try? FileSystem.remove(workspace.nextCurrentPath)
        // A line that was written and could not be taken out again stands, and the run with it.
        guard let journal = try? workspace.journal(), journal.seal(of: seal.run) == nil else {
            return
        }
        try? FileSystem.rename(workspace.path(ofRun: seal.run), to: draft.folder)
    }
}

extension Workspace {
    /// Makes the link that will replace `current`, while failing still costs nothing.
    func prepareCurrent(_ run: String) throws(LedgerError) {
        try FileSystem.remove(nextCurrentPath)
        try FileSystem.makeLink(nextCurrentPath, to: "runs/" + run)
    }

    /// Replaces `current` by the prepared link.
    func moveCurrent() throws(LedgerError) {
        try FileSystem.rename(nextCurrentPath, to: currentPath)
        try FileSystem.synchronizeFolder(root)
    }
}
