import Columnar
import Ledger

/// An earlier run of the same pipeline, program and files whose outputs are those of this one.
///
/// Results are a function of files, pipeline, program and `as_of`. Where nothing but `as_of` has
/// changed, and no figure depends on that, what was sealed is what would come out: it is checked
/// against its digests and sealed again.
struct Repetition {
    /// Name and bytes of each file of the run.
    let files: RunFiles
    /// Manifest of the earlier run.
    let manifest: Manifest

    /// The last run of the pipeline, if it can stand for the one that is to be made.
    ///
    /// It can where the same periods were locked then; a run that reprocessed some had kept others,
    /// which every night computes again.
    init?(
        _ plan: Plan, _ intake: Intake, _ taking: PeriodTaking, asOf: Int64,
        in workspace: borrowing OpenWorkspace, threads: Int
    ) {
        let seals = workspace.journal.seals
        guard let seal = seals.last(where: { isRun($0.run, of: plan.name) }),
            let sealed = try? SealedFiles(workspace.workspace, run: seal.run),
            Digest.of(sealed.manifest.bytes) == seal.manifest,
            sealed.manifest.isMade(by: plan, from: intake),
            sealed.manifest.reprocess == nil, sealed.manifest.taken.isLike(taking.taken),
            let before = try? Moment(journalText: sealed.manifest.asOf).local,
            plan.saysTheSame(asOf: before, asOf),
            let files = sealed.checkedFiles(threads: threads)
        else { return nil }
        self.files = files
        manifest = sealed.manifest
    }
}

extension [TakenPeriod] {
    /// Whether the same periods are taken from the same runs; what would differ is not known yet.
    fileprivate func isLike(_ other: [TakenPeriod]) -> Bool {
        elementsEqual(other) {
            $0.span == $1.span && $0.run == $1.run && $0.digest == $1.digest && $0.why == $1.why
        }
    }
}

extension Manifest {
    /// Whether program, pipeline files and raw files are those of this run.
    fileprivate func isMade(by plan: Plan, from intake: Intake) -> Bool {
        let own = pipeline.map { [$0.role, $0.name, $0.digest.hex] }
        let other = plan.sources.map { [$0.role.rawValue, $0.name, Digest.of($0.bytes).hex] }
        return program == Program.version && details["unread"] == nil
            && Set(own) == Set(other) && own.count == other.count
            && self.intake.files == intake.files
    }
}

extension Plan {
    /// Whether every figure comes out the same as of one instant and as of another.
    fileprivate func saysTheSame(asOf before: Int64, _ now: Int64) -> Bool {
        // Without a first day the periods begin with the first row, which only the rows know.
        guard periods.from != nil || !periods.hasCalendarPeriods else { return false }
        if stock != nil {
            let months = [before, now].map { stockMonths(asOf: $0, since: nil) }
            guard periods.from != nil, months[0] == months[1] else { return false }
        }
        // Pauses that have not ended are reckoned up to there.
        guard !readsPauses || horizon(asOf: before) == horizon(asOf: now) else { return false }
        let computed = computedPeriods(asOf: now, since: nil)
        guard computed == computedPeriods(asOf: before, since: nil) else { return false }
        return computed.allSatisfy { period in
            let (start, end) = (period.period.start, period.period.end)
            guard (end > before) == (end > now) else { return false }
            return kpis.allSatisfy { kpi in
                guard kpi.applies(to: period), let measure = kpi.measure, measure.readsAsOf
                else { return true }
                return measure.settled(periodStart: start, periodEnd: end, asOf: before)
                    == measure.settled(periodStart: start, periodEnd: end, asOf: now)
            }
        }
    }
}

extension SealedFiles {
    /// The files of the run; nil where one is not what was sealed.
    fileprivate func checkedFiles(threads: Int) -> RunFiles? {
        // The large ones first, so that no thread is left with one at the end.
        let outputs = manifest.outputs.sorted { $0.size > $1.size }
        let read = concurrentMap(outputs.count, threads: threads) { index -> [UInt8]? in
            let bytes = bytes(outputs[index].name)
            return Digest.of(bytes) == outputs[index].digest ? bytes : nil
        }
        var files: [(name: String, bytes: [UInt8])] = []
        var digests: [String: Digest] = [:]
        for (output, bytes) in zip(outputs, read) {
            guard let bytes else { return nil }
            files.append((output.name, bytes))
            digests[output.name] = output.digest
        }
        return RunFiles(sealed: files, digests: digests)
    }
}
