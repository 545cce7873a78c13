import Ledger

/// Which lines of `results.csv` somebody wants to see; nil: all.
package struct ResultsFilter: Sendable, Equatable {
    /// Name of the KPI.
    package var kpi: String?
    /// Name of the period.
    package var period: String?
    /// Name of the level.
    package var level: String?
    /// Code of the member.
    package var member: String?
    /// Status, as `ok`.
    package var status: String?

    /// A filter.
    package init(
        kpi: String? = nil, period: String? = nil, level: String? = nil, member: String? = nil,
        status: String? = nil
    ) {
        self.kpi = kpi
        self.period = period
        self.level = level
        self.member = member
        self.status = status
    }

    /// Whether a line of `results.csv` is wanted.
    package func admits(_ fields: [String]) -> Bool {
        let wanted = [(0, kpi), (2, period), (5, level), (6, member), (11, status)]
        return wanted.allSatisfy { place, text in text.map { fields[place] == $0 } ?? true }
    }
}

/// The figures of a sealed run, as its `results.csv` has them.
package func publishedResults(
    workspace root: String, run: String?, _ filter: ResultsFilter
) throws -> (run: String, lines: [[String]]) {
    let workspace = Workspace(existing: root)
    let name = try runName(run, in: workspace)
    let results = try SealedFiles(workspace, run: name).sealedResults
    var lines: [[String]] = []
    try forEachFigure(in: results) { line in
        let fields = line.fields
        if filter.admits(fields) { lines.append(fields) }
    }
    return (name, lines)
}
