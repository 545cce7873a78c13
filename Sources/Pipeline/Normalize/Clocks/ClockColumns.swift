import Columnar

extension Plan {
    /// The columns of a table that clocks fill because a formula or somebody asks for them.
    package func clockColumns(of table: String) -> Set<ClockColumn> {
        guard clocks != nil, calendar != nil, table == TableKind.case.rawValue,
            let planned = tables.first(where: { $0.name == table })
        else { return [] }
        let asked = asked(of: planned)
        return Set(ClockColumn.allCases.filter { asked.contains($0.rawValue) })
    }

    /// Whether a figure may depend on pauses that have not ended.
    package var readsPauses: Bool {
        clocks?.pauses.isEmpty == false
            && clockColumns(of: TableKind.case.rawValue).contains {
                $0 == .dueComputed || $0 == .paused
            }
    }

    /// Whether the rows of a table are pauses of cases, and somebody asks for them.
    func pausesCases(_ table: String) -> Bool {
        clocks?.pauses.contains { $0.table == table } == true
            && !clockColumns(of: TableKind.case.rawValue).isEmpty
    }

    /// The columns of a table that clocks read, texts of high cardinality among them.
    func readByClocks(_ table: String) -> Set<String> {
        // Only what stands in a table of its own is found by the code of its case.
        let loose = clocks?.pauses.contains { pause in
            !isChildOfCases(pause.table)
                && (pause.table == table || table == TableKind.case.rawValue)
        }
        return loose == true && !clockColumns(of: TableKind.case.rawValue).isEmpty
            ? ["case_id"] : []
    }

    private func isChildOfCases(_ table: String) -> Bool {
        inputs.contains { input in
            input.kind == .case && input.mapping.children.contains { $0.table == table }
        }
    }

    /// Whether an input, or a table beside it, tells of the pauses of its cases.
    func hasLedger(_ input: Input) -> Bool {
        let tables = (clocks?.pauses ?? []).map(\.table)
        if input.mapping.children.contains(where: { tables.contains($0.table) }) { return true }
        return inputs.contains {
            tables.contains($0.table) && $0.mapping.source == input.mapping.source
        }
    }

    /// The clock columns that the mapping of an input leaves to be filled.
    func clockColumns(of input: Input) -> Set<ClockColumn> {
        clockColumns(of: input.table).filter { column in
            input.mapping.column(column.rawValue) == nil
                && !input.mapping.derived.contains { $0.name == column.rawValue }
                // Without a table that tells what stood before, due_at may have been moved.
                && (column != .dueFirst || tellsFirst(input))
        }
    }

    /// Whether the pauses of an input tell which due date stood before them.
    private func tellsFirst(_ input: Input) -> Bool {
        clocks?.pauses.contains { $0.dueBefore != nil } == true && hasLedger(input)
    }
}
