import Columnar
import Ledger

/// `rules.json`: how the columns of facts become numerator, denominator, value, status.
struct FactRules {
    let files: [FactFile]
    let pseudonyms: Pseudonyms

    /// The rules as canonical JSON, with a line end.
    var bytes: [UInt8] {
        let value: CanonicalJSON = [
            "format": 1, "kpis": .array(files.map { $0.rule(pseudonyms) }),
            "tables": .array(tables),
        ]
        return value.bytes + [UInt8(ascii: "\n")]
    }

    /// Number of rows of each table, and which accounts they are held to.
    private var tables: [CanonicalJSON] {
        var seen: Set<[String]> = []
        return files.map(\.table).compactMap { table in
            guard seen.insert([table.run, table.table.name]).inserted else { return nil }
            return [
                "run": .string(table.run), "table": .string(table.table.name),
                "rows": .integer(Int64(table.table.rowCount)),
                "inputs": .array(table.accountedInputs.map { .string($0) }),
            ]
        }
    }
}

extension FactTable {
    /// The names in `accounts.csv` of what fills the table, where a record is a row; else none.
    fileprivate var accountedInputs: [String] {
        var names: [String] = []
        for input in plan.inputs {
            if input.table == table.name {
                // A record of a wide survey is a row for each question.
                guard input.kind != .survey else { return [] }
                names.append(input.name)
            }
            for child in input.mapping.children where child.table == table.name {
                names.append("\(input.name)/\(child.name)")
            }
        }
        return names
    }
}

extension FactFile {
    fileprivate func rule(_ pseudonyms: Pseudonyms) -> CanonicalJSON {
        let kpi = table.kpis[kpi]
        guard let rule = kpi.measure?.factRule else { return .null }
        let columns = kpi.factColumns
        let comparisons = Set(kpi.targets.map(\.target.comparison.rawValue))
        return [
            "kpi": .string(kpi.name), "version": .integer(Int64(kpi.version)),
            "file": .string(name), "run": .string(table.run), "table": .string(kpi.table),
            "as_of": .integer(table.asOf),
            "agency": .string(table.plan.agency.code), "cases": .string(pseudonyms.kind),
            "numerator": side(rule.numerator, columns.numerator),
            // A plain number is out of one.
            "denominator": side(
                rule.denominator ?? FactRule.Side(folds: [], term: .number(Exact(1))),
                columns.denominator),
            "scale": .integer(kpi.scale), "decimals": .integer(Int64(kpi.decimals)),
            "unit": .string(kpi.unit), "minimum": .integer(Int64(kpi.minimum)),
            // One way of comparing can be checked from the number beside the figure.
            "target": comparisons.count == 1 ? .string(comparisons.first ?? "") : .null,
            "levels": .array(
                kpi.levels.map { level in
                    ["level": .string(level.name), "proved": .bool(isProved(level))]
                }),
            "periods": .object(periods),
        ]
    }

    private var periods: CanonicalJSON.Members {
        var members = CanonicalJSON.Members()
        for period in table.periods(of: kpi) {
            members[period.name] = [
                "start": .string(instantText(period.start)),
                "end": .string(instantText(period.end)),
                "period_start": .integer(period.start), "period_end": .integer(period.end),
            ]
        }
        return members
    }

    /// Shares of divided units are not what facts add up to.
    func isProved(_ level: Level) -> Bool {
        let view = level.column.flatMap(UnitColumn.named)
        return view?.aspect != .restated || table.plan.unitHistory.divisions.isEmpty
    }

    private func side(_ side: FactRule.Side, _ columns: [[String]]) -> CanonicalJSON {
        [
            "aggregates": .array(
                zip(side.folds, columns).map { fold, columns in
                    [
                        "columns": .array(columns.map { .string($0) }),
                        "fold": .string(fold.word), "rank": fold.rank,
                    ]
                }),
            "term": side.term.value,
        ]
    }
}

extension FactRule.Fold {
    /// The word for it in `rules.json`.
    var word: String {
        switch self {
        case .count: "count"
        case .distinct: "distinct"
        case .sum: "sum"
        case .mean: "mean"
        case .least: "least"
        case .greatest: "greatest"
        case .median: "median"
        case .percentile: "percentile"
        case .peak: "peak"
        }
    }

    fileprivate var rank: CanonicalJSON {
        if case .percentile(let rank) = self { .string(rank.quotientText) } else { .null }
    }
}

extension FactRule.Term {
    /// The term as nested lists, the operation first.
    fileprivate var value: CanonicalJSON {
        switch self {
        case .null: ["null"]
        case .number(let number): ["number", .string(number.quotientText)]
        case .bound(let name): ["bound", .string(name)]
        case .aggregate(let index): ["aggregate", .integer(Int64(index))]
        case .operation(let name, let parts): .array([.string(name)] + parts.map(\.value))
        }
    }
}

extension Exact {
    /// Both sides, `/` between them.
    var quotientText: String { "\(numerator)/\(denominator)" }
}
