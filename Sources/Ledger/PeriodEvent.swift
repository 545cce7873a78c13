/// What was decided about one revision of a period: it is approved, it is locked, it is open again.
package struct PeriodEvent: Sendable, Equatable {
    /// What a period becomes.
    package enum State: String, Sendable, CaseIterable {
        /// Somebody answers for this revision.
        case approved
        /// Later runs take the figures of this revision.
        case locked
        /// It is computed again, for a reason that is told.
        case reopened
    }

    /// Name of the pipeline.
    package var pipeline: String
    /// Name of the period, and its first instant and the one behind its last, as results have them.
    package var period: (name: String, start: String, end: String)
    /// Number of the revision that was decided about.
    package var revision: Int
    /// The run that computed its figures.
    package var run: String
    /// The SHA-256 of the period's lines in that run's `results.csv`.
    package var results: Digest
    /// What the period becomes.
    package var state: State
    /// Who decided.
    package var actor: String
    /// The document that says so.
    package var document: String
    /// Why; empty where nobody has to say.
    package var reason: String

    /// A decision.
    package init(
        pipeline: String, period: (name: String, start: String, end: String), revision: Int,
        run: String, results: Digest, state: State, actor: String, document: String, reason: String
    ) {
        self.pipeline = pipeline
        self.period = period
        self.revision = revision
        self.run = run
        self.results = results
        self.state = state
        self.actor = actor
        self.document = document
        self.reason = reason
    }

    /// The event of a line; nil where a member is missing or of a wrong form.
    init?(line: CanonicalJSON) {
        guard let pipeline = line["pipeline"]?.text, let name = line["period"]?.text,
            let start = line["start"]?.text, let end = line["end"]?.text,
            let revision = line["revision"]?.number, let run = line["run"]?.text,
            let results = line.digest("results"),
            let state = line["state"]?.text.flatMap(State.init),
            let actor = line["actor"]?.text, let document = line["document"]?.text,
            let reason = line["reason"]?.text
        else { return nil }
        self.init(
            pipeline: pipeline, period: (name, start, end), revision: Int(revision), run: run,
            results: results, state: state, actor: actor, document: document, reason: reason)
    }

    func write(to line: inout CanonicalJSON.Members) {
        line["pipeline"] = .string(pipeline)
        line["period"] = .string(period.name)
        line["start"] = .string(period.start)
        line["end"] = .string(period.end)
        line["revision"] = .integer(Int64(revision))
        line["run"] = .string(run)
        line["results"] = .string(results.hex)
        line["state"] = .string(state.rawValue)
        line["actor"] = .string(actor)
        line["document"] = .string(document)
        line["reason"] = .string(reason)
    }

    /// Equal in all members.
    package static func == (left: PeriodEvent, right: PeriodEvent) -> Bool {
        var members = (CanonicalJSON.Members(), CanonicalJSON.Members())
        left.write(to: &members.0)
        right.write(to: &members.1)
        return CanonicalJSON.object(members.0) == CanonicalJSON.object(members.1)
    }
}
