import Columnar
import Ledger

/// What somebody wants to know of the stock of a sealed run.
package struct StockRequest: Sendable {
    /// Where the run lies, and how it is computed again.
    package var verification: VerificationRequest
    /// Only this month.
    package var period: String?
    /// Only what came in this month.
    package var cohort: String?
    /// Only this unit: a member of the first level of the ledger.
    package var unit: String?
    /// Name of the run against which the openings are held; nil: the one before.
    package var since: String?
    /// Whether cases are named, which takes reading the archived files again.
    package var namesCases: Bool

    /// A request.
    package init(
        _ verification: VerificationRequest, period: String? = nil, cohort: String? = nil,
        unit: String? = nil, since: String? = nil, namesCases: Bool = false
    ) {
        self.verification = verification
        self.period = period
        self.cohort = cohort
        self.unit = unit
        self.since = since
        self.namesCases = namesCases
    }
}

/// The stock of a sealed run, and what has changed behind the one before.
package struct StockReport: Sendable {
    /// Name of the run.
    package var run: String
    /// The lines of its ledger that were asked for, as `stock.csv` has them.
    package var lines: [[String]]
    /// Name of the run that published before, if there is one with a ledger.
    package var earlier: String?
    /// Where its closing stock is not what is there now.
    package var changes: [StockChange]
    /// The cases that break the ledger; none where they were not asked for.
    package var breaks: [StockCase]
    /// The cases that make the changes; none where they were not asked for.
    package var changed: [StockCase]
}

/// A closing stock that an earlier run published and that is another now.
package struct StockChange: Sendable, Equatable {
    /// The month.
    package var period: String
    /// The level, `agency` or a column.
    package var level: String
    /// Which of them.
    package var member: String
    /// Month of receipt.
    package var cohort: String
    /// What was published.
    package var published: Int
    /// What is there now.
    package var present: Int

    /// Published less present: negative means put in later, positive gone.
    package var residue: Int { published - present }
}

/// Shows the stock of a sealed run from its files, and names cases from the archive.
package func stockReport(_ request: StockRequest) throws -> StockReport {
    let workspace = Workspace(existing: request.verification.workspace)
    let name = try runName(request.verification.run, in: workspace)
    let sealed = try SealedFiles(workspace, run: name)
    guard sealed.hasStock else { throw RunError.noStock(run: name) }
    let all = try sealed.stockLines()
    let selection = StockSelection(request)
    let earlier = try earlierRun(than: name, named: request.since, in: workspace)
    var report = StockReport(
        run: name, lines: all.filter { selection.shows($0) }, earlier: earlier?.name, changes: [],
        breaks: [], changed: [])
    if let earlier {
        report.changes = try changes(from: earlier.files, to: all).filter(selection.admits)
    }
    guard request.namesCases else { return report }
    let now = try snapshot(sealed.manifest, in: workspace, request)
    let months = Set(all.map { $0[0] })
    report.breaks = now.breaks.filter { months.contains($0.period) && selection.admits($0) }
        .sorted { ($0.period, $0.cohort) < ($1.period, $1.cohort) }
    if let earlier, !report.changes.isEmpty {
        let before = try snapshot(earlier.files.manifest, in: workspace, request)
        for period in Set(report.changes.map(\.period)).sorted() {
            guard let month = Period(named: period) else { continue }
            report.changed += now.changes(since: before, in: month).filter(selection.admits)
        }
    }
    return report
}

/// The run of the same pipeline that was sealed before, or the one that is named.
private func earlierRun(
    than run: String, named: String?, in workspace: Workspace
) throws -> (name: String, files: SealedFiles)? {
    if let named {
        let name = try runName(named, in: workspace)
        let files = try SealedFiles(workspace, run: name)
        guard files.hasStock else { throw RunError.noStock(run: name) }
        return (name, files)
    }
    let seals = try workspace.journal().seals.map(\.run)
    guard let pipeline = pipelineName(ofRun: run), let place = seals.firstIndex(of: run) else {
        return nil
    }
    for name in seals[..<place].reversed() where isRun(name, of: pipeline) {
        if let files = try? SealedFiles(workspace, run: name), files.hasStock {
            return (name, files)
        }
    }
    return nil
}

/// The closings of the agency and its members that are not what an earlier run published.
///
/// A month that was not over then is not compared: nobody had closed it.
private func changes(from earlier: SealedFiles, to lines: [[String]]) throws -> [StockChange] {
    let asOf = try Moment(journalText: earlier.manifest.asOf).local
    var published: [[String]: Int] = [:]
    var present: [[String]: Int] = [:]
    let old = try earlier.stockLines()
    let months = Set(
        old.filter { (parseInstant($0[2]) ?? Int64.max) <= asOf }.map { $0[0] }
    ).intersection(lines.map { $0[0] })
    for line in old where months.contains(line[0]) {
        published[[line[0], line[3], line[4], line[5]]] = Int(line[10])
    }
    for line in lines where months.contains(line[0]) {
        present[[line[0], line[3], line[4], line[5]]] = Int(line[10])
    }
    return Set(published.keys).union(present.keys).sorted { left, right in
        left.lexicographicallyPrecedes(right, by: precedes)
    }.compactMap { key in
        guard key[3] != StockLine.all else { return nil }
        let change = StockChange(
            period: key[0], level: key[1], member: key[2], cohort: key[3],
            published: published[key] ?? 0,
            present: present[key] ?? 0)
        return change.residue == 0 ? nil : change
    }
}

/// The cases of a sealed run, read from the archive again.
private func snapshot(
    _ manifest: Manifest, in workspace: Workspace, _ request: StockRequest
) throws -> StockSnapshot {
    let archived = try archivedDataset(
        manifest, in: workspace, keyFile: request.verification.keyFile,
        threads: request.verification.threads)
    return try StockSnapshot(archived.plan, archived.dataset)
}
