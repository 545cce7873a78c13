import Ledger

/// What a sealed run found that the run before of its pipeline, or a named one, had not.
package func findingNews(
    workspace root: String, run: String?, since: String?
) throws -> (run: String, news: FindingNews) {
    let workspace = Workspace(existing: root)
    let name = try runName(run, in: workspace)
    let sealed = try SealedFiles(workspace, run: name)
    let plan = try archivedPlan(sealed.manifest, in: workspace)
    let before =
        try since.map { try runName($0, in: workspace) }
        ?? earlierRun(of: plan.name, before: name, in: try workspace.journal().seals)
    let news = FindingNews(
        FindingLine.lines(of: sealed.bytes(findingsName)),
        before: try before.map { run in
            (run, FindingLine.lines(of: try SealedFiles(workspace, run: run).bytes(findingsName)))
        }, known: plan.knownFindings, asOf: try Moment(journalText: sealed.manifest.asOf).local)
    return (name, news)
}
