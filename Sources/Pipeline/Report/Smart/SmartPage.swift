import Ledger

/// The KPIs of a plan held against the five criteria, ready to be shown.
package struct SmartPage {
    /// The findings, by KPI.
    package let reports: [SmartReport]
    private let run: String?

    /// Checks the KPIs in force at an instant; a workspace that is not there has no history.
    package init(_ plan: Plan, workspace root: String, asOf: Int64) throws {
        let history = try PublishedHistory(
            of: plan, in: Workspace(existing: root), asOf: asOf)
        reports = try smartCheck(plan, history, asOf: asOf)
        run = history.run
    }

    /// For a person.
    package var lines: [String] { smartLines(reports, run: run) }

    /// One JSON object a line.
    package var json: String { smartJSON(reports) }

    /// Whether some criterion of some KPI has one of these verdicts.
    package func has(_ verdicts: [SmartVerdict]) -> Bool {
        reports.flatMap(\.findings).contains { verdicts.contains($0.verdict) }
    }
}
