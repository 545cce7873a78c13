import Columnar

extension Plan {
    /// Fills the nulls of columns that a source lacks, by the formulas that its mapping declares.
    func withDerived(_ table: Table, of planned: PlannedTable) throws(RunError) -> Table {
        var table = table
        for input in inputs where input.table == planned.name {
            for derived in input.mapping.derived {
                guard let formula = derived.compiled else { continue }
                do {
                    table = try filled(table, derived.name, formula, source: input.mapping.source)
                } catch {
                    throw RunError.evaluation(
                        of: "derived column \(derived.name)", reason: error.sentence)
                }
            }
        }
        return table
    }

    /// The columns that must be there to fill derived ones: those that their formulas read, and
    /// the source, which tells whose formula is meant.
    func readByDerived(_ table: String) -> Set<String> {
        let derived = inputs.filter { $0.table == table }.flatMap(\.mapping.derived)
        if derived.isEmpty { return [] }
        return Set(derived.flatMap { $0.compiled?.columns ?? [] } + ["source"])
    }

    private func filled(
        _ table: Table, _ name: String, _ formula: RowFormula, source: String
    ) throws(EvaluationError) -> Table {
        let scope = Scope(periodStart: 0, periodEnd: 0, asOf: 0, calendar: calendar?.working)
        let values = try rowValues(of: formula, over: table, in: scope)
        guard case .code(let sources)? = table["source"],
            let code = sources.dictionary.firstIndex(of: source)
        else { return table }
        let own = sources.codes.map { $0 == UInt32(code) }
        var filled = Table(rowCount: table.rowCount)
        for (column, cells) in zip(table.names, table.columns) {
            filled.append(column, column == name ? cells.completed(values, where: own) : cells)
        }
        return filled
    }
}

extension Column {
    /// The column with its nulls replaced in some rows.
    fileprivate func completed(_ values: [Int64], where own: [Bool]) -> Column {
        switch self {
        case .integer, .instant, .duration, .narrow:
            completedNumbers(values, where: own)
        case .flag(let old):
            .flag(old.indices.map { old[$0] == 1 && own[$0] ? UInt8(values[$0]) : old[$0] })
        case .null(.flag, let count):
            .flag((0..<count).map { own[$0] ? UInt8(values[$0]) : 1 })
        case .null(let type, _) where type != .text: completedNumbers(values, where: own)
        case .code, .identifier, .null: self
        }
    }

    private func completedNumbers(_ values: [Int64], where own: [Bool]) -> Column {
        let cells = own.indices.map { row in
            let old = number(row)
            return old == missing && own[row] ? values[row] : old
        }
        return .numbers(cells, type)
    }
}
