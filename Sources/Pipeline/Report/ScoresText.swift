import Columnar

extension PublishedScores {
    /// The scores as tables for a person: for each scorecard its rule, its lines, its totals.
    package var tables: [String] {
        var text: [String] = []
        for scorecard in plan.scorecards {
            let own = lines.filter {
                $0[0] == scorecard.name && $0[1] == String(scorecard.version)
            }
            guard !own.isEmpty else { continue }
            if !text.isEmpty { text.append("") }
            text += rule(of: scorecard) + [""] + Self.table(own, scorecard)
        }
        return text
    }

    /// The lines as CSV with their header.
    package var csv: String { csvText(lines, header: Score.header) }

    /// The lines as one JSON object a line.
    package var json: String {
        jsonText(lines, header: Score.header, numbers: Score.wholeNumbers)
    }

    /// What the scorecard is, and what its lines mean.
    private func rule(of scorecard: Scorecard) -> [String] {
        var text = [
            "\(scorecard.name) v\(scorecard.version)  \(scorecard.title.text(in: .vietnamese))",
            "  \(scorecard.title.text(in: .english))",
            "  căn cứ / basis: \(scorecard.basis)",
        ]
        if scorecard.validity != Validity() {
            text.append("  hiệu lực / in force: \(scorecard.validity.text)")
        }
        for line in scorecard.lines {
            let title = line.title(in: plan)
            let dates = line.validity == Validity() ? "" : " (\(line.validity.text))"
            let data =
                line.source == .undocumented
                ? "; không có dữ liệu / no data: "
                    + scorecard.total.missing.phrase
                : ""
            text.append(
                "  \(line.name)  \(title.text(in: .vietnamese)) / \(title.text(in: .english))"
                    + dates + data)
        }
        return text
    }

    private static func table(_ lines: [[String]], _ scorecard: Scorecard) -> [String] {
        var table = TextTable(
            [
                "Kỳ/period", "Cấp/level", "member", "Tiêu chí/item", "numerator", "denominator",
                "Điểm/points", "Tối đa/max", "Có thể/reachable", "Xếp loại/class", "status",
            ],
            [
                .left, .left, .left, .left, .right, .right, .right, .right, .right, .left, .left,
            ])
        for line in lines {
            table.append([
                line[2], line[5], line[6], line[7], line[10], line[11],
                line[16].isEmpty ? "–" : line[16], line[12], line[17],
                scorecard.grade(of: line), line[19],
            ])
        }
        return table.lines
    }
}

extension Scorecard {
    /// The class of a line of `scores.csv` in both languages, and whether a higher one was to be
    /// had at all: a class under a maximum that cannot be reached says little.
    fileprivate func grade(of line: [String]) -> String {
        guard let index = total.grades.firstIndex(where: { $0.title.line == line[18] }) else {
            return line[18]
        }
        let grade = total.grades[index]
        let title = grade.title.english.map { "\(line[18]) / \($0)" } ?? line[18]
        let reachable = parseDecimal(line[17]).flatMap { (try? $0.exact) ?? nil }
        let isHighest = index > 0 && reachable.map { $0 < total.grades[index - 1].atLeast } == true
        return isHighest ? title + " (cao nhất có thể / highest reachable)" : title
    }
}

extension ScorecardLine.Missing {
    fileprivate var phrase: String {
        switch self {
        case .leaveOut: "không tính / left out"
        case .zero: "0 điểm / 0 points"
        case .full: "đủ điểm / all points"
        }
    }
}
