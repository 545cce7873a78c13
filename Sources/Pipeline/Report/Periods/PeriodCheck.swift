package import Ledger

/// One thing that is wrong with revisions, taken figures or decisions.
package struct PeriodFault: Sendable, Equatable {
    /// The run, or the line of the journal as `line 12`, that tells it.
    package var place: String
    /// The period.
    package var period: String
    /// What is wrong, in one sentence.
    package var reason: String

    /// The fault in words.
    package var sentence: String { "\(place): \(period): \(reason)" }
}

/// Holds the revisions and the decisions of a workspace to its sealed runs.
///
/// The table of each run must be what the table before and the run's own lines make it; whatever is
/// taken must be what its run computed itself; a decision must be about a revision that there is,
/// and follow from the one before. Runs that are not what was sealed are told of elsewhere.
package struct PeriodCheck {
    /// All faults, by pipeline and run, those of decisions last.
    package private(set) var faults: [PeriodFault] = []

    private let workspace: Workspace
    private let journal: Journal
    private var manifests: [String: Manifest] = [:]
    private var digests: [Digest: [PeriodSpan: Digest]] = [:]

    /// Checks all pipelines of a workspace; with a run named, its pipeline alone.
    package init(_ workspace: Workspace, run: String? = nil) throws {
        self.workspace = workspace
        journal = try workspace.journal()
        let wanted = run.flatMap(pipelineName(ofRun:))
        var pipelines: [String: [Seal]] = [:]
        for seal in journal.seals {
            manifests[seal.run] = workspace.manifest(seal)
            guard let pipeline = pipelineName(ofRun: seal.run) else { continue }
            pipelines[pipeline, default: []].append(seal)
        }
        for pipeline in pipelines.keys.sorted(by: precedes)
        where wanted == nil || pipeline == wanted {
            let runs = (pipelines[pipeline] ?? []).compactMap { manifests[$0.run] }
            try checkRevisions(runs)
            for run in runs { try checkTaken(run) }
            try checkDecisions(pipeline, runs)
        }
    }

    /// The digests of a run's slices; nil where its results are not what was sealed.
    private mutating func slices(_ manifest: Manifest) -> [PeriodSpan: Digest]? {
        guard let results = manifest.results else { return nil }
        if let known = digests[results] { return known }
        guard let bytes = workspace.file(Manifest.resultsName, of: manifest) else { return nil }
        let found = PeriodLines(bytes).digests()
        digests[results] = found
        return found
    }

    private mutating func checkRevisions(_ runs: [Manifest]) throws {
        var before: Manifest?
        var holdsTable = false
        for run in runs {
            if run.receivedBy != nil {
                // It looked back, and carries the table on.
                compare(run, before?.revisions ?? [])
                continue
            }
            defer { before = run }
            let hasTable = run.details["revisions"] != nil
            // Runs made before revisions were counted hold none.
            guard hasTable || holdsTable else { continue }
            holdsTable = true
            guard let slices = slices(run) else { continue }
            var table = RevisionTable()
            if let before {
                let earlier = self.slices(before) ?? [:]
                table = try RevisionTable(of: before) { earlier }
            }
            let expected = table.adding(
                run: run.run, asOf: try Moment(journalText: run.asOf).local, slices: slices
            ) { span in
                guard let before else { return PeriodRevision.firstCause }
                return revisionCause(
                    from: manifests[before.computingRun(of: span)] ?? before, to: run,
                    reason: run.reprocess?.reason ?? "")
            }
            compare(run, expected.revisions)
        }
    }

    private mutating func compare(_ run: Manifest, _ expected: [PeriodRevision]) {
        let found = run.revisions
        for revision in expected {
            let told = found.filter { $0.span == revision.span }
            guard let other = told.first, told.count == 1 else {
                report(
                    run.run, revision.span,
                    told.isEmpty
                        ? "revision \(revision.revision) is missing" : "it stands there twice")
                continue
            }
            if other == revision { continue }
            report(run.run, revision.span, difference(other, revision))
        }
        for other in found where !expected.contains(where: { $0.span == other.span }) {
            report(run.run, other.span, "it has a revision that no run made")
        }
    }

    private func difference(_ found: PeriodRevision, _ expected: PeriodRevision) -> String {
        if found.revision != expected.revision {
            return "revision \(found.revision) must be revision \(expected.revision)"
        }
        if found.digest != expected.digest {
            return "revision \(found.revision) has digest \(found.digest.hex), and the lines of "
                + "\(expected.run) have \(expected.digest.hex)"
        }
        if found.first != expected.first {
            return "\(found.first) is named as the first run, and \(expected.first) was"
        }
        if found.run != expected.run {
            return "\(found.run) is named as the run of revision \(found.revision), and "
                + "\(expected.run) made it"
        }
        return "the cause '\(found.cause)' must be '\(expected.cause)'"
    }

    private mutating func checkTaken(_ run: Manifest) throws {
        let own = run.taken.isEmpty ? nil : slices(run)
        for taken in run.taken {
            guard let source = manifests[taken.run] else {
                report(run.run, taken.span, "taken from \(taken.run), which is no sealed run")
                continue
            }
            if source.taken.contains(where: { $0.span == taken.span }) {
                report(
                    run.run, taken.span, "taken from \(taken.run), which had taken it itself")
            }
            let empty = Digest.of([])
            if let slices = slices(source), slices[taken.span] ?? empty != taken.digest {
                report(run.run, taken.span, "it is not the slice of \(taken.run)")
            }
            if let own, own[taken.span] ?? empty != taken.digest {
                report(run.run, taken.span, "its lines are not those that were taken")
            }
        }
    }

    private mutating func checkDecisions(_ pipeline: String, _ runs: [Manifest]) throws {
        var last: [PeriodSpan: PeriodEvent] = [:]
        for entry in journal.entries {
            guard case .periodState(let event) = entry.event, event.pipeline == pipeline else {
                continue
            }
            let span = PeriodSpan(event)
            let place = "journal.jsonl line \(entry.sequence)"
            for reason in decisionFaults(event, span, runs, after: last[span]) {
                report(place, span, reason)
            }
            last[span] = event
        }
    }

    private mutating func decisionFaults(
        _ event: PeriodEvent, _ span: PeriodSpan, _ runs: [Manifest], after last: PeriodEvent?
    ) -> [String] {
        var reasons: [String] = []
        let revision = runs.lazy.flatMap(\.revisions).first {
            $0.span == span && $0.revision == event.revision && $0.digest == event.results
        }
        if revision == nil {
            reasons.append("there is no revision \(event.revision) with the digest that is named")
        }
        let source = manifests[event.run]
        if source == nil
            || source.flatMap({ slices($0) }).map({ $0[span] != event.results }) == true
        {
            reasons.append("\(event.run) does not have the figures that are named")
        }
        if event.actor.isEmpty || event.document.isEmpty {
            reasons.append("nobody, or no document, is named")
        }
        switch (last?.state, event.state) {
        case (.locked, .approved): reasons.append("it is approved while it is locked")
        case (.approved, .locked):
            if last?.results != event.results || last?.revision != event.revision {
                reasons.append("another revision is locked than was approved")
            }
        case (_, .locked): reasons.append("it is locked without having been approved")
        case (.approved, .reopened), (.locked, .reopened):
            if event.reason.isEmpty { reasons.append("it is opened again without a reason") }
        case (_, .reopened):
            reasons.append("it is opened again, and was neither approved nor locked")
        default: break
        }
        return reasons
    }

    private mutating func report(_ place: String, _ span: PeriodSpan, _ reason: String) {
        faults.append(
            PeriodFault(
                place: place.hasPrefix("journal") ? place : "runs/\(place)", period: span.name,
                reason: reason))
    }
}
