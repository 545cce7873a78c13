import Ledger

/// What `diff` needs to know.
package struct BridgeRequest: Sendable {
    /// Where the runs lie, and how they are computed again; its `run` is not asked for.
    package var verification: VerificationRequest
    /// Name of the run from which it leads, or `PERIOD@REVISION`.
    package var from: String
    /// Name of the run to which it leads, or `PERIOD@REVISION`.
    package var to: String
    /// Which figures.
    package var filter: ResultsFilter
    /// So many cases of a part at most; nil: all.
    package var limit: Int?

    /// A request.
    package init(
        from: String, to: String, verification: VerificationRequest,
        filter: ResultsFilter = ResultsFilter(), limit: Int? = 10
    ) {
        self.from = from
        self.to = to
        self.verification = verification
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
    init(_ name: String, in workspace: Workspace) throws {
        let parts = name.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        guard let number = parts.last.flatMap({ Int($0) }), parts.count > 1 else {
            run = try runName(name, in: workspace)
            period = nil
            return
        }
        // A period of a calendar of reports has the sign in its own name.
        let period = parts.dropLast().joined(separator: "@")
        guard let found = try Self.run(of: period, number, in: workspace) else {
            throw RunError.noSuchRevision(period: period, revision: number)
        }
        run = found
        self.period = period
    }

    /// The run of a revision, looked for from the last sealed run of the published pipeline back.
    private static func run(
        of period: String, _ number: Int, in workspace: Workspace
    ) throws -> String? {
        let pipeline = try workspace.currentRun().flatMap(pipelineName(ofRun:))
        for seal in try workspace.journal().seals.reversed() {
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
