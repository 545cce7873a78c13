/// The findings for a person: each KPI with its evidence, then all on one page.
package func smartLines(_ reports: [SmartReport], run: String?) -> [String] {
    var lines: [String] = []
    for report in reports {
        let kpi = report.kpi
        lines.append("\(kpi.name) v\(kpi.version)  \(kpi.title.text(in: .vietnamese))")
        if let english = kpi.title.english { lines.append("  \(english)") }
        lines.append("  \(kpi.place.file):\(kpi.place.line)")
        for finding in report.findings { lines += finding.lines }
        lines.append("")
    }
    lines += matrix(reports)
    let smart = reports.count(where: \.isSmart)
    lines += [
        "",
        "\(smart)/\(reports.count) KPI đạt cả năm tiêu chí / meet all five criteria",
        run.map { "lịch sử / history: \($0)" }
            ?? "lịch sử / history: chưa công bố lần nào / nothing is published yet",
    ]
    return lines
}

/// The findings as one JSON object a line.
package func smartJSON(_ reports: [SmartReport]) -> String {
    var bytes: [UInt8] = []
    for report in reports {
        for finding in report.findings {
            var object = JSONLine()
            object.add("kpi", text: report.kpi.name)
            object.add("version", number: report.kpi.version)
            object.add("criterion", text: finding.criterion.rawValue)
            object.add("verdict", text: finding.verdict.rawValue)
            object.add("vi", text: finding.evidence.text(in: .vietnamese))
            object.add("en", text: finding.evidence.text(in: .english))
            if finding.criterion == .achievable {
                object.add("standings", list: finding.standings.map(\.json))
            }
            bytes += object.bytes
            bytes.append(UInt8(ascii: "\n"))
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

private func matrix(_ reports: [SmartReport]) -> [String] {
    var table = TextTable(
        ["KPI"]
            + SmartCriterion.allCases.map { "\($0.title.vietnamese)/\($0.rawValue)" },
        [.left, .left, .left, .left, .left, .left])
    for report in reports {
        table.append(
            ["\(report.kpi.name) v\(report.kpi.version)"]
                + SmartCriterion.allCases.map { report.verdict($0).both })
    }
    return table.lines
}

extension SmartFinding {
    /// Criterion, verdict, and the evidence in both languages.
    fileprivate var lines: [String] {
        let english = evidence.text(in: .english)
        return [
            "  \(criterion.title.vietnamese)/\(criterion.rawValue): \(verdict.both)",
            "      \(evidence.vietnamese)", "      \(english)",
        ]
    }
}

extension SmartVerdict {
    /// The verdict in both languages.
    fileprivate var both: String { "\(title.vietnamese)/\(rawValue)" }
}

extension TargetStanding {
    fileprivate var json: JSONLine {
        var object = JSONLine()
        object.add("level", text: level)
        object.add("member", text: member)
        object.add("target", text: rule.target.text)
        object.add("word", text: word.rawValue)
        object.add("reached", number: reached)
        object.add("periods", number: periods)
        object.add("percentile", number: percentile)
        return object
    }
}
