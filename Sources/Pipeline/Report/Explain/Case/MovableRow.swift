import Columnar

/// What may stand in a cell.
enum CellValue: Sendable, Equatable {
    /// A whole number, an instant, seconds; `missing` for null.
    case number(Int64)
    /// A truth value.
    case truth(Truth)
    /// A text; nil for null.
    case text(String?)
}

/// One row of a table that can be changed: what depends on a fact is worked out anew.
///
/// Derived columns, what units were and became, and what clocks fill come from the same code as
/// for whole pieces, so a row that is changed here is what it would be had its record said so.
struct MovableRow {
    private let plan: Plan
    private let planned: PlannedTable
    private let clock: PieceClock?
    private let fillings: [UnitFilling]
    /// The row as it is; what is worked out from other columns is null.
    private let bare: Table
    /// Columns that are worked out from others.
    let workedOut: Set<String>

    /// A row of a piece, with no other columns than those named.
    ///
    /// What a correction says of a column is not worked out anew.
    init(
        _ run: ExplainedRun, piece index: Int, row: Int, columns: Set<String>,
        corrected: Set<String>
    ) throws {
        let piece = run.table.pieces[index]
        guard let planned = run.plan.tables.first(where: { $0.name == run.table.name }),
            let input = run.input(of: piece)
        else { throw NothingKept() }
        plan = run.plan
        self.planned = planned
        var table = try piece.table(columns)
        table.keep([UInt32(row)])
        let isOfCases = run.table.name == TableKind.case.rawValue
        let clockColumns = (isOfCases ? run.plan.clockColumns(of: input) : []).filter {
            !corrected.contains($0.rawValue)
        }
        clock = run.dataset.clocks.map { clocks in
            let pauses = index < run.dataset.pauses.count ? run.dataset.pauses[index] : nil
            return PieceClock(
                clocks: clocks, columns: clockColumns.filter { columns.contains($0.rawValue) },
                pauses: pauses.map { PiecePauses($0.ofRow(row)) })
        }
        let layout = TableLayout(planned, run.plan)
        let dictionaries = layout.columns.map { run.table.shape.texts($0.name) }
        // A table that was read from a piece has the columns of the layout, in its order.
        fillings = unitFillings(layout, dictionaries, run.plan.unitHistory).filter {
            columns.contains(layout.columns[$0.column].name)
        }
        var workedOut = Set(clockColumns.map(\.rawValue))
        for derived in input.mapping.derived where input.mapping.column(derived.name) == nil {
            workedOut.insert(derived.name)
        }
        workedOut = workedOut.filter { columns.contains($0) && !corrected.contains($0) }
        for (place, name) in table.names.enumerated() where workedOut.contains(name) {
            table.forget(place)
        }
        bare = table
        self.workedOut = workedOut
    }

    /// The row as it would be with another value of a fact; nil: as it is.
    func table(_ change: (column: String, value: CellValue)? = nil) throws -> Table {
        var table = bare
        if let change, let place = table.names.firstIndex(of: change.column) {
            table.fill(place, with: table.columns[place].cell(change.value))
        }
        table = try plan.withDerived(table, of: planned)
        for filling in fillings { filling.fill(&table) }
        if let clock, !clock.columns.isEmpty { _ = clock.fill(&table) }
        return table
    }

    /// What stands in a cell of the row as it is.
    func value(_ column: String) throws -> CellValue {
        try table()[column]?.value(0) ?? .number(missing)
    }
}

extension PiecePauses {
    /// The pauses of one row as those of the only row of a piece.
    fileprivate func ofRow(_ row: Int) -> [LedgerPause] {
        of(row).map { pause in
            var pause = pause
            pause.row = 0
            return pause
        }
    }
}

extension Column {
    /// What stands in a cell.
    func value(_ row: Int) -> CellValue {
        switch self {
        case .integer, .instant, .duration, .narrow: .number(number(row))
        case .flag(let cells): .truth(Truth(rawValue: cells[row]) ?? .unknown)
        case .code(let column):
            .text(
                column.codes[row] == missingCode ? nil : column.dictionary[Int(column.codes[row])])
        case .identifier(let column): .text(column.text(row))
        case .null(.text, _): .text(nil)
        case .null(.flag, _): .truth(.unknown)
        case .null: .number(missing)
        }
    }

    /// A column of the same kind with one cell.
    ///
    /// A text that no row has is put into its place in the dictionary.
    fileprivate func cell(_ value: CellValue) -> Column {
        switch value {
        case .number(let number): return .numbers([number], type)
        case .truth(let truth): return .flag([truth.rawValue])
        case .text(let text):
            if case .identifier = self {
                var cells = IdentifierColumn()
                cells.bytes = Array((text ?? "").utf8)
                cells.ends = [UInt32(cells.bytes.count)]
                return .identifier(cells)
            }
            var dictionary: [String] = []
            if case .code(let column) = self { dictionary = column.dictionary }
            guard let text else {
                return .code(CodeColumn(codes: [missingCode], dictionary: dictionary))
            }
            if !dictionary.contains(text) {
                dictionary.append(text)
                dictionary.sort(by: precedes)
            }
            let code = dictionary.firstIndex(of: text).map { UInt32($0) } ?? missingCode
            return .code(CodeColumn(codes: [code], dictionary: dictionary))
        }
    }
}
