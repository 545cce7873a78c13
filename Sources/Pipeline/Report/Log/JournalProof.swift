import Ledger

/// What of the log is to be shown to somebody who has a checkpoint and not the journal.
package enum JournalProof: Sendable {
    /// That this line, counted from 1, is in the log of so many lines; nil: of all lines.
    case line(Int, size: Int?)
    /// The same of the line that sealed a run.
    case run(String, size: Int?)
    /// That the log begins with the lines of which an older checkpoint was made.
    case consistency(KnownCheckpoint)

    /// The proof as one line of canonical JSON, with its line end.
    ///
    /// A proof of inclusion holds the line itself as `line`: whoever checks it hashes that and does
    /// not take our word for `leaf`.
    package func json(workspace: String) throws -> String {
        let log = try Workspace(existing: workspace).log()
        if let fault = log.fault { throw LogRefusal.brokenJournal(fault) }
        let members =
            switch self {
            case .line(let number, let size): try inclusion(log, number, size)
            case .run(let run, let size): try inclusion(log, line(of: run, in: log), size)
            case .consistency(let known): try consistency(log, known)
            }
        return String(decoding: CanonicalJSON.object(members).bytes, as: UTF8.self) + "\n"
    }

    private func line(of run: String, in log: JournalLog) throws -> Int {
        let entry = log.journal.entries.last { entry in
            if case .runSealed(run, _, _) = entry.event { true } else { false }
        }
        guard let entry else { throw LogRefusal.notSealed(run: run) }
        return entry.sequence
    }

    private func inclusion(
        _ log: JournalLog, _ number: Int, _ size: Int?
    ) throws -> CanonicalJSON.Members {
        let lines = log.head.size
        guard let line = log.line(number) else {
            throw LogRefusal.noSuchLine(number, lines: lines)
        }
        guard let proof = log.tree.inclusionProof(of: number - 1, in: size ?? lines) else {
            throw LogRefusal.noSuchSize(size ?? lines, line: number, lines: lines)
        }
        var members = proof.members
        members["line"] = .string(String(decoding: line, as: UTF8.self))
        return members
    }

    private func consistency(
        _ log: JournalLog, _ known: KnownCheckpoint
    ) throws -> CanonicalJSON.Members {
        let (checkpoint, _) = try known.open()
        if let fault = checkpoint.fault(of: log) {
            throw LogRefusal.checkpoint(file: known.file, fault)
        }
        let proof = log.tree.consistencyProof(from: checkpoint.head.size, to: log.head.size)
        guard let proof else {
            let fault = CheckpointFault.beyond(size: checkpoint.head.size, lines: log.head.size)
            throw LogRefusal.checkpoint(file: known.file, fault)
        }
        return proof.members
    }
}
