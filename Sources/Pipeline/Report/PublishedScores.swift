import Ledger

/// Which lines of `scores.csv` somebody wants to see; nil: all.
package struct ScoresFilter: Sendable, Equatable {
    /// Name of the scorecard.
    package var scorecard: String?
    /// Name of the period.
    package var period: String?
    /// Name of the level.
    package var level: String?
    /// Code of the member.
    package var member: String?

    /// A filter.
    package init(
        scorecard: String? = nil, period: String? = nil, level: String? = nil,
        member: String? = nil
    ) {
        self.scorecard = scorecard
        self.period = period
        self.level = level
        self.member = member
    }

    /// Whether a line of `scores.csv` is wanted.
    package func admits(_ fields: [String]) -> Bool {
        let wanted = [(0, scorecard), (2, period), (5, level), (6, member)]
        return wanted.allSatisfy { place, text in text.map { fields[place] == $0 } ?? true }
    }
}

/// The scores of a sealed run.
package struct PublishedScores: Sendable {
    /// Name of the run.
    package let run: String
    /// The lines of its `scores.csv` that are wanted.
    package let lines: [[String]]
    /// The plan by which it was made.
    let plan: Plan

    /// Reads the scores of a run, by default of the published one.
    ///
    /// A run of a pipeline without scorecards has none.
    package init(workspace root: String, run: String?, _ filter: ScoresFilter) throws {
        let workspace = Workspace(existing: root)
        self.run = try runName(run, in: workspace)
        let sealed = try SealedFiles(workspace, run: self.run)
        plan = try archivedPlan(sealed.manifest, in: workspace)
        var lines: [[String]] = []
        if sealed.manifest.outputs.contains(where: { $0.name == Score.fileName }) {
            try forEachScore(in: sealed.bytes(Score.fileName)) { fields in
                if filter.admits(fields) { lines.append(fields) }
            }
        }
        self.lines = lines
    }

    /// Whether the pipeline has scorecards at all.
    package var hasScorecards: Bool { !plan.scorecards.isEmpty }
}
