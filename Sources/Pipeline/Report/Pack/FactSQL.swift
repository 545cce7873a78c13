import Columnar
import Ledger

/// `totals.sql`: the numerators and denominators added up by `sqlite3`, beside those of the run.
///
/// Whole numbers of 64 bits are exact there. Fractions are compared as two sides of a proportion;
/// what needs more than that (functions of aggregates) is named and left to `verify.py`.
struct FactSQL {
    let run: String
    let files: [FactFile]

    /// The script.
    var bytes: [UInt8] {
        var lines = [
            "-- sqlite3 :memory: < totals.sql, in the folder into which the pack was unpacked",
            "-- The last line says how many figures agree; every figure that does not is printed.",
            ".bail on", ".import --csv runs/\(run)/results.csv results",
            "CREATE TABLE total(kpi TEXT, version TEXT, period TEXT, start TEXT, level TEXT,",
            "  member TEXT, upper INTEGER, upper_out_of INTEGER, lower INTEGER,",
            "  lower_out_of INTEGER);",
            "CREATE TABLE unchecked(kpi TEXT, version TEXT, period TEXT, start TEXT, level TEXT);",
        ]
        for (number, file) in files.enumerated() { lines += FactFileSQL(file, number).lines }
        lines.append("CREATE TABLE asked(period TEXT, start TEXT);")
        for period in asked {
            lines.append("INSERT INTO asked VALUES(\(period));")
        }
        lines += Self.comparison
        return Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
    }

    /// The periods of which the pack holds facts, each as a line of values.
    private var asked: [String] {
        let periods = files.flatMap { $0.table.periods(of: $0.kpi) }
        let values = periods.map { "\(quoted($0.name)), \(quoted(instantText($0.start)))" }
        return Set(values).sorted(by: precedes)
    }

    /// Sides that are whole must stand there as they are; fractions in the same proportion.
    private static let comparison = [
        "CREATE VIEW compared AS",
        "SELECT r.kpi, r.version, r.period, r.level, r.member, r.numerator, r.denominator,",
        "  t.upper, t.upper_out_of, t.lower, t.lower_out_of,",
        "  CASE WHEN u.kpi IS NOT NULL OR a.period IS NULL THEN 'unchecked'",
        "    WHEN t.kpi IS NULL THEN 'no facts'",
        "    WHEN t.upper IS NULL AND r.numerator = '' THEN 'agrees'",
        "    WHEN t.upper IS NULL OR r.numerator = '' THEN 'differs'",
        "    WHEN t.upper_out_of = 1 AND t.lower_out_of IS 1",
        "      AND CAST(t.upper AS TEXT) = r.numerator AND CAST(t.lower AS TEXT) = r.denominator",
        "      THEN 'agrees'",
        "    WHEN t.upper_out_of = 1 AND t.lower IS NULL",
        "      AND CAST(t.upper AS TEXT) = r.numerator AND r.denominator = '' THEN 'agrees'",
        "    WHEN (t.upper_out_of <> 1 OR t.lower_out_of <> 1)",
        "      AND CAST(r.numerator AS INTEGER) * t.upper_out_of * t.lower",
        "        = t.upper * CAST(r.denominator AS INTEGER) * t.lower_out_of THEN 'agrees'",
        "    ELSE 'differs' END AS verdict",
        "FROM results r",
        "LEFT JOIN total t ON t.kpi = r.kpi AND t.version = r.version AND t.period = r.period",
        "  AND t.start = r.start AND t.level = r.level AND t.member = r.member",
        "LEFT JOIN unchecked u ON u.kpi = r.kpi AND u.version = r.version",
        "  AND u.period = r.period AND u.start = r.start AND u.level = r.level",
        "LEFT JOIN asked a ON a.period = r.period AND a.start = r.start;",
        "SELECT * FROM compared WHERE verdict NOT IN ('agrees', 'unchecked');",
        "SELECT 'not in results.csv', t.* FROM total t LEFT JOIN results r",
        "  ON t.kpi = r.kpi AND t.version = r.version AND t.period = r.period",
        "  AND t.start = r.start AND t.level = r.level AND t.member = r.member",
        "  WHERE r.kpi IS NULL;",
        "SELECT count(*) || ' figures', sum(verdict = 'agrees') || ' agree',",
        "  sum(verdict NOT IN ('agrees', 'unchecked')) || ' differ',",
        "  sum(verdict = 'unchecked') || ' not checked here' FROM compared;",
    ]
}

/// The statements for one file of facts.
private struct FactFileSQL {
    private let file: FactFile
    private let kpi: KPI
    private let table: String
    private let rule: FactRule?
    private let columns: [[String]]

    init(_ file: FactFile, _ number: Int) {
        self.file = file
        kpi = file.table.kpis[file.kpi]
        table = "f\(number)"
        rule = kpi.measure?.factRule
        let names = kpi.factColumns
        columns = names.numerator + names.denominator
    }

    var lines: [String] {
        var lines = [".import --csv \(file.name) \(table)"]
        lines += [
            "CREATE TABLE \(table)p(period TEXT, start TEXT, period_start, period_end, as_of);"
        ]
        for period in file.table.periods(of: file.kpi) {
            lines.append(
                "INSERT INTO \(table)p VALUES(\(quoted(period.name)), "
                    + "\(quoted(instantText(period.start))), \(period.start), \(period.end), "
                    + "\(file.table.asOf));")
        }
        for level in kpi.levels { lines += statements(level) }
        return lines
    }

    private func statements(_ level: Level) -> [String] {
        guard let rule, file.isProved(level), let sides = sides(rule) else {
            return [
                "INSERT INTO unchecked SELECT \(quoted(kpi.name)), '\(kpi.version)', period, "
                    + "start, \(quoted(level.name)) FROM \(table)p;"
            ]
        }
        let member = "\"level_\(level.name)\""
        let isAgency = level.name == Level.agencyName
        // The agency has a figure although it has no case.
        let join = isAgency ? "LEFT JOIN" : "JOIN"
        let name = isAgency ? quoted(file.table.plan.agency.code) : "w.member"
        return [
            "INSERT INTO total SELECT \(quoted(kpi.name)), '\(kpi.version)', p.period, p.start, "
                + "\(quoted(level.name)), \(name), \(sides.upper.0), \(sides.upper.1), "
                + "\(sides.lower.0), \(sides.lower.1) FROM \(table)p p \(join) (SELECT *, "
                + "\(member) AS member\(windows(member)) FROM \(table)) w ON w.period = p.period "
                + "GROUP BY p.period, p.start, \(name);"
        ] + peaks(level, rule, member)
    }

    /// Ranks of the cells from which medians and percentiles are picked.
    private func windows(_ member: String) -> String {
        guard let rule else { return "" }
        return zip(rule.folds, columns).map { fold, names in
            let name = names[0]
            switch fold {
            case .median, .percentile:
                return ", row_number() OVER (PARTITION BY period, \(member) "
                    + "ORDER BY \(name) = '', CAST(\(name) AS INTEGER)) AS \(name)_rank, "
                    + "count(nullif(\(name), '')) OVER (PARTITION BY period, \(member)) "
                    + "AS \(name)_count"
            default: return ""
            }
        }.joined()
    }

    /// The most spans that are open at once, put in behind: a sum that runs over begins and ends.
    private func peaks(_ level: Level, _ rule: FactRule, _ member: String) -> [String] {
        guard rule.folds.contains(.peak) else { return [] }
        return [
            "UPDATE total SET upper = coalesce((SELECT max(0, max(open)) FROM (SELECT period, "
                + "member, sum(step) OVER (PARTITION BY period, member ORDER BY at, step ROWS "
                + "UNBOUNDED PRECEDING) AS open FROM (SELECT period, \(member) AS member, "
                + "CAST(n1_begin AS INTEGER) AS at, 1 AS step FROM \(table) WHERE n1_begin <> '' "
                + "UNION ALL SELECT period, \(member), CAST(n1_end AS INTEGER), -1 FROM \(table) "
                + "WHERE n1_end <> '')) o WHERE o.period = total.period "
                + "AND o.member = total.member), 0) "
                + "WHERE kpi = \(quoted(kpi.name)) AND version = '\(kpi.version)' "
                + "AND level = \(quoted(level.name)) AND period IN (SELECT period FROM \(table)p);"
        ]
    }

    /// Both sides as fractions of two expressions; nil where SQL has no exact one.
    private func sides(
        _ rule: FactRule
    ) -> (upper: (String, String), lower: (String, String))? {
        if rule.folds.contains(.peak) {
            guard rule.folds.count == 1, case .aggregate = rule.numerator.term else { return nil }
            return (("0", "1"), ("1", "1"))
        }
        let split = rule.numerator.folds.count
        let upper = fraction(rule.numerator.term, rule.numerator.folds, columns[..<split])
        let lower =
            rule.denominator.map { fraction($0.term, $0.folds, columns[split...]) }
            ?? .some(("1", "1"))
        guard let upper, let lower else { return nil }
        return (upper, lower)
    }

    private func fraction(
        _ term: FactRule.Term, _ folds: [FactRule.Fold], _ columns: ArraySlice<[String]>
    ) -> (String, String)? {
        switch term {
        case .null: return ("NULL", "1")
        case .number(let number): return ("\(number.numerator)", "\(number.denominator)")
        case .bound(let name): return ("p.\(name)", "1")
        case .aggregate(let index):
            return aggregate(folds[index], columns[columns.startIndex + index][0])
        case .operation(let sign, let parts):
            let sides = parts.compactMap { fraction($0, folds, columns) }
            guard sides.count == 2, parts.count == 2 else { return nil }
            let (left, right) = (sides[0], sides[1])
            switch sign {
            case "+", "-":
                guard left.1 == "1", right.1 == "1" else { return nil }
                return ("(\(left.0) \(sign) \(right.0))", "1")
            case "*": return ("(\(left.0) * \(right.0))", product(left.1, right.1))
            case "/": return ("(\(left.0) * \(right.1))", product(left.1, right.0))
            default: return nil
            }
        }
    }

    private func product(_ left: String, _ right: String) -> String {
        left == "1" ? right : right == "1" ? left : "(\(left) * \(right))"
    }

    private func aggregate(_ fold: FactRule.Fold, _ name: String) -> (String, String)? {
        let cell = "CAST(nullif(\(name), '') AS INTEGER)"
        func picked(_ rank: String) -> String {
            "sum(CASE WHEN \(name)_rank = \(rank) AND \(name) <> '' THEN \(cell) END)"
        }
        switch fold {
        case .count: return ("coalesce(sum(\(cell)), 0)", "1")
        case .distinct: return ("count(DISTINCT \(cell))", "1")
        case .sum: return ("sum(\(cell))", "1")
        case .mean: return ("sum(\(cell))", "nullif(count(\(cell)), 0)")
        case .least: return ("min(\(cell))", "1")
        case .greatest: return ("max(\(cell))", "1")
        case .median:
            let (lower, upper) = (
                picked("(\(name)_count + 1) / 2"), picked("\(name)_count / 2 + 1")
            )
            return ("(\(lower) + \(upper))", "2")
        case .percentile(let rank):
            let (p, q) = (rank.numerator, rank.denominator)
            return (picked("max((\(name)_count * \(p) + \(q) - 1) / \(q), 1)"), "1")
        case .peak: return nil
        }
    }
}

/// A text as SQL writes it.
private func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
}
