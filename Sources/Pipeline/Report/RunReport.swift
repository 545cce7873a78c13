import Columnar
import Ledger

/// What a run says when it is done.
package struct RunReport: Sendable {
    /// The lines to print.
    package let lines: [String]

    /// The report in one form: tables for a person, one line for cron, JSON for programs.
    package init(_ run: SealedRun, workspace: String, form: Form, showsAllLevels: Bool) {
        switch form {
        case .table: lines = Self.tables(run, workspace, showsAllLevels)
        case .line: lines = [Self.summary(run, workspace)]
        case .json: lines = [Self.json(run, workspace)]
        }
    }

    /// How the report is written.
    package enum Form: Sendable {
        case table, line, json
    }

    private static func tables(
        _ run: SealedRun, _ workspace: String, _ showsAllLevels: Bool
    ) -> [String] {
        var lines = resultsTable(overview(run, showsAllLevels))
        lines += ["", "Records (hồ sơ, phiếu):"]
        lines += accountTable(run.accounts)
        let counts = Severity.allCases.reversed().map { severity in
            counted(run.summary.count(severity), severity.word)
        }
        lines += ["", "Findings: " + counts.joined(separator: ", ") + news(run)]
        lines += findingCounts(run.summary).map { "  " + $0 }
        lines += lockedLines(run)
        lines += [
            "", "results digest   \(run.resultsDigest.hex)",
            "published        \(workspace)/current -> runs/\(run.name)",
            "findings         \(workspace)/current/findings.jsonl",
            "journal          \(workspace)/journal.jsonl",
            "more figures     minhbach results --workspace \(workspace)",
            "for SQL          \(workspace)/results.sqlite",
            "explain one      minhbach explain \(example(run)) --workspace \(workspace)",
        ]
        if run.files.bytes(Score.fileName) != nil {
            lines.append("scores           minhbach scores --workspace \(workspace)")
        }
        return lines
    }

    /// How many of the findings are news; of a pipeline's first run all are, and nothing is said.
    private static func news(_ run: SealedRun) -> String {
        guard run.news.before != nil, run.summary.findingCount > 0 else { return "" }
        return "; new or overdue: \(run.news.alarmCount)"
    }

    /// The locked periods whose figures would come out otherwise by now.
    private static func lockedLines(_ run: SealedRun) -> [String] {
        let differing = run.summary.taken.filter { $0.differing > 0 }
        let pipeline = pipelineName(ofRun: run.name) ?? "PIPELINE"
        return (differing.isEmpty ? [] : [""])
            + differing.map { period in
                let name = period.span.name
                return "\(name) is locked; \(counted(period.differing, "figure")) would differ: "
                    + "`minhbach run \(pipeline).yaml --period \(name) --plan` shows them"
            }
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    /// The figures of the longest periods, of the agency alone unless all are asked for, and of
    /// the KPIs that the pipeline wants to be seen first.
    ///
    /// They are what one looks at first; `minhbach results` shows the others.
    private static func overview(_ run: SealedRun, _ showsAllLevels: Bool) -> [[String]] {
        var lines: [[String]] = []
        var longest: Int64 = 0
        try? forEachFigure(in: run.files.bytes(Manifest.resultsName) ?? []) { line in
            guard let start = Moment(text: line.text(3)), let end = Moment(text: line.text(4))
            else { return }
            let length = end.local - start.local
            if length > longest {
                longest = length
                lines = []
            }
            guard length == longest, showsAllLevels || line.text(5) == Level.agencyName,
                run.overview.isEmpty || run.overview.contains(line.text(0))
            else { return }
            lines.append(line.fields)
        }
        return lines
    }

    private static func example(_ run: SealedRun) -> String {
        var example: String?
        try? forEachFigure(in: run.files.bytes(Manifest.resultsName) ?? []) { line in
            if example == nil, line.text(11) == FigureStatus.ok.rawValue,
                run.overview.isEmpty || run.overview.contains(line.text(0))
            {
                example = "\(line.text(0))/\(line.text(2))"
            }
        }
        return example ?? "KPI/PERIOD"
    }

    private static func accountTable(_ accounts: [FileAccount]) -> [String] {
        var table = TextTable(
            [
                "input", "files", "read", "accepted", "duplicate", "superseded", "quarantined",
                "dropped",
            ],
            [.left] + Array(repeating: .right, count: 7))
        var total = Account()
        for input in Set(accounts.map(\.input)).sorted(by: precedes) {
            let files = accounts.filter { $0.input == input }
            var sum = Account()
            for file in files { sum += file.account }
            table.append([input, String(files.count)] + sum.texts)
            total += sum
        }
        table.append(["total", String(accounts.count)] + total.texts)
        return table.lines
    }

    private static func findingCounts(_ summary: RunSummary) -> [String] {
        FindingCode.allCases.compactMap { code in
            summary.findingCounts[code].map { "\(code.rawValue)  \(code.message.title): \($0)" }
        }
    }

    private static func summary(_ run: SealedRun, _ workspace: String) -> String {
        var total = Account()
        for file in run.accounts { total += file.account }
        let errors = run.summary.count(.error)
        let warnings = run.summary.count(.warning)
        return """
            ok run=\(run.name) figures=\(run.summary.figureCount) read=\(total.read) \
            accepted=\(total.accepted) duplicate=\(total.duplicate) \
            superseded=\(total.superseded) quarantined=\(total.quarantined) \
            dropped=\(total.dropped) errors=\(errors) warnings=\(warnings) \
            new=\(run.news.alarmCount) \
            \(differing(run).map { "locked-differing=\($0) " } ?? "")\
            results=\(run.resultsDigest.hex)
            """
    }

    /// How many figures of locked periods would come out otherwise; nil where none would.
    private static func differing(_ run: SealedRun) -> Int? {
        let count = run.summary.taken.reduce(0) { $0 + $1.differing }
        return count > 0 ? count : nil
    }

    private static func json(_ run: SealedRun, _ workspace: String) -> String {
        var total = Account()
        for file in run.accounts { total += file.account }
        var bytes = Array(
            "{\"event\":\"run-sealed\",\"figures\":\(run.summary.figureCount),".utf8)
        bytes += Array("\"findings\":\(run.summary.findingCount),".utf8)
        bytes += Array("\"new\":\(run.news.alarmCount),\"read\":\(total.read),".utf8)
        bytes += Array("\"accepted\":\(total.accepted),\"duplicate\":\(total.duplicate),".utf8)
        bytes += Array("\"superseded\":\(total.superseded),".utf8)
        bytes += Array("\"quarantined\":\(total.quarantined),\"dropped\":\(total.dropped),".utf8)
        if let count = differing(run) {
            bytes += Array("\"locked_differing\":\(count),".utf8)
        }
        bytes += Array("\"results\":\"\(run.resultsDigest.hex)\",\"run\":".utf8)
        appendJSONText(run.name, to: &bytes)
        bytes += Array("}".utf8)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Account {
    fileprivate var texts: [String] {
        [read, accepted, duplicate, superseded, quarantined, dropped].map { String($0) }
    }
}
