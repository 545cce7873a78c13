import Columnar
import Ledger

/// What `diff` needs to know.
package struct BridgeRequest: Sendable {
    /// Where the runs lie, and how they are computed again; its `run` is not asked for.
    package var verification: VerificationRequest
    /// Name of the run from which it leads, or `PERIOD@REVISION`.
    package var from: String
    /// Name of the run to which it leads, or `PERIOD@REVISION`.
    package var to: String
    /// The pipeline whose revisions are meant; nil: that of the published run.
    package var pipeline: String?
    /// Which figures.
    package var filter: ResultsFilter
    /// So many cases of a part at most; nil: all.
    package var limit: Int?

    /// A request.
    package init(
        from: String, to: String, verification: VerificationRequest, pipeline: String? = nil,
        filter: ResultsFilter = ResultsFilter(), limit: Int? = 10
    ) {
        self.from = from
        self.to = to
        self.verification = verification
        self.pipeline = pipeline
        self.filter = filter
        self.limit = limit
    }
}

/// An end of a bridge as somebody names it.
struct NamedEnd {
    let run: String
    /// The period, where a revision of it was named.
    let period: String?

    /// Finds the run of a name, or the one in which a revision of a period was made.
    init(_ name: String, of pipeline: String?, in workspace: Workspace) throws {
        let seals = try workspace.journal().seals
        let known = Set(seals.compactMap { pipelineName(ofRun: $0.run) }).sorted(by: precedes)
        if let pipeline, !known.contains(pipeline) {
            throw RunError.noSuchFigure(
                part: "pipeline", name: pipeline, hint: nearest(to: pipeline, among: known))
        }
        let parts = name.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        guard let number = parts.last.flatMap({ Int($0) }), parts.count > 1 else {
            run = try runName(name, in: workspace)
            if let pipeline, !isRun(run, of: pipeline) {
                throw RunError.periodRefused(
                    "\(run) is no run of the pipeline '\(pipeline)'; leave --pipeline out, or name "
                        + "another run")
            }
            period = nil
            return
        }
        // A period of a calendar of reports has the sign in its own name.
        let period = parts.dropLast().joined(separator: "@")
        let own = try pipeline ?? workspace.currentRun().flatMap(pipelineName(ofRun:))
        guard let found = Self.run(of: period, number, own, seals, in: workspace) else {
            guard let own else {
                throw RunError.nothingPublished(workspace: workspace.root)
            }
            throw RunError.noSuchRevision(period: period, revision: number, pipeline: own)
        }
        run = found
        self.period = period
    }

    /// The run of a revision, looked for from the last sealed run of a pipeline back.
    private static func run(
        of period: String, _ number: Int, _ pipeline: String?, _ seals: [Seal],
        in workspace: Workspace
    ) -> String? {
        for seal in seals.reversed() {
            if let pipeline, !isRun(seal.run, of: pipeline) { continue }
            guard let sealed = try? SealedFiles(workspace, run: seal.run) else { continue }
            guard let entry = sealed.manifest.revisions.first(where: { $0.span.name == period })
            else { continue }
            if entry.revision == number { return entry.run }
            if number == 1 { return entry.first }
            if entry.revision < number { return nil }
        }
        return nil
    }
}
