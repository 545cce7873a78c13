import Columnar
import Ledger

/// Some periods are to be computed once more, all others being kept as they are.
package struct Reprocess: Sendable, Equatable {
    /// Whose pipeline files are used.
    package enum Rules: Sendable, Equatable {
        /// Those of the run in which the periods were first published.
        case first
        /// Those of a run.
        case run(String)
        /// Those that lie on the disk now.
        case disk
    }

    /// Names of the periods.
    package var periods: [String]
    /// Whose pipeline files are used.
    package var rules: Rules
    /// Why; it stands in the cause of every revision that comes of it.
    package var reason: String

    /// What is asked for.
    package init(periods: [String], rules: Rules = .first, reason: String = "") {
        self.periods = periods
        self.rules = rules
        self.reason = reason
    }
}

/// The plan of a run: of the files on the disk, or of a sealed run where that is asked for.
func runPlan(_ request: RunRequest) throws -> Plan {
    guard let reprocess = request.reprocess else { return try checkedPlan(request) }
    let target = try ReprocessTarget(reprocess, request)
    return try target.plan(request)
}

/// What a run takes from others: locked periods, and all that is not reprocessed.
func periodTaking(
    _ request: RunRequest, _ plan: Plan, in workspace: Workspace, _ journal: Journal
) throws -> PeriodTaking {
    let locked = PeriodStandings(journal, pipeline: plan.name).locked
    // What was known once is shown as it was, whatever was decided since.
    if request.receivedBy != nil { return PeriodTaking([]) }
    guard let reprocess = request.reprocess else { return PeriodTaking(locked) }
    return try ReprocessTarget(reprocess, request).taking(plan, locked, asOf: request.now)
}

/// What is reprocessed, by the last run of the pipeline.
struct ReprocessTarget {
    let reprocess: Reprocess
    /// Name of the pipeline.
    let pipeline: String
    let workspace: Workspace
    let seals: [Seal]
    /// The last run of the pipeline.
    let last: Manifest
    /// The current revisions.
    let table: RevisionTable
    /// Name of the run whose rules are used; nil: those on the disk.
    let rules: String?

    init(_ reprocess: Reprocess, _ request: RunRequest) throws {
        guard request.receivedBy == nil else {
            throw RunError.periodRefused("--period and --received-by do not go together")
        }
        self.reprocess = reprocess
        workspace = Workspace(existing: request.workspace)
        let seals = try workspace.journal().seals
        self.seals = seals
        let file = request.file
        pipeline = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        guard let last = workspace.lastManifest(of: pipeline, among: seals) else {
            throw RunError.periodRefused(
                "the pipeline '\(pipeline)' has published nothing in \(workspace.root); run it "
                    + "without --period first")
        }
        self.last = last
        let workspace = self.workspace
        table = try RevisionTable(of: last) {
            PeriodLines(workspace.file(Manifest.resultsName, of: last) ?? []).digests()
        }
        rules = try Self.rules(reprocess, table, workspace, seals)
    }

    /// The run whose pipeline files are used.
    private static func rules(
        _ reprocess: Reprocess, _ table: RevisionTable, _ workspace: Workspace, _ seals: [Seal]
    ) throws -> String? {
        switch reprocess.rules {
        case .disk: return nil
        case .run(let name):
            guard seals.contains(where: { $0.run == name }) else { throw RunError.noSuchRun(name) }
            return name
        case .first:
            let firsts = table.revisions.filter { reprocess.periods.contains($0.span.name) }
                .map(\.first)
            let files = try firsts.map { name in
                let manifest = seals.last { $0.run == name }.flatMap(workspace.manifest)
                guard let manifest else { throw RunError.noSuchRun(name) }
                return manifest.pipeline.map { "\($0.role) \($0.name) \($0.digest.hex)" }
                    .sorted(by: precedes)
            }
            guard let one = files.first, let first = firsts.first else { return nil }
            if files.contains(where: { $0 != one }) {
                throw RunError.periodRefused(
                    "the periods were first published by different rules ("
                        + Set(firsts).sorted(by: precedes).joined(separator: ", ")
                        + "); reprocess them one by one, or name one with --rules-of")
            }
            return first
        }
    }

    /// The plan by which the periods are computed.
    func plan(_ request: RunRequest) throws -> Plan {
        guard let rules else { return try checkedPlan(request) }
        guard let manifest = seals.last(where: { $0.run == rules }).flatMap(workspace.manifest)
        else { throw RunError.noSuchRun(rules) }
        let sources = try manifest.pipeline.map { file in
            (name: file.name, bytes: try fileBytes(workspace.objects.path(of: file.digest)))
        }
        let loaded = Plan.load(
            request.file, from: .archived(sources), overrides: request.overrides)
        guard let plan = loaded.plan else { throw RunError.planUnusable(loaded.faults, folder: "") }
        return plan
    }

    /// The periods that were named and can be computed; throws at the first that cannot.
    func periods(_ plan: Plan, _ locked: [TakenPeriod], asOf now: Moment) throws -> [PeriodSpan] {
        let asOf = plan.asOfInstant(now)
        let known = lastSpans
        return try reprocess.periods.map { name in
            let spans = known.filter { $0.name == name }
            guard let span = spans.first else {
                throw RunError.noSuchFigure(
                    part: "period", name: name,
                    hint: nearest(to: name, among: known.map(\.name)))
            }
            guard span.isOver(asOf: asOf) else {
                throw RunError.periodRefused(
                    "\(name) is not over before \(span.end): the run of every night computes it")
            }
            let blocking = locked.first { $0.span.isWithin(span) }
            if let blocking {
                let other = blocking.span.name
                throw RunError.periodRefused(
                    (other == name
                        ? "\(name) is locked" : "\(other), which lies in \(name), is locked")
                        + "; `minhbach periods reopen \(other) --pipeline \(pipeline) --actor … "
                        + "--document … --reason …` opens it again")
            }
            return span
        }
    }

    /// The periods that the last run published.
    private var lastSpans: [PeriodSpan] {
        PeriodLines(workspace.file(Manifest.resultsName, of: last) ?? []).spans.sorted()
    }

    /// What the run takes: every period of the last run that does not lie within a named one.
    func taking(_ plan: Plan, _ locked: [TakenPeriod], asOf now: Moment) throws -> PeriodTaking {
        let record = ReprocessRecord(
            periods: try periods(plan, locked, asOf: now), rules: rules ?? "disk",
            reason: reprocess.reason)
        let results = PeriodLines(workspace.file(Manifest.resultsName, of: last) ?? [])
        let digests = results.digests()
        var spans = Set(results.spans)
        // A month of the stock need not be a period of any figure.
        for (name, count) in [
            (Score.fileName, 2), (RunFiles.formsName, 2), (RunFiles.stockName, 0),
        ] {
            spans.formUnion(
                PeriodLines(workspace.file(name, of: last) ?? [], behind: count).spans)
        }
        var taken: [TakenPeriod] = []
        for span in spans.union(locked.map(\.span)).sorted() where !record.covers(span) {
            taken.append(
                locked.first { $0.span == span }
                    ?? TakenPeriod(
                        span: span, run: last.computingRun(of: span),
                        digest: digests[span] ?? Digest.of([]), why: .kept))
        }
        return PeriodTaking(taken, record)
    }
}
