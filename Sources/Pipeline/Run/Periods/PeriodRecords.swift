import Ledger
import Logging

extension RunToSeal {
    /// The run with the lines of taken periods in the place of its own.
    ///
    /// Of locked periods it is told how many figures would have come out otherwise.
    func taking(
        _ taking: PeriodTaking, in open: borrowing OpenWorkspace, _ log: Logger
    ) throws -> RunToSeal {
        if taking.isEmpty { return self }
        var run = self
        run.files = try TakenLines(taking, in: open.workspace, open.journal.seals).put(into: files)
        run.reprocess = taking.reprocess
        let (own, sealed) = (lines, run.lines)
        run.summary.figureCount = sealed.bytes.count { $0 == UInt8(ascii: "\n") } - 1
        var taken = taking.taken
        for place in taken.indices where taken[place].why == .locked {
            let span = taken[place].span
            // What the run did not compute at all cannot differ.
            let mine = own.slice(span)
            if mine.isEmpty { continue }
            taken[place].differing = try differingFigures(sealed.slice(span), mine)
        }
        return run.with(taken, log)
    }

    /// The run with a list of what it takes; what is locked and would differ is told.
    func with(_ taken: [TakenPeriod], _ log: Logger) -> RunToSeal {
        var run = self
        run.taken = taken
        run.summary.taken = taken
        for period in taken where period.differing > 0 {
            log.warning(
                "locked",
                metadata: [
                    "period": "\(period.span.name)", "differing": "\(period.differing)",
                    "run": "\(period.run)",
                ])
        }
        return run
    }

    private var lines: PeriodLines { PeriodLines(files.bytes(Manifest.resultsName) ?? []) }

    /// The run with the revisions of its pipeline's periods: the table of the run before, and what
    /// this one's lines add to it.
    func withRevisions(
        in open: borrowing OpenWorkspace, threads: Int
    ) throws -> RunToSeal {
        var run = self
        // Nothing has changed, and no period has come to its end.
        if let repeated, repeated.details["revisions"] != nil {
            run.revisions = repeated.revisions
            return run
        }
        let workspace = open.workspace
        let seals = open.journal.seals
        let before = workspace.lastManifest(of: plan.name, among: seals)
        // What was known once is no new publication: the table stays as it is.
        if receivedBy != nil {
            run.revisions = before?.revisions ?? []
            return run
        }
        let table = try before.map { manifest in
            try RevisionTable(of: manifest) {
                let bytes = workspace.file(Manifest.resultsName, of: manifest) ?? []
                return PeriodLines(bytes).digests(threads: threads)
            }
        }
        let manifest = self.manifest
        run.revisions =
            (table ?? RevisionTable()).adding(
                run: name, asOf: asOf, slices: lines.digests(threads: threads)
            ) { span in
                guard let before else { return PeriodRevision.firstCause }
                // What the run before had taken was made from the files of another one.
                let computing = before.computingRun(of: span)
                let source = seals.last { $0.run == computing }.flatMap(workspace.manifest)
                return revisionCause(
                    from: source ?? before, to: manifest, reason: reprocess?.reason ?? "")
            }.revisions
        return run
    }
}
