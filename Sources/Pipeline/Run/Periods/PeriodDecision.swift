import Columnar
package import Ledger

/// What somebody wants a period to become, and who answers for it.
package struct PeriodDecision: Sendable {
    /// What is done to a period.
    package enum Step: Sendable {
        /// Somebody answers for its current revision.
        case approve
        /// Later runs take its figures as they are.
        case lock
        /// It is computed again.
        case reopen

        fileprivate var state: PeriodEvent.State {
            switch self {
            case .approve: .approved
            case .lock: .locked
            case .reopen: .reopened
            }
        }
    }

    /// Path of the workspace.
    package var workspace: String
    /// Name of the period.
    package var period: String
    /// Name of the pipeline; nil: the only one that has such a period.
    package var pipeline: String?
    /// What is done to it.
    package var step: Step
    /// Who decides.
    package var actor: String
    /// The document that says so.
    package var document: String
    /// Why; a period is opened again only for a reason.
    package var reason: String
    /// The clock, read once at the door.
    package var now: Moment

    /// A decision.
    package init(
        workspace: String, period: String, pipeline: String? = nil, step: Step,
        actor: String, document: String, reason: String = "", now: Moment
    ) {
        self.workspace = workspace
        self.period = period
        self.pipeline = pipeline
        self.step = step
        self.actor = actor
        self.document = document
        self.reason = reason
        self.now = now
    }

    fileprivate var state: PeriodEvent.State { step.state }
}

/// Journals what was decided about a period, and says so in one line.
package func decided(_ decision: PeriodDecision) throws -> String {
    let event = try decide(decision)
    return "\(event.period.name) of \(event.pipeline): revision \(event.revision) "
        + "\(event.state.rawValue), \(event.document)"
}

/// Journals what was decided about a period; throws a sentence where it cannot be.
///
/// The decision names the revision, the run that computed its figures and the digest of its lines:
/// what is locked is what was approved, whatever later runs come to.
package func decide(_ decision: PeriodDecision) throws -> PeriodEvent {
    for (name, text) in [
        ("--actor", decision.actor), ("--document", decision.document),
        ("--reason", decision.state == .reopened ? decision.reason : "-"),
    ] where text.allSatisfy(\.isWhitespace) {
        throw RunError.periodRefused(
            "\(name) is empty: say "
                + (name == "--actor"
                    ? "who decides"
                    : name == "--reason" ? "why" : "by which document, such as 123/QĐ-UBND"))
    }
    let existing = Workspace(existing: decision.workspace)
    guard try existing.currentRun() != nil else {
        throw RunError.nothingPublished(workspace: decision.workspace)
    }
    let time = decision.now.journalText
    var open = try existing.open(at: time)
    let made = try event(decision, open.workspace, open.journal)
    try open.append([.periodState(made)], at: time)
    // The next run brings the store up to the journal where this fails.
    try? ResultsStore.update(from: open.workspace, open.journal)
    return made
}

/// The event of a decision, if it may follow on what was decided before.
private func event(
    _ decision: PeriodDecision, _ workspace: Workspace, _ journal: Journal
) throws -> PeriodEvent {
    let (manifest, pipeline) = try published(decision, workspace, journal)
    let lines = PeriodLines(workspace.file(Manifest.resultsName, of: manifest) ?? [])
    let spans = published(manifest, lines).filter { $0.name == decision.period }
    guard let span = spans.first, spans.count == 1 else {
        throw RunError.periodRefused("\(decision.period) names more than one period")
    }
    let standings = PeriodStandings(journal, pipeline: pipeline)
    let current = manifest.revisions.first { $0.span == span }
    guard let current else {
        throw RunError.periodRefused(
            "\(span.name) is not over before \(span.end) and has no revision that could be "
                + decision.state.rawValue)
    }
    let last = standings.decision(about: span)?.event
    try require(decision, span, current, standings.state(of: span, current), last)
    // A run that looked back has other lines than those of the revision.
    let isCurrent = lines.digests()[span] == current.digest
    var event = PeriodEvent(
        pipeline: pipeline, period: (span.name, span.start, span.end), revision: current.revision,
        run: isCurrent ? manifest.computingRun(of: span) : current.run, results: current.digest,
        state: decision.state,
        actor: decision.actor, document: decision.document, reason: decision.reason)
    // What is locked or opened is what was decided about before.
    if let last, decision.state != .approved {
        event.revision = last.revision
        event.run = last.run
        event.results = last.results
    }
    return event
}

/// Throws where a decision may not follow on the state of a period.
private func require(
    _ decision: PeriodDecision, _ span: PeriodSpan, _ current: PeriodRevision,
    _ state: PeriodState, _ last: PeriodEvent?
) throws(RunError) {
    let name = span.name
    switch (decision.state, state) {
    case (.approved, .locked):
        throw .periodRefused(
            "\(name) is locked by \(last?.document ?? ""); `minhbach periods reopen \(name)` first")
    case (.approved, .approved):
        throw .periodRefused(
            "revision \(current.revision) of \(name) is approved already, by "
                + (last?.document ?? ""))
    case (.locked, .locked):
        throw .periodRefused("\(name) is locked already, by \(last?.document ?? "")")
    case (.locked, .provisional), (.locked, .running):
        let stale = last?.state == .approved ? last?.revision : nil
        throw .periodRefused(
            (stale.map {
                "revision \(current.revision) of \(name) came after revision \($0) was approved"
            } ?? "revision \(current.revision) of \(name) is not approved")
                + "; `minhbach periods approve \(name)` first")
    case (.reopened, .provisional), (.reopened, .running):
        // An approval that a later revision has overtaken binds nobody.
        throw .periodRefused("\(name) is neither approved nor locked: it is open")
    default: break
    }
}

/// The periods that a run has published, and those of which it has a revision all the same.
private func published(_ manifest: Manifest, _ lines: PeriodLines) -> [PeriodSpan] {
    Set(lines.spans).union(manifest.revisions.map(\.span)).sorted()
}

/// The last run of the pipeline that has the period.
private func published(
    _ decision: PeriodDecision, _ workspace: Workspace, _ journal: Journal
) throws -> (Manifest, pipeline: String) {
    let pipelines = Set(journal.seals.compactMap { pipelineName(ofRun: $0.run) })
        .sorted(by: precedes)
    if let named = decision.pipeline, !pipelines.contains(named) {
        throw RunError.noSuchFigure(
            part: "pipeline", name: named, hint: nearest(to: named, among: pipelines))
    }
    var found: [(Manifest, pipeline: String)] = []
    var names: [String] = []
    for pipeline in pipelines where decision.pipeline == nil || decision.pipeline == pipeline {
        guard let manifest = workspace.lastManifest(of: pipeline, among: journal.seals),
            let bytes = workspace.file(Manifest.resultsName, of: manifest)
        else { continue }
        let spans = published(manifest, PeriodLines(bytes))
        names += spans.map(\.name)
        if spans.contains(where: { $0.name == decision.period }) {
            found.append((manifest, pipeline))
        }
    }
    guard let first = found.first else {
        throw RunError.noSuchFigure(
            part: "period", name: decision.period,
            hint: nearest(to: decision.period, among: names))
    }
    if found.count > 1 {
        throw RunError.periodRefused(
            "more than one pipeline has \(decision.period): name one with --pipeline ("
                + found.map(\.pipeline).joined(separator: ", ") + ")")
    }
    return first
}
