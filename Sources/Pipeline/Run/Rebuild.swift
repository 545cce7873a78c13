import Ledger

/// A run computed again from the archive.
///
/// Of periods that the run took from others (`Manifest.taken`) these are not the sealed figures:
/// `files` has those.
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
    let results = try compute(
        plan, dataset, asOf: asOf, threads: threads,
        isOwn: PeriodTaking(manifest).isOwn)
    return RebuiltRun(plan: plan, dataset: dataset, results: results, asOf: asOf)
}

extension RebuiltRun {
    /// The files of the run, lines of taken periods as the runs have them that computed them.
    func files(_ manifest: Manifest, in workspace: Workspace, threads: Int) throws -> RunFiles {
        let own = RunFiles(dataset, results, threads: threads)
        return try TakenLines(
            PeriodTaking(manifest), in: workspace, workspace.journal().seals
        ).put(into: own)
    }
}

/// The plan and the rows of a sealed run, from nothing but archived objects.
func archivedDataset(
    _ manifest: Manifest, in workspace: Workspace, keyFile: String?, threads: Int,
    fillsClocks: Bool = false, by means: RebuildMeans = RebuildMeans()
) throws -> (plan: Plan, dataset: Dataset) {
    var plan = try archivedPlan(manifest, in: workspace)
    plan.clocks?.fillsAll = fillsClocks
    let dataset = try archivedRows(
        by: plan, of: manifest, in: workspace, keyFile: keyFile, threads: threads, means: means
    ).adding(unreadFindings(manifest))
    return (plan, dataset)
}

/// The rows that the raw files of a manifest give by a plan, from nothing but archived objects.
func archivedRows(
    by plan: Plan, of manifest: Manifest, in workspace: Workspace, keyFile: String?, threads: Int,
    means: RebuildMeans = RebuildMeans()
) throws -> Dataset {
    var key: KeyedHash?
    if plan.needsKey {
        guard let keyFile else { throw RunError.keyMissing }
        key = try KeyedHash(keyFile: keyFile, outside: workspace)
    }
    var request = NormalizationRequest(
        plan: plan, objects: workspace.objects, key: key, threads: threads,
        keepsIdentifiers: means.keepsIdentifiers, cache: means.cache)
    request.beforeReading = means.beforeReading
    request.horizon = plan.horizon(asOf: try Moment(journalText: manifest.asOf).local)
    return try normalize(manifest.intake, request)
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
        Intake(files: inputs.map { IntakeFile($0) })
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
