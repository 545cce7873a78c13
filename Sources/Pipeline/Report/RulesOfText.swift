import Columnar

extension RulesComparison {
    /// The names of the columns.
    package static let header = [
        "kpi", "period", "start", "end", "level", "member", "version", "value", "shown", "status",
        "met", "rules_version", "rules_value", "rules_shown", "rules_status", "rules_met",
        "difference", "difference_numerator", "difference_denominator",
    ]

    /// The figures side by side, for a person.
    package var table: [String] {
        get throws {
            var table = TextTable(
                [
                    "KPI", "Kỳ/period", "Cấp/level", "member", "v", "của kỳ/own", "met", "v",
                    "ngày/\(day)", "met", "Chênh lệch/difference",
                ],
                [
                    .left, .left, .left, .left, .right, .right, .left, .right, .right, .left,
                    .right,
                ])
            for line in lines {
                let difference = try line.difference
                table.append(
                    [line.kpi, line.period.name, line.level, line.member]
                        + Self.cells(line.own) + Self.cells(line.other)
                        + [difference.map(Self.words) ?? ""])
            }
            return table.lines
        }
    }

    /// The figures side by side as CSV.
    package var csv: String {
        get throws { csvText(try fields, header: Self.header) }
    }

    /// The figures side by side as one JSON object a line.
    package var json: String {
        get throws {
            jsonText(
                try fields, header: Self.header,
                numbers: [
                    "version", "rules_version", "difference_numerator", "difference_denominator",
                ])
        }
    }

    private var fields: [[String]] {
        get throws {
            try lines.map { line in
                let difference = try line.difference
                return [
                    line.kpi, line.period.name, instantText(line.period.start),
                    instantText(line.period.end), line.level, line.member,
                ] + Self.fields(line.own) + Self.fields(line.other)
                    + [
                        difference?.decimalText() ?? "",
                        difference.map { "\($0.numerator)" } ?? "",
                        difference.map { "\($0.denominator)" } ?? "",
                    ]
            }
        }
    }

    private static func fields(_ side: ComparedFigure.Side?) -> [String] {
        guard let side else { return ["", "", "", "", ""] }
        return [
            String(side.version), side.exact?.decimalText() ?? "", side.shown,
            side.status.rawValue, side.met.map { $0 ? "true" : "false" } ?? "",
        ]
    }

    private static func cells(_ side: ComparedFigure.Side?) -> [String] {
        // No rule, and a rule without a value, are two things.
        guard let side else { return ["–", "", ""] }
        return [
            String(side.version), side.shown.isEmpty ? side.status.rawValue : side.shown,
            side.met.map { $0 ? "true" : "false" } ?? "",
        ]
    }

    /// The decimal text, or the fraction where that does not end.
    private static func words(_ difference: Exact) -> String {
        let text = difference.decimalText()
        var rest = difference.denominator
        for prime in [2, 5] as [Int128] {
            while rest % prime == 0 { rest /= prime }
        }
        let sign = Exact(0) < difference ? "+" : ""
        if rest == 1 { return sign + text }
        return "\(sign)\(difference.rounded(places: 4)) (\(difference.numerator)/"
            + "\(difference.denominator))"
    }
}
