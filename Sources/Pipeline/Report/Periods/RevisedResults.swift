import Columnar
import Ledger
import Tabular

/// Figures of a run beside what was first published of them.
package struct RevisedResults: Sendable {
    /// Name of the run.
    package var run: String
    /// The figures, in the order of `results.csv`.
    package var figures: [RevisedFigure]

    /// The names of the columns: those of `results.csv`, then those of the revision.
    package static let header =
        Results.header + [
            "revision", "first_numerator", "first_denominator", "first_shown", "state",
        ]
}

/// One line of `results.csv` and its period's revision.
package struct RevisedFigure: Sendable {
    /// The fields of `Results.header`.
    package var fields: [String]
    /// The revision of its period that the run published; nil while the period was not over.
    package var revision: PeriodRevision?
    /// Numerator, denominator and shown value of revision 1; nil where it had no such figure.
    package var first: (numerator: String, denominator: String, shown: String)?
    /// What holds of that revision now; `superseded` where a later one has come, `looked-back`
    /// where the run shows what was known once.
    package var state: String

    /// Whether another value was published first.
    package var isRevised: Bool {
        guard let revision, revision.revision > 1 else { return false }
        return first.map {
            $0.numerator != fields[7] || $0.denominator != fields[8] || $0.shown != fields[10]
        } ?? true
    }

    /// All fields, those of the revision included.
    package var allFields: [String] {
        fields + [
            revision.map { String($0.revision) } ?? "", first?.numerator ?? "",
            first?.denominator ?? "", first?.shown ?? "", state,
        ]
    }
}

/// The figures of a sealed run, each beside the first published one.
///
/// With a revision named, and a period, the figures are those of the run that made this revision.
package func revisedResults(
    workspace root: String, run: String?, revision: Int? = nil, _ filter: ResultsFilter
) throws -> RevisedResults {
    let workspace = Workspace(existing: root)
    let journal = try workspace.journal()
    var name = try runName(run, in: workspace)
    let pipeline = pipelineName(ofRun: name) ?? name
    if let revision {
        name = try runOfRevision(
            revision, of: filter.period ?? "", pipeline, in: workspace, journal.seals)
    }
    let sealed = try SealedFiles(workspace, run: name)
    let last = workspace.lastManifest(of: pipeline, among: journal.seals)
    let standings = PeriodStandings(journal, pipeline: pipeline)
    let table = Dictionary(
        sealed.manifest.revisions.map { ($0.span, $0) }, uniquingKeysWith: { $1 })
    let newest = Dictionary(
        (last?.revisions ?? []).map { ($0.span, $0) }, uniquingKeysWith: { $1 })
    let asOf = try Moment(journalText: sealed.manifest.asOf).local
    let looksBack = sealed.manifest.receivedBy != nil
    var firsts = FirstFigures(workspace, filter)
    var figures: [RevisedFigure] = []
    try forEachFigure(in: sealed.sealedResults) { line in
        let fields = line.fields
        guard filter.admits(fields) else { return }
        let span = PeriodSpan(name: fields[2], start: fields[3], end: fields[4])
        let held = span.isOver(asOf: asOf) && !looksBack ? table[span] : nil
        var first: (numerator: String, denominator: String, shown: String)?
        if let held {
            first =
                held.revision == 1
                ? (fields[7], fields[8], fields[10]) : try firsts.figure(held, fields)
        }
        let isOld = (newest[span]?.revision ?? 0) > (held?.revision ?? 0) && held != nil
        figures.append(
            RevisedFigure(
                fields: fields, revision: held, first: first,
                state: looksBack
                    ? "looked-back"
                    : isOld ? "superseded" : standings.state(of: span, held).rawValue))
    }
    return RevisedResults(run: name, figures: figures)
}

/// The run in which a revision of a period was made.
private func runOfRevision(
    _ revision: Int, of period: String, _ pipeline: String, in workspace: Workspace,
    _ seals: [Seal]
) throws -> String {
    var known: [Int] = []
    for seal in seals.reversed() where isRun(seal.run, of: pipeline) {
        guard
            let held = workspace.manifest(seal)?.revisions.first(where: {
                $0.span.name == period
            })
        else { continue }
        if held.revision == revision { return held.run }
        known.append(held.revision)
    }
    throw RunError.periodRefused(
        known.max().map {
            "\(period) has no revision \(revision); the last is \($0)"
        } ?? "\(period) has no revision: it is not over, or there is no such period")
}

/// The first published figures, read from the runs that published them when they are asked for.
private struct FirstFigures {
    private let workspace: Workspace
    private let filter: ResultsFilter
    private var read: [String: [[String]: (String, String, String)]] = [:]

    init(_ workspace: Workspace, _ filter: ResultsFilter) {
        self.workspace = workspace
        self.filter = filter
    }

    /// The first figure of the period, level and member of a line; nil where there was none.
    mutating func figure(
        _ held: PeriodRevision, _ fields: [String]
    ) throws -> (numerator: String, denominator: String, shown: String)? {
        if read[held.first] == nil {
            var figures: [[String]: (String, String, String)] = [:]
            let sealed = try SealedFiles(workspace, run: held.first)
            try forEachFigure(in: sealed.sealedResults) { line in
                let other = line.fields
                // The status may have been another one.
                var wanted = filter
                wanted.status = nil
                guard wanted.admits(other) else { return }
                figures[Self.key(other)] = (other[7], other[8], other[10])
            }
            read[held.first] = figures
        }
        return read[held.first]?[Self.key(fields)].map { ($0.0, $0.1, $0.2) }
    }

    /// KPI, period, level and member; the version may have become another one.
    private static func key(_ fields: [String]) -> [String] {
        [fields[0], fields[2], fields[3], fields[4], fields[5], fields[6]]
    }
}

extension RevisedResults {
    /// A table for a person; first values stand there where some figure was revised.
    package var table: [String] {
        guard figures.contains(where: \.isRevised) else {
            return resultsTable(figures.map(\.fields))
        }
        var table = TextTable(
            [
                "KPI", "Kỳ/period", "Cấp/level", "member", "numerator", "denominator", "shown",
                "status", "target", "met", "revision", "Lần đầu/first", "first run", "cause",
            ],
            [.left, .left, .left, .left, .right, .right, .right, .left, .right, .left, .right]
                + [.right, .left, .left])
        for figure in figures {
            let isRevised = figure.isRevised
            let first =
                figure.first.map { first in
                    first.shown.isEmpty ? "\(first.numerator)/\(first.denominator)" : first.shown
                } ?? "–"
            table.append(
                [0, 2, 5, 6, 7, 8, 10, 11, 12, 13].map { figure.fields[$0] } + [
                    figure.revision.map { String($0.revision) } ?? "", isRevised ? first : "",
                    isRevised ? figure.revision?.first ?? "" : "",
                    isRevised ? figure.revision?.cause ?? "" : "",
                ])
        }
        return table.lines
    }

    /// As CSV with a header.
    package var csv: String { csvText(figures.map(\.allFields), header: Self.header) }

    /// As one JSON object a line.
    package var json: String {
        jsonText(
            figures.map(\.allFields), header: Self.header,
            numbers: [
                "version", "numerator", "denominator", "revision", "first_numerator",
                "first_denominator",
            ])
    }
}
