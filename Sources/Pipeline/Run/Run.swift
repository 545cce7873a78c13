import Ledger
import Logging

/// Runs a pipeline from its files to a sealed, published result: the whole program on one screen.
///
/// Plan → ingest → normalize → compute → seal. Each step returns a value that says by its type how
/// far the run has come. Whatever throws before the last step leaves what was published as it was.
package func run(_ request: RunRequest) throws -> SealedRun {
    var freed = 0
    do {
        return try attempt(request, onFullDisk: false, freed: &freed)
    } catch _ where freed > 0 {
        // The room that the cache took may do.
        request.log.logger.warning("disk-full", metadata: ["freed": "\(freed)"])
        return try attempt(request, onFullDisk: true, freed: &freed)
    }
}

/// One attempt; where the disk is full, it gives back what the cache took and says how much.
private func attempt(
    _ asked: RunRequest, onFullDisk: Bool, freed: inout Int
) throws -> SealedRun {
    var request = asked
    let log = request.log.logger
    let plan = try runPlan(request)
    log.info(
        "checked", metadata: ["pipeline": "\(request.pipeline)", "kpis": "\(plan.kpis.count)"])
    let workspace = try Workspace(root: request.workspace)
    var open = try workspace.open(at: request.now.journalText)
    // Where the clock was put back a little, the night begins when the last one ended.
    request.now = try Moment(journalText: open.time)
    let taking = try periodTaking(request, plan, in: workspace, open.journal)
    let name = try runName(plan, request, in: open)
    let isAnew = request.readsAllBytes(open.journal, plan)
    let cache = SegmentCache(
        in: workspace, budget: MemoryBudget(limit: request.memory), isAnew: isAnew,
        onFullDisk: onFullDisk)
    var reception: Reception?
    let filling = request.threads > 1 ? StoreFilling(in: workspace, after: open.journal) : nil
    // What is not sealed by the end is not in the store.
    defer { filling?.abandon() }
    if !open.journal.seals.isEmpty { filling?.open() }
    do {
        try open.append([.runStarted(run: name)], at: request.now.journalText)
        var normalization = NormalizationRequest(
            plan: plan, objects: open.objects, key: try key(plan, request, in: workspace),
            threads: request.threads, keepsIdentifiers: false, cache: cache)
        normalization.horizon = plan.horizon(asOf: plan.asOfInstant(request.now))
        let early = EarlyReadings(normalization)
        let known = KnownFiles(in: workspace, rehash: isAnew)
        let received = try receive(plan, request, into: open, known: known, early: early)
        reception = received
        log.info("archived", metadata: ["files": "\(received.intake.files.count)"])
        try require(received.findings, plan)
        var run = try computed(
            name, plan, received, request, taking, in: open, by: normalization, early: early,
            isAnew: isAnew, filling)
        run.files.hash(Manifest.resultsName)
        filling?.fill(run.stored, files: StoredFiles(run.files))
        run = try run.withRevisions(in: open, threads: request.threads)
        if cache.damaged > 0 {
            log.warning("cache-damaged", metadata: ["segments": "\(cache.damaged)"])
        }
        reception = nil
        try received.confirm(in: &open, at: request.now)
        let sealed = try seal(run, in: &open, at: request.now, filling: filling)
        known.save(at: asked.now)
        cache.prune(at: asked.now)
        // What kept the store from being filled on the way, such as a reader's lock, may be over.
        let isFilled = try? filling?.finish()
        if isFilled != true { try ResultsStore.update(from: workspace, open.journal) }
        return sealed
    } catch {
        let error = RunError(error)
        // Rather the archive than what can be made again.
        let room = error.isDiskFull ? cache.clear() : 0
        try? reception?.confirm(in: &open, at: request.now)
        // What is sealed cannot fail any more: the next run completes what is missing beside it.
        if open.journal.seal(of: name) != nil { throw RunError.sealed(run: name, then: error) }
        freed = room
        try? open.append([.runFailed(run: name, reason: error.code)], at: request.now.journalText)
        throw error
    }
}

/// The files: those that lie there now, or those that the archive held at the instant asked for.
private func receive(
    _ plan: Plan, _ request: RunRequest, into open: borrowing OpenWorkspace, known: KnownFiles,
    early: EarlyReadings
) throws -> Reception {
    if let instant = request.receivedBy {
        let known = try knownIntake(of: plan, by: instant, in: open.workspace)
        return Reception(archived: known.intake, of: plan, in: open)
    }
    return try ingest(
        plan, from: request.folder, into: open, at: request.now, threads: request.threads,
        known: known, whenStored: early.read)
}

/// What the files come to: computed from their rows, unless an earlier run stands for it.
private func computed(
    _ name: String, _ plan: Plan, _ received: Reception, _ request: RunRequest,
    _ taking: PeriodTaking, in open: borrowing OpenWorkspace,
    by normalization: NormalizationRequest,
    early: EarlyReadings, isAnew: Bool, _ filling: StoreFilling?
) throws -> RunToSeal {
    let log = request.log.logger
    let asOf = plan.asOfInstant(request.now)
    let objects = open.objects
    func sources() throws -> ArchivedSources {
        try ArchivedSources(plan.sources, in: objects, waits: request.threads == 1)
    }
    if received.findings.isEmpty, !isAnew, request.reprocess == nil,
        let earlier = Repetition(
            plan, received.intake, taking, asOf: asOf, in: open, threads: request.threads)
    {
        log.info("unchanged", metadata: ["since": "\(earlier.manifest.run)"])
        return RunToSeal(
            name: name, plan: plan, sources: try sources(), intake: received.intake, asOf: asOf,
            files: earlier.files,
            summary: try RunSummary(earlier.files), findings: [],
            news: plan.news(earlier.files, asOf: asOf, in: open), unread: [],
            repeated: earlier.manifest, receivedBy: request.receivedBy
        ).with(earlier.manifest.taken, log)
    }
    let dataset = try normalize(received.intake, normalization, early: early)
        .adding(received.findings)
    log.info("normalized", metadata: ["records": "\(dataset.total.read)"])
    try requireFilled(dataset, plan, request, since: open.workspace)
    filling?.open()
    let results = try compute(
        plan, dataset, asOf: asOf, threads: request.threads, isOwn: taking.isOwn)
    log.info("computed", metadata: ["figures": "\(results.figureCount)"])
    let archived = try sources()
    let files = RunFiles(dataset, results, threads: request.threads)
    return try RunToSeal(
        name: name, plan: plan, sources: archived, intake: received.intake, asOf: asOf,
        files: files,
        summary: RunSummary(dataset, results), findings: dataset.findings,
        news: plan.news(files, asOf: asOf, in: open), unread: received.findings,
        receivedBy: request.receivedBy
    ).taking(taking, in: open, log)
}

/// The plan of a pipeline; throws all that is wrong with its files at once.
package func checkedPlan(_ request: RunRequest) throws(RunError) -> Plan {
    let loaded = Plan.load(
        request.file, from: .disk(folder: request.folder), overrides: request.overrides)
    guard let plan = loaded.plan else { throw .planUnusable(loaded.faults, folder: request.folder) }
    let unfit = plan.unfit(at: request.now)
    if !unfit.isEmpty { throw .planUnusable(unfit, folder: request.folder) }
    return plan
}

/// A name that says what was run and when, and that no other run of the workspace has.
private func runName(
    _ plan: Plan, _ request: RunRequest, in open: borrowing OpenWorkspace
) throws -> String {
    let base = "\(plan.name)-\(request.now.nameText)"
    let taken = Set(try open.workspace.runs()).union(open.journal.seals.map(\.run))
    if !taken.contains(base) { return base }
    var number = 2
    while taken.contains("\(base)-\(number)") { number += 1 }
    return "\(base)-\(number)"
}

/// The key for personal columns, where a mapping keeps one hashed.
private func key(
    _ plan: Plan, _ request: RunRequest, in workspace: Workspace
) throws -> KeyedHash? {
    guard plan.needsKey else { return nil }
    guard let path = request.keyFile else { throw RunError.keyMissing }
    return try KeyedHash(keyFile: path, outside: workspace, creatingIfMissing: true)
}
