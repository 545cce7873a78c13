import Columnar

extension RuleCoverage {
    /// What no row has shown, then every clause with its counts.
    package var lines: [String] {
        let idle = idleLines
        var lines = [
            "kỳ / period \(period.name) [\(instantText(period.start)), "
                + "\(instantText(period.end))) of \(run)", "",
        ]
        lines.append(
            idle.isEmpty
                ? "Every rule was put to the test (mọi quy tắc đều đã được kiểm nghiệm)."
                : "Not put to the test by any row (chưa được kiểm nghiệm): \(idle.count)")
        lines += idle.map { "  " + $0 }
        lines += [""] + clauseTable
        if !entries.isEmpty { lines += [""] + entryTable }
        if !steps.isEmpty { lines += [""] + stepTable }
        return lines
    }

    /// A line for each KPI version, clause, entry and step that nothing has exercised.
    package var idleLines: [String] {
        var lines: [String] = []
        for kpi in kpis {
            if kpi.memberCount == 0 {
                lines.append("KPI \(kpi.kpi) v\(kpi.version): no row belongs")
                continue
            }
            for clause in kpi.clauses {
                guard let idleness = clause.idleness else { continue }
                lines.append(
                    "KPI \(kpi.kpi) v\(kpi.version), \(clause.place): \(clause.text.short)  "
                        + "— \(idleness.phrase)")
            }
        }
        for entry in entries where entry.rows == 0 {
            lines.append(
                "input \(entry.input), column \(entry.column): \(entry.texts.quoted) → "
                    + "\(entry.code)  — in no row")
        }
        for step in steps where step.members == 0 {
            lines.append(
                "scorecard \(step.scorecard) v\(step.version), \(step.line): \(step.text)  "
                    + "— nobody stands there")
        }
        return lines
    }

    private var clauseTable: [String] {
        var table = TextTable(
            [
                "KPI", "v", "place", "rows", "đúng/true", "sai/false", "null", "decided",
                "at bound", "clause",
            ],
            [.left, .right, .left, .right, .right, .right, .right, .right, .right, .left])
        for kpi in kpis {
            table.append([
                kpi.kpi, String(kpi.version), "members", String(kpi.rowCount),
                String(kpi.memberCount), "", "", "", "", "",
            ])
            for clause in kpi.clauses {
                table.append(
                    [kpi.kpi, String(kpi.version), clause.place]
                        + [clause.rows, clause.yes, clause.no, clause.unknown, clause.decided]
                        .map { String($0) }
                        + [clause.atBound.map { String($0) } ?? "", clause.text.short])
            }
        }
        return table.lines
    }

    private var entryTable: [String] {
        var table = TextTable(
            ["input", "column", "code", "rows", "texts"], [.left, .left, .left, .right, .left])
        for entry in entries {
            table.append([
                entry.input, entry.column, entry.code, String(entry.rows), entry.texts.quoted,
            ])
        }
        return table.lines
    }

    private var stepTable: [String] {
        var table = TextTable(
            ["scorecard", "v", "item", "step", "members"], [.left, .right, .left, .left, .right])
        for step in steps {
            table.append([
                step.scorecard, String(step.version), step.line, step.text, String(step.members),
            ])
        }
        return table.lines
    }
}

extension ClauseCount {
    /// Where it stands: `where and`, `numerator or`.
    fileprivate var place: String {
        let part =
            switch part {
            case .condition: "where"
            case .numerator: "numerator"
            case .denominator: "denominator"
            }
        return "\(part) \(kind.rawValue)"
    }
}

extension ClauseCount.Idleness {
    fileprivate var phrase: String {
        switch self {
        case .neverReached: "no row came to it"
        case .neverTrue: "never true"
        case .alwaysTrue: "always true"
        case .neverTaken: "never taken"
        }
    }
}

extension String {
    /// As much of a clause as a line takes; what lies below it has lines of its own.
    fileprivate var short: String {
        let line = oneLine
        return line.count <= 90 ? line : line.prefix(89) + "…"
    }
}

extension [String] {
    fileprivate var quoted: String { map { "'\($0)'" }.joined(separator: ", ") }
}
