/// One thing that a killed run had left, and how it was put right.
package enum Recovery: Sendable, Equatable {
    /// A half written file or folder was removed; its path below the workspace.
    case removed(path: String)
    /// An unfinished journal line was set aside in `journal.torn-<digest>`.
    case journal(byteCount: Int, digest: Digest)
    /// A run was complete, only its journal line was missing; it has it now.
    case runCompleted(run: String)
    /// A run's folder did not hold what its manifest says, and nobody knew it; it was removed.
    case runRemoved(run: String)
    /// An object that the journal never confirmed was not whole; it was removed.
    case objectRemoved(digest: Digest, fault: ObjectFault)
    /// `current` points to the last sealed run now.
    case current(run: String)
    /// An erasure that had been decided was completed in so many objects.
    case erasureCompleted(objects: Int)
}

extension Workspace {
    /// Locks the workspace and puts right whatever a killed run had left.
    ///
    /// A journal that does not hold together, or sealed runs that it does not know, are errors:
    /// that is more than a crash can do, and nothing is repaired over it. A clock that lies far
    /// behind the last line is one as well: what was left waits for the right time.
    package func open(at time: String) throws(LedgerError) -> OpenWorkspace {
        guard isTime(time) else { throw .malformedTime(time) }
        for folder in [objectsPath, runsPath] { try requireFolder(folder) }
        var open = try OpenWorkspace(self, lock: lock())
        try open.recover(at: time)
        return open
    }
}

extension OpenWorkspace {
    mutating func recover(at clock: String) throws(LedgerError) {
        for fault in journal.faults {
            switch fault.kind {
            // Lines hold together whatever time they say: verification names these.
            case .torn, .time: continue
            default: throw .brokenJournal(fault)
            }
        }
        time = try journal.time(byClock: clock)
        try removeLeftovers()
        try setTornLineAside()
        try journalTornLines(at: time)
        try completeErasure(at: time)
        try checkUnconfirmedObjects()
        try settleUnknownRun(at: time)
        try settleCurrent()
    }

    private mutating func removeLeftovers() throws(LedgerError) {
        for name in try objects.removeLeftovers() {
            recovered.append(.removed(path: "objects/" + name))
        }
        for name in try FileSystem.names(in: workspace.runsPath) where name.hasPrefix("tmp-") {
            try FileSystem.removeAll(workspace.runsPath + "/" + name)
            recovered.append(.removed(path: "runs/" + name))
        }
        for path in [workspace.nextCurrentPath, workspace.nextTornPath] {
            try FileSystem.removeAll(path)
        }
    }

    /// Moves the bytes behind the last whole line into a file named by their digest.
    private mutating func setTornLineAside() throws(LedgerError) {
        let torn = journal.torn
        guard !torn.isEmpty else { return }
        let file = try PosixFile(creating: workspace.nextTornPath, mode: 0o400)
        try file.write(torn, count: torn.count)
        try file.synchronize()
        try FileSystem.rename(workspace.nextTornPath, to: workspace.tornPath(.of(torn)))
        try FileSystem.synchronizeFolder(workspace.root)
        try cut(to: journal.length)
        try reread()
    }

    /// Journals every file of torn bytes that the journal does not name yet.
    private mutating func journalTornLines(at time: String) throws(LedgerError) {
        for digest in try workspace.tornLines() where !journal.names(torn: digest) {
            let path = workspace.tornPath(digest)
            guard let status = try FileSystem.status(of: path), status.kind == .file else {
                throw .wrongKind(path: path, found: .unknown)
            }
            let event = JournalEvent.journalRecovered(byteCount: status.size, digest: digest)
            try append([event], at: time)
            recovered.append(.journal(byteCount: status.size, digest: digest))
        }
    }

    /// Reads again the objects that no journal line confirms: the power may have failed before
    /// their bytes reached the disk.
    private mutating func checkUnconfirmedObjects() throws(LedgerError) {
        for digest in try objects.all() where journal.receipt(of: digest) == nil {
            guard let fault = objects.verify(digest) else {
                try objects.synchronize(digest)
                continue
            }
            // What a sealed run was made from stays, for verification to name.
            guard !isNamedBySeal(digest) else { continue }
            try FileSystem.remove(objects.originalPath(of: digest))
            recovered.append(.objectRemoved(digest: digest, fault: fault))
        }
    }

    private func isNamedBySeal(_ digest: Digest) -> Bool {
        journal.seals.contains { seal in
            RunCheck(workspace, run: seal.run, seal: seal).objects.contains(digest)
        }
    }

    /// Ends the sealing of a run that was moved into place and not journalled.
    private mutating func settleUnknownRun(at time: String) throws(LedgerError) {
        let unknown = try workspace.runs().filter { journal.seal(of: $0) == nil }
        guard let run = unknown.first else { return }
        // A crash leaves one such run at most, and never one that `current` points to already.
        let current = try? workspace.currentRun()
        guard unknown.count == 1, current != run else {
            throw .unknownRuns(unknown)
        }
        let check = RunCheck(workspace, run: run, seal: nil)
        if let seal = check.seal, check.faults.isEmpty {
            try FileSystem.synchronizeFolder(workspace.runsPath)
            try append([seal.event], at: time)
            recovered.append(.runCompleted(run: run))
        } else {
            try FileSystem.removeAll(workspace.path(ofRun: run))
            try append([.runFailed(run: run, reason: "incomplete")], at: time)
            recovered.append(.runRemoved(run: run))
        }
    }

    private mutating func settleCurrent() throws(LedgerError) {
        guard let last = journal.seals.last?.run,
            try FileSystem.status(of: workspace.path(ofRun: last))?.kind == .folder
        else { return }
        // A link to somewhere else is replaced like one that lags behind.
        if let current = try? workspace.currentRun(), current == last { return }
        try workspace.prepareCurrent(last)
        try workspace.moveCurrent()
        recovered.append(.current(run: last))
    }
}

extension Workspace {
    var nextTornPath: String { root + "/journal.tmp" }

    func tornPath(_ digest: Digest) -> String { root + "/journal.torn-" + digest.hex }

    /// The digests in the names of the files of torn bytes, sorted.
    func tornLines() throws(LedgerError) -> [Digest] {
        try FileSystem.names(in: root).compactMap { name in
            name.hasPrefix("journal.torn-")
                ? Digest(hex: name.dropFirst("journal.torn-".count)) : nil
        }
    }
}
