import Columnar
import Ledger

/// The KPIs of a plan held against the five criteria, ready to be shown.
package struct SmartPage {
    /// The findings, by KPI.
    package let reports: [SmartReport]
    private let run: String?

    /// Checks the KPIs in force at an instant, or one of them; a workspace that is not there has
    /// no history.
    package init(
        _ plan: Plan, workspace root: String, asOf: Int64, kpi name: String? = nil
    ) throws {
        let history = try PublishedHistory(
            of: plan, in: Workspace(existing: root), asOf: asOf)
        var plan = plan
        if let name {
            let known = plan.kpis.map(\.name)
            plan.kpis = plan.kpis.filter { $0.name == name }
            if plan.kpis.isEmpty {
                throw RunError.noSuchFigure(
                    part: "KPI", name: name, hint: nearest(to: name, among: known))
            }
        }
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
