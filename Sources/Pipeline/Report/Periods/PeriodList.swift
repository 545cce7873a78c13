import Columnar
import Ledger
import Tabular

/// A period of a pipeline with its current revision, and what was decided about it.
package struct ListedPeriod: Sendable {
    /// Name of the pipeline.
    package var pipeline: String
    /// The period.
    package var span: PeriodSpan
    /// Its current revision; nil while it is not over.
    package var revision: PeriodRevision?
    /// What holds of it.
    package var state: PeriodState
    /// Since when, as the journal has it.
    package var since: String
    /// Who decided it, by which document and why; empty where nobody did.
    package var decision: (actor: String, document: String, reason: String)

    /// The names of the columns of a list.
    package static let header = [
        "pipeline", "period", "start", "end", "revision", "state", "since", "actor", "document",
        "reason", "first", "run", "cause",
    ]

    /// The fields of its line.
    package var fields: [String] {
        [
            pipeline, span.name, span.start, span.end,
            revision.map { String($0.revision) } ?? "", state.rawValue, since, decision.actor,
            decision.document, decision.reason, revision?.first ?? "", revision?.run ?? "",
            revision?.cause ?? "",
        ]
    }
}

/// The periods that the pipelines of a workspace published last, by pipeline and period.
package func listedPeriods(
    workspace root: String, pipeline wanted: String?
) throws -> [ListedPeriod] {
    let workspace = Workspace(existing: root)
    let journal = try workspace.journal()
    let pipelines = Set(journal.seals.compactMap { pipelineName(ofRun: $0.run) })
        .sorted(by: precedes)
    if let wanted, !pipelines.contains(wanted) {
        throw RunError.noSuchFigure(
            part: "pipeline", name: wanted, hint: nearest(to: wanted, among: pipelines))
    }
    var sealed: [String: String] = [:]
    for entry in journal.entries {
        if case .runSealed(let run, _, _) = entry.event { sealed[run] = entry.at }
    }
    var periods: [ListedPeriod] = []
    for pipeline in pipelines where wanted == nil || wanted == pipeline {
        guard let last = workspace.lastManifest(of: pipeline, among: journal.seals) else {
            continue
        }
        let standings = PeriodStandings(journal, pipeline: pipeline)
        let revisions = last.revisions
        let bytes = workspace.file(Manifest.resultsName, of: last) ?? []
        let spans = Set(PeriodLines(bytes).spans).union(revisions.map(\.span))
        for span in spans.sorted() {
            let revision = revisions.first { $0.span == span }
            let state = standings.state(of: span, revision)
            let decided = standings.decision(about: span)
            let isDecided =
                decided?.event.state == .reopened
                ? state == .provisional
                : state == .approved || state == .locked
            let event = isDecided ? decided?.event : nil
            periods.append(
                ListedPeriod(
                    pipeline: pipeline, span: span, revision: revision, state: state,
                    since: (event == nil ? nil : decided?.at)
                        ?? revision.flatMap { sealed[$0.run] } ?? "",
                    decision: (event?.actor ?? "", event?.document ?? "", event?.reason ?? "")))
        }
    }
    return periods
}

/// A list of periods as a table for a person.
package func periodsTable(_ periods: [ListedPeriod]) -> [String] {
    var table = TextTable(
        [
            "pipeline", "Kỳ/period", "revision", "Trạng thái/state", "since", "actor", "document",
            "first run", "run", "cause",
        ],
        [.left, .left, .right, .left, .left, .left, .left, .left, .left, .left])
    for period in periods {
        let fields = period.fields
        table.append(
            [0, 1, 4].map { fields[$0] } + [period.state.words, fields[6]]
                + [7, 8, 10, 11, 12].map { fields[$0] })
    }
    return table.lines
}

/// A list of periods as CSV with a header.
package func periodsCSV(_ periods: [ListedPeriod]) -> String {
    let writer = CSVWriter(formulas: .neutralized)
    var bytes: [UInt8] = []
    writer.append(ListedPeriod.header, to: &bytes)
    for period in periods { writer.append(period.fields, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
}

/// A list of periods as one JSON object a line.
package func periodsJSON(_ periods: [ListedPeriod]) -> String {
    jsonText(periods.map(\.fields), header: ListedPeriod.header, numbers: ["revision"])
}

extension PeriodState {
    /// The state in both languages.
    package var words: String {
        switch self {
        case .running: "đang diễn ra/running"
        case .provisional: "tạm thời/provisional"
        case .approved: "đã duyệt/approved"
        case .locked: "đã khoá/locked"
        }
    }
}
