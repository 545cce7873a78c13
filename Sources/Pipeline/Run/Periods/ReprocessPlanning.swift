import Columnar
import FoundationEssentials
import Ledger

/// What a reprocess would change; nothing in the workspace is written, not even its lock.
///
/// Files are read by way of a folder outside of it, which is removed in the end.
package func planReprocess(_ request: RunRequest) throws -> ReprocessPlan {
    guard let reprocess = request.reprocess else {
        throw RunError.periodRefused("name the periods to be planned with --period")
    }
    let target = try ReprocessTarget(reprocess, request)
    let plan = try target.plan(request)
    let journal = try target.workspace.journal()
    let locked = PeriodStandings(journal, pipeline: plan.name).locked
    // A locked period can be planned for: that shows whether to open it.
    let taking = try target.taking(plan, [], asOf: request.now)
    let named = taking.reprocess?.periods ?? []
    let after = try rowsNow(plan, request, journal)
    let asOf = plan.asOfInstant(request.now)
    let results = try compute(
        plan, after.dataset, asOf: asOf, threads: request.threads, isOwn: taking.isOwn)
    let lines = PeriodLines(results.csv(threads: request.threads))
    let old = PeriodLines(
        target.workspace.file(Manifest.resultsName, of: target.last) ?? [])
    let spans = Set(old.spans).union(lines.spans).sorted().filter(taking.isOwn)
    let standing = try target.standing(named)
    let before = try archivedDataset(
        standing, in: target.workspace, keyFile: request.keyFile, threads: request.threads)
    return ReprocessPlan(
        pipeline: plan.name, named: named, rules: target.rules ?? "disk", before: standing.run,
        periods: target.planned(spans, lines, locked, asOf: asOf),
        containing: Set(old.spans).sorted().filter { span in
            !spans.contains(span) && named.contains { $0.isWithin(span) }
        },
        inputs: fileChanges(
            from: standing.inputs.map {
                (
                    $0.input, $0.name,
                    .init(digest: $0.digest, size: $0.size, received: $0.received)
                )
            },
            to: after.intake.files.map {
                (
                    $0.input, $0.name,
                    .init(
                        digest: $0.object, size: $0.size, received: journal.receipt(of: $0.object))
                )
            }),
        ruleFiles: fileChanges(
            from: standing.pipeline.map { ($0.role, $0.name, .init(digest: $0.digest)) },
            to: plan.sources.map { ($0.role.rawValue, $0.name, .init(digest: .of($0.bytes))) }),
        tables: try rowChanges(from: before, to: (plan, after.dataset)),
        figures: try figureChanges(from: old, to: lines, of: spans))
}

extension ReprocessTarget {
    /// The run whose figures of the named periods stand now; the last one where they differ.
    fileprivate func standing(_ named: [PeriodSpan]) throws -> Manifest {
        let runs = Set(named.map(last.computingRun))
        guard runs.count == 1, let run = runs.first, run != last.run else { return last }
        return seals.last { $0.run == run }.flatMap(workspace.manifest) ?? last
    }

    /// The revisions that would come.
    fileprivate func planned(
        _ spans: [PeriodSpan], _ lines: PeriodLines, _ locked: [TakenPeriod], asOf: Int64
    ) -> [ReprocessPlan.PlannedRevision] {
        let digests = lines.digests()
        let next = table.adding(run: "", asOf: asOf, slices: digests) { _ in "" }
        return spans.map { span in
            ReprocessPlan.PlannedRevision(
                span: span, before: table[span]?.revision, after: next[span]?.revision,
                isLocked: locked.contains { $0.span == span })
        }
    }
}

/// The rows of the files that lie on the disk now, as a run would read them.
private func rowsNow(
    _ plan: Plan, _ request: RunRequest, _ journal: Journal
) throws -> (intake: Intake, dataset: Dataset) {
    let scratch = try scratchFolder(outside: request.workspace)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let now = request.now
    var open = try Workspace(root: scratch).open(at: now.journalText)
    let reception = try ingest(
        plan, from: request.folder, into: open, at: now, threads: request.threads)
    try reception.confirm(in: &open, at: now)
    try require(reception.findings, plan)
    let intake = Intake(
        files: reception.intake.files.map { file in
            var file = file
            file.repeats = false
            file.received = journal.receipt(of: file.object) ?? now.journalText
            return file
        })
    var key: KeyedHash?
    let workspace = Workspace(existing: request.workspace)
    if plan.needsKey {
        guard let keyFile = request.keyFile else { throw RunError.keyMissing }
        key = try KeyedHash(keyFile: keyFile, outside: workspace)
    }
    var normalization = NormalizationRequest(
        plan: plan, objects: open.objects, key: key, threads: request.threads)
    normalization.horizon = plan.horizon(asOf: plan.asOfInstant(now))
    let dataset = try normalize(intake, normalization).adding(reception.findings)
    try requireFilled(dataset, plan, request, since: workspace)
    return (intake, dataset)
}

/// Path of a folder outside a workspace that nobody else uses.
private func scratchFolder(outside workspace: String) throws(RunError) -> String {
    let files = FileManager.default
    let path = files.temporaryDirectory.path + "/minhbach-plan-\(UUID().uuidString)"
    let inside = URL(fileURLWithPath: workspace).standardizedFileURL.path + "/"
    guard !path.hasPrefix(inside) else {
        throw .periodRefused(
            "TMPDIR lies in the workspace, in which a plan writes nothing; name another")
    }
    return path
}
