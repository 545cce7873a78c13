import Ledger
import Logging

/// Runs a pipeline from its files to a sealed, published result: the whole program on one screen.
///
/// Plan → ingest → normalize → compute → seal. Each step returns a value that says by its type how
/// far the run has come. Whatever throws before the last step leaves what was published as it was.
package func run(_ request: RunRequest) throws -> SealedRun {
    let log = request.log.logger
    let plan = try checkedPlan(request)
    log.info(
        "checked", metadata: ["pipeline": "\(request.pipeline)", "kpis": "\(plan.kpis.count)"])
    let workspace = try Workspace(root: request.workspace)
    var open = try workspace.open(at: request.now.journalText)
    let name = try runName(plan, request, in: open)
    try open.append([.runStarted(run: name)], at: request.now.journalText)
    var reception: Reception?
    do {
        let normalization = NormalizationRequest(
            plan: plan, objects: open.objects, key: try key(plan, request, in: workspace),
            threads: request.threads, keepsIdentifiers: false)
        let early = EarlyReadings(normalization)
        let received = try ingest(
            plan, from: request.folder, into: open, at: request.now, threads: request.threads,
            whenStored: early.read)
        reception = received
        log.info("archived", metadata: ["files": "\(received.intake.files.count)"])
        try require(received.findings, plan)
        let dataset = try normalize(received.intake, normalization, early: early)
            .adding(received.findings)
        log.info("normalized", metadata: ["records": "\(dataset.total.read)"])
        try requireFilled(dataset, plan, request, since: workspace)
        let asOf = plan.asOfInstant(request.now)
        let results = try compute(plan, dataset, asOf: asOf, threads: request.threads)
        log.info("computed", metadata: ["figures": "\(results.figures.count)"])
        reception = nil
        try received.confirm(in: &open, at: request.now)
        return try seal(
            RunToSeal(
                name: name, plan: plan, intake: received.intake, dataset: dataset,
                results: results, asOf: asOf, unread: received.findings),
            in: &open, at: request.now, threads: request.threads)
    } catch {
        let error = RunError(error)
        try? reception?.confirm(in: &open, at: request.now)
        // What is sealed cannot fail any more: the next run completes what is missing beside it.
        if open.journal.seal(of: name) != nil { throw RunError.sealed(run: name, then: error) }
        try? open.append([.runFailed(run: name, reason: error.code)], at: request.now.journalText)
        throw error
    }
}

/// The plan of a pipeline; throws all that is wrong with its files at once.
package func checkedPlan(_ request: RunRequest) throws(RunError) -> Plan {
    let loaded = Plan.load(
        request.file, from: .disk(folder: request.folder), overrides: request.overrides)
    guard let plan = loaded.plan else { throw .planUnusable(loaded.faults, folder: request.folder) }
    let mixed = plan.mixedTables
    if !mixed.isEmpty { throw .planUnusable(mixed, folder: request.folder) }
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
