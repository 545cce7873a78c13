import Columnar

extension Plan {
    /// A unit's name with its code; the text itself where the catalogue lacks it.
    func unitTitle(_ text: String) -> String {
        units.first { $0.code == text }.map { "\($0.name) (\($0.code))" } ?? text
    }

    /// The columns that a KPI reads and that neither an input nor the program fills.
    func unfilledColumns(of kpi: KPI) -> [String] {
        guard let table = tables.first(where: { $0.name == kpi.table }) else { return [] }
        var filled = Set(table.kind.canonicalColumns.filter(\.isGiven).map(\.name))
        for input in inputs {
            let mapping = input.mapping
            if input.table == kpi.table {
                filled.formUnion(mapping.columns.map(\.name) + mapping.derived.map(\.name))
                if !mapping.questions.isEmpty { filled.formUnion(["question", "level"]) }
            }
            for child in mapping.children where child.table == kpi.table {
                filled.formUnion(child.columns.map(\.name))
            }
        }
        // Group and field of a procedure come from the catalogue.
        if !procedures.isEmpty { filled.formUnion(["procedure_group", "field"]) }
        if clocks != nil, table.kind == .case {
            filled.formUnion(ClockColumn.allCases.map(\.rawValue))
        }
        if !units.isEmpty {
            filled.formUnion(UnitColumn.all(table.schema.fields.map(\.name)).map(\.name))
        }
        return (kpi.measure?.columns ?? []).filter { !filled.contains($0) }
    }

    /// The lengths and names of the periods for which a KPI is computed.
    func periodWords(of kpi: KPI) -> [String] {
        periods.grains.filter { kpi.every.isEmpty || kpi.every.contains($0) }.map(\.word)
    }
}

extension Target {
    /// The target as a sign and a number.
    package var text: String {
        switch comparison {
        case .atLeast: "≥ \(number.text)"
        case .atMost: "≤ \(number.text)"
        case .exactly: "= \(number.text)"
        }
    }
}
