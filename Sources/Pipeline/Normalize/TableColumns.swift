import Columnar

extension Plan {
    /// The columns that are kept for a table, and how: those that some mapping fills, those that
    /// formulas read, those that are levels.
    ///
    /// A column of nulls that nobody asks for costs nothing.
    func storage(of table: PlannedTable) -> [(name: String, storage: TableLayout.Storage)] {
        let wanted = filled(table).union(asked(of: table))
        var storage: [(name: String, storage: TableLayout.Storage)] = []
        for field in table.schema.fields where wanted.contains(field.name) {
            storage.append(
                (field.name, Self.storage(field, isCode: table.codes.contains(field.name))))
        }
        if inputs.contains(where: { $0.table == table.name && !$0.mapping.questions.isEmpty }) {
            storage.append((Part.recordColumn, .identifiers))
        }
        return storage
    }

    private static func storage(
        _ field: Schema.Field, isCode: Bool
    ) -> TableLayout.Storage {
        switch field.type {
        case .integer, .instant, .duration: .cells(field.type)
        case .flag: .flags
        case .text: isCode ? .codes : .identifiers
        }
    }

    private func filled(_ table: PlannedTable) -> Set<String> {
        var names: Set<String> = ["source"]
        for input in inputs {
            if input.table == table.name {
                names.formUnion(input.mapping.columns.filter { $0.privacy != .dropped }.map(\.name))
                names.formUnion(input.mapping.derived.map(\.name))
                if !input.mapping.questions.isEmpty { names.formUnion(["question", "level"]) }
                if input.mapping.scale != nil { names.insert("scale") }
            }
            for child in input.mapping.children where child.table == table.name {
                names.formUnion(child.columns.filter { $0.privacy != .dropped }.map(\.name))
                names.insert("case_id")
            }
        }
        return names
    }

    /// Columns that formulas, levels and the ledger of the stock read.
    func asked(of table: PlannedTable) -> Set<String> {
        var names: Set<String> = []
        if clocks?.fillsAll == true, table.name == TableKind.case.rawValue {
            names.formUnion(ClockColumn.allCases.map(\.rawValue))
        }
        if let stock, stock.table == table.name { names.formUnion(stock.columns) }
        for kpi in kpis where kpi.table == table.name {
            names.formUnion(kpi.levels.compactMap(\.column))
            names.formUnion(kpi.measure?.columns ?? [])
        }
        return names
    }
}
