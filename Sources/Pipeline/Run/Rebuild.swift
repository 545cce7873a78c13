import Ledger

/// A run computed again from the archive.
struct RebuiltRun {
    let plan: Plan
    let dataset: Dataset
    let results: Results
    let asOf: Int64
}

/// By what means a run is computed again; what comes out does not depend on it.
struct RebuildMeans {
    /// Whether texts of high cardinality stay, to name rows.
    var keepsIdentifiers = true
    /// Where rows lie that memory cannot hold; nil: all lie in memory.
    var cache: SegmentCache?
    /// Called with each archived file before it is read, on the thread that reads it.
    var beforeReading: (@Sendable (Digest) -> Void)?
}

/// Computes a sealed run again from nothing but archived objects: the same steps, another source.
///
/// With `fillsClocks` cases have the columns that clocks give, whether a formula reads them or not.
func rebuild(
    _ manifest: Manifest, in workspace: Workspace, keyFile: String?, threads: Int,
    fillsClocks: Bool = false, by means: RebuildMeans = RebuildMeans()
) throws -> RebuiltRun {
    let (plan, dataset) = try archivedDataset(
        manifest, in: workspace, keyFile: keyFile, threads: threads, fillsClocks: fillsClocks,
        by: means)
    let asOf = try Moment(journalText: manifest.asOf).local
    let results = try compute(plan, dataset, asOf: asOf, threads: threads)
    return RebuiltRun(plan: plan, dataset: dataset, results: results, asOf: asOf)
}

/// The plan and the rows of a sealed run, from nothing but archived objects.
func archivedDataset(
    _ manifest: Manifest, in workspace: Workspace, keyFile: String?, threads: Int,
    fillsClocks: Bool = false, by means: RebuildMeans = RebuildMeans()
) throws -> (plan: Plan, dataset: Dataset) {
    var plan = try archivedPlan(manifest, in: workspace)
    let asOf = try Moment(journalText: manifest.asOf).local
    var key: KeyedHash?
    if plan.needsKey {
        guard let keyFile else { throw RunError.keyMissing }
        key = try KeyedHash(keyFile: keyFile, outside: workspace)
    }
    plan.clocks?.fillsAll = fillsClocks
    var request = NormalizationRequest(
        plan: plan, objects: workspace.objects, key: key, threads: threads,
        keepsIdentifiers: means.keepsIdentifiers, cache: means.cache)
    request.beforeReading = means.beforeReading
    request.horizon = plan.horizon(asOf: asOf)
    let dataset = try normalize(manifest.intake, request).adding(unreadFindings(manifest))
    return (plan, dataset)
}

/// The plan by which a run was made, from the archived objects of its pipeline files.
func archivedPlan(_ manifest: Manifest, in workspace: Workspace) throws -> Plan {
    let sources = try manifest.pipeline.map { file in
        (name: file.name, bytes: try fileBytes(workspace.objects.path(of: file.digest)))
    }
    let pipeline = manifest.pipeline.first { $0.role == PlanSource.Role.pipeline.rawValue }
    let loaded = Plan.load(
        pipeline?.name ?? "", from: .archived(sources),
        overrides: PlanOverrides(asOf: try Moment(journalText: manifest.asOf).local))
    guard let plan = loaded.plan else { throw RunError.planUnusable(loaded.faults, folder: "") }
    return plan
}

extension Manifest {
    /// The files that the run was made from, as they arrived.
    var intake: Intake {
        Intake(
            files: inputs.map { file in
                IntakeFile(
                    input: file.input, name: file.name, object: file.digest, size: file.size,
                    received: file.received)
            })
    }
}

extension Plan {
    /// Whether a mapping keeps a personal column as its keyed hash.
    var needsKey: Bool {
        inputs.contains { input in
            let columns = input.mapping.columns + input.mapping.children.flatMap(\.columns)
            return columns.contains { $0.privacy == .keyed }
        }
    }
}
