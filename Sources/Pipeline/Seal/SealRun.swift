import Columnar
package import Ledger

/// Everything that a run has come to, before it is sealed.
struct RunToSeal {
    let name: String
    let plan: Plan
    /// The plan's files on their way into the archive.
    let sources: ArchivedSources
    let intake: Intake
    let asOf: Int64
    /// The bytes of its files.
    var files: RunFiles
    var summary: RunSummary
    /// Facts about bad data; none where an earlier run's files stand for this one's.
    let findings: [Finding]
    /// What of the findings is new.
    let news: FindingNews
    /// Findings about files that could not be had, which no archive can show again.
    let unread: [Finding]
    /// The earlier run whose files these are; nil where they were computed.
    var repeated: Manifest?
    /// Periods whose lines were taken from other runs.
    var taken: [TakenPeriod] = []
    /// What was reprocessed; nil for the runs of every night.
    var reprocess: ReprocessRecord?
    /// The revisions of the pipeline's periods, this run's included.
    var revisions: [PeriodRevision] = []
    /// Up to when its files were known, where they were taken from the archive.
    let receivedBy: Moment?
}

/// A run that was published.
package struct SealedRun: Sendable {
    /// Name of the run.
    package var name: String
    /// SHA-256 of its `results.csv`.
    package var resultsDigest: Digest
    /// Its files.
    package var files: RunFiles
    /// What it says of itself.
    package var summary: RunSummary
    /// Facts about bad data; none where an earlier run's files stand for this one's.
    package var findings: [Finding]
    /// The KPIs that are shown when the run is done; empty: all.
    package var overview: [String]
    /// What of the findings is new, held against the run before.
    package var news: FindingNews
    /// What a killed run had left and was put right before this one.
    package var recovered: [Recovery]

    /// Where every record went.
    package var accounts: [FileAccount] { summary.accounts }
}

/// Writes the files of the run, seals them, and points `current` to them: all or nothing.
///
/// `filling` has begun to put the run into the store of results; it is told of the seal.
func seal(
    _ run: RunToSeal, in workspace: inout OpenWorkspace, at moment: Moment, filling: StoreFilling?
) throws -> SealedRun {
    try run.sources.confirm(in: &workspace, at: moment)
    var draft = try workspace.draft(run: run.name)
    for (name, bytes) in run.files.files {
        try draft.write(name, bytes, digest: run.files.digests[name])
    }
    let seal = try workspace.seal(draft, run.manifest, at: moment.journalText)
    filling?.end(StoredSeal(manifest: seal.manifest, revisions: run.revisions))
    return SealedRun(
        name: run.name, resultsDigest: seal.results, files: run.files, summary: run.summary,
        findings: run.findings, overview: run.plan.publication.overview,
        news: run.news, recovered: workspace.recovered)
}

extension RunToSeal {
    /// What went into the run and what is known of it; its outputs come when it is sealed.
    var manifest: Manifest {
        var details = unread.isEmpty ? CanonicalJSON.Members() : unreadDetails(unread)
        if !revisions.isEmpty { details["revisions"] = .array(revisions.map(\.value)) }
        if !taken.isEmpty { details["taken"] = .array(taken.map(\.value)) }
        details["reprocess"] = reprocess?.value
        details[Manifest.receivedByDetail] = receivedBy.map { .string($0.journalText) }
        return Manifest(
            program: Program.version, run: name, asOf: Moment(local: asOf).journalText,
            pipeline: plan.sources.map { source in
                Manifest.PipelineFile(
                    role: source.role.rawValue, name: source.name, digest: .of(source.bytes))
            },
            inputs: intake.files.map { file in
                Manifest.InputFile(
                    input: file.input, digest: file.object, size: file.size,
                    received: file.received, name: file.name)
            }, details: details)
    }

    /// The run as the store of results knows it.
    var stored: StoredRun {
        let results = files.digests[Manifest.resultsName] ?? Digest.of([])
        let pipeline = plan.sources.first { $0.role == .pipeline }
        return StoredRun(
            name: name, pipeline: pipeline?.name ?? "",
            asOf: Moment(local: asOf).journalText, program: Program.version,
            resultsDigest: results.hex)
    }
}

/// A pipeline's files, put into the archive while the files of the run are made.
struct ArchivedSources: Sendable {
    private let stored: [(PlanSource, StoredObject)]
    private let flush: DiskFlush

    /// Writes them and begins to wait for the disk; who has one thread waits at once (`waits`).
    init(_ sources: [PlanSource], in objects: ObjectStore, waits: Bool) throws {
        stored = try sources.map { source in
            (source, try objects.store(bytes: source.bytes, durability: .deferred))
        }
        flush = DiskFlush(objects, stored.map(\.1))
        if waits { try flush.wait() }
    }

    /// Waits for the disk and journals those that the archive did not know.
    func confirm(in workspace: inout OpenWorkspace, at moment: Moment) throws {
        try flush.wait()
        try journal(stored, in: &workspace, at: moment)
    }
}

/// Journals the pipeline files that the archive did not know: what no line confirms is read again
/// at the next opening.
private func journal(
    _ pipeline: [(PlanSource, StoredObject)], in workspace: inout OpenWorkspace, at moment: Moment
) throws {
    var seen: Set<Digest> = []
    var events: [JournalEvent] = []
    for (source, object) in pipeline where workspace.journal.receipt(of: object.digest) == nil {
        guard seen.insert(object.digest).inserted else { continue }
        let name = source.name.split(separator: "/").last.map(String.init) ?? source.name
        events.append(
            .objectReceived(
                digest: object.digest, size: object.size, name: name,
                input: source.role.rawValue))
    }
    try workspace.append(events, at: moment.journalText)
}

/// Files that could not be had, as the manifest keeps them.
func unreadDetails(_ findings: [Finding]) -> CanonicalJSON.Members {
    var details = CanonicalJSON.Members()
    details["unread"] = .array(
        findings.map { finding in
            [
                "code": .string(finding.code.rawValue), "file": .string(finding.place.file),
                "hint": .string(finding.hint ?? ""), "input": .string(finding.place.input),
            ]
        })
    return details
}

/// The findings about files that could not be had, as a manifest tells of them.
func unreadFindings(_ manifest: Manifest) -> [Finding] {
    (manifest.details["unread"]?.elements ?? []).compactMap { entry in
        guard let code = entry["code"]?.text.flatMap(FindingCode.init),
            let file = entry["file"]?.text,
            let hint = entry["hint"]?.text, let input = entry["input"]?.text
        else { return nil }
        return Finding(
            code, at: FindingPlace(input: input, file: file, object: ""),
            hint: hint.isEmpty ? nil : hint)
    }
}
