import Columnar

extension Dataset {
    /// Names rows whose unit was not in force when they were accepted, nor when they ended.
    mutating func checkUnits(_ table: DatasetTable, _ plan: Plan) throws {
        guard plan.unitHistory.hasValidity else { return }
        for base in UnitColumn.bases {
            guard case .code(let units)? = table.shape[base],
                let check = UnitValidityCheck(base, units.dictionary, plan.unitHistory)
            else { continue }
            for piece in table.pieces {
                let rows = try piece.table(Set([base] + check.dates))
                for row in check.violations(in: rows) {
                    let (value, hint) = check.words(for: row, in: rows)
                    findings.append(
                        Finding(
                            .unitOutsideValidity, at: place(piece.origin(of: row)), column: base,
                            value: value, hint: hint))
                }
            }
        }
    }
}

/// Whether the unit of a row was in force at one of the row's instants.
struct UnitValidityCheck {
    private let base: String
    private let codes: [String]
    /// The days of each code; nil where it is in force for ever, or no unit's.
    private let validities: [[Validity]?]

    /// Nil where no code of the dictionary has days of its own.
    init?(_ base: String, _ dictionary: [String], _ history: UnitHistory) {
        self.base = base
        codes = dictionary
        validities = dictionary.map { code in
            let own = history.validities(of: code)
            return own.isEmpty || own.contains(Validity()) ? nil : own
        }
        if validities.allSatisfy({ $0 == nil }) { return nil }
    }

    /// The columns of the instants; who receives does so at acceptance.
    var dates: [String] {
        base == "unit_received" ? ["accepted_at"] : ["accepted_at", "resolved_at", "answered_at"]
    }

    /// Rows that have such an instant, and at none of them is the unit in force.
    func violations(in table: Table) -> [Int] {
        guard case .code(let units)? = table[base] else { return [] }
        let dated = dates.compactMap { table[$0] }
        var rows: [Int] = []
        for (row, code) in units.codes.enumerated() where code != missingCode {
            guard let own = validities[Int(code)] else { continue }
            var isDated = false
            var isInForce = false
            for column in dated where !isInForce {
                let instant = column.number(row)
                if instant == missing { continue }
                isDated = true
                isInForce = own.contains { $0.contains(instant) }
            }
            if isDated, !isInForce { rows.append(row) }
        }
        return rows
    }

    /// The code, and what contradicts it: the first of the row's instants, the days of the unit.
    func words(for row: Int, in table: Table) -> (value: String?, hint: String?) {
        guard case .code(let units)? = table[base], units.codes[row] != missingCode else {
            return (nil, nil)
        }
        let code = Int(units.codes[row])
        let date = dates.first { table[$0].map { $0.number(row) != missing } ?? false } ?? ""
        let days = (validities[code] ?? []).map { validity in
            [
                validity.from.map { "from \(dayText($0))" },
                validity.until.map { "until \(dayText($0))" },
            ].compactMap { $0 }.joined(separator: " ")
        }
        let instant = table[date].map { instantText($0.number(row)) } ?? ""
        return (codes[code], "\(date) \(instant), in force \(days.joined(separator: " and "))")
    }
}
