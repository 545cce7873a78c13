package import Columnar

/// Some rows of a table that came from one file, in memory or on the disk.
package struct TablePiece: Sendable {
    private enum Content: Sendable {
        case memory(Table)
        case disk(StoredPiece)
    }

    private var content: Content
    /// Number of rows.
    package private(set) var rowCount: Int
    /// Index of the file in the dataset's accounts.
    package let file: Int
    /// From which record each row came, before rows were dropped from a piece on the disk.
    private var records: RowRecords

    /// Rows in memory.
    init(table: Table, file: Int, records: RowRecords) {
        content = .memory(table)
        rowCount = table.rowCount
        self.file = file
        self.records = records
    }

    /// Rows on the disk.
    init(stored: StoredPiece, file: Int, records: RowRecords) {
        content = .disk(stored)
        rowCount = stored.segment.rowCount
        self.file = file
        self.records = records
    }

    /// The rows; of a piece on the disk other columns than those named are null.
    package func table(_ names: Set<String>? = nil) throws -> Table {
        switch content {
        case .memory(let table): table
        case .disk(let stored): try stored.table(names)
        }
    }

    /// Whether the rows lie on the disk.
    var isStored: Bool {
        if case .disk = content { true } else { false }
    }

    /// Whether a column has nothing but nulls.
    func isNull(_ column: Int) -> Bool {
        switch content {
        case .memory(let table):
            if case .null = table.columns[column] { true } else { false }
        case .disk(let stored): stored.isNull(column)
        }
    }

    /// The file, and the record of it, that a row came from.
    package func origin(of row: Int) -> (file: Int, record: Int) {
        switch content {
        case .memory: (file, records.record(of: row))
        case .disk(let stored): (file, records.record(of: stored.place(of: row)))
        }
    }

    /// Takes rows out, ascending.
    mutating func drop(_ rows: [UInt32]) {
        guard !rows.isEmpty else { return }
        let all = rowCount
        rowCount -= rows.count
        switch content {
        case .disk(var stored):
            stored.dropped = rows
            content = .disk(stored)
        case .memory(var table):
            content = .memory(Table(rowCount: 0))
            let kept = keptRows(without: rows, of: all)
            records = records.kept(kept)
            table.keep(kept)
            content = .memory(table)
        }
    }

    /// Fills the columns that clocks give; those of a piece on the disk whenever it is read.
    mutating func fill(_ clock: PieceClock) throws -> ClockTally {
        guard !clock.columns.isEmpty else { return ClockTally() }
        switch content {
        case .disk(var stored):
            stored.clock = nil
            var table = try stored.table(clock.loaded(for: Set(clock.columns.map(\.rawValue))))
            stored.clock = clock
            content = .disk(stored)
            return clock.fill(&table)
        case .memory(var table):
            content = .memory(Table(rowCount: 0))
            let tally = clock.fill(&table)
            content = .memory(table)
            return tally
        }
    }

    /// Fills a column with what was found by way of other tables.
    mutating func fill(_ found: FoundCodes) {
        switch content {
        case .disk(var stored):
            stored.found = found
            content = .disk(stored)
        case .memory(var table):
            content = .memory(Table(rowCount: 0))
            found.fill(&table)
            content = .memory(table)
        }
    }

    /// Puts other rows in the place of some; those of a piece on the disk whenever it is read.
    mutating func replace(_ patch: RowPatch) {
        switch content {
        case .disk(var stored):
            stored.patch = patch
            content = .disk(stored)
        case .memory(var table):
            content = .memory(Table(rowCount: 0))
            patch.fill(&table, nil)
            content = .memory(table)
        }
    }

    /// Makes a column null whose cells nobody will ask for.
    mutating func forget(_ column: Int) {
        switch content {
        case .disk(var stored):
            stored.forgotten.insert(column)
            content = .disk(stored)
        case .memory(var table):
            content = .memory(Table(rowCount: 0))
            table.forget(column)
            content = .memory(table)
        }
    }
}

/// What every piece of a table is made by.
struct TableMeans: Sendable {
    let layout: TableLayout
    /// The dictionary of each column.
    let dictionaries: [[String]]
    /// How columns about units are filled.
    let fillings: [UnitFilling]
}

/// A segment whose cells lie in a file, and how they become rows of the table.
struct StoredPiece: Sendable {
    let segment: Segment
    let means: TableMeans
    let ranks: [[UInt32]]
    let plan: Plan
    /// Rows that lost to others, ascending.
    var dropped: [UInt32] = []
    /// Columns whose cells nobody asks for.
    var forgotten: Set<Int> = []
    /// What rows are taken to be instead, by corrections.
    var patch: RowPatch?
    /// What clocks fill; nil: nothing.
    var clock: PieceClock?
    /// What was found by way of other tables.
    var found: FoundCodes?

    private var layout: TableLayout { means.layout }

    func isNull(_ column: Int) -> Bool {
        if let filling = means.fillings.first(where: { $0.column == column }) {
            return isNull(filling.base)
        }
        // A derived column is null in the segment, and filled when the piece is made.
        if plan.derives(layout.columns[column].name, of: layout.planned.name) { return false }
        if case .stored(let stored) = segment.columns[column] { return stored.kind == .null }
        return false
    }

    func table(_ asked: Set<String>?) throws -> Table {
        let names = clock?.loaded(for: asked) ?? asked
        var table = Table(rowCount: segment.rowCount)
        let isDerived = plan.derives(of: layout.planned.name)
        let fillings = means.fillings.filter {
            names?.contains(layout.columns[$0.column].name) ?? true
        }
        let read = Set(fillings.flatMap(\.columns))
        for (index, column) in layout.columns.enumerated() {
            let isWanted = names?.contains(column.name) ?? true || read.contains(index)
            guard isWanted || isDerived, !forgotten.contains(index) else {
                table.append(column.name, .null(column.storage.type, count: segment.rowCount))
                continue
            }
            table.append(
                column.name,
                try segment.columns[index].loaded().recoded(means.dictionaries[index], ranks[index])
            )
        }
        table = try plan.withDerived(table, of: layout.planned)
        for filling in fillings { filling.fill(&table) }
        if !dropped.isEmpty { table.keep(keptRows(without: dropped, of: segment.rowCount)) }
        patch?.fill(&table, names)
        if let clock, clock.fills(asked) { _ = clock.fill(&table) }
        if let found, asked?.contains(found.column) ?? true { found.fill(&table) }
        return table
    }

    /// The row of the segment that a row is which is left.
    func place(of row: Int) -> Int {
        var place = row
        for gone in dropped {
            if Int(gone) > place { break }
            place += 1
        }
        return place
    }
}

/// The rows that are left of so many, ascending.
func keptRows(without dropped: [UInt32], of rowCount: Int) -> [UInt32] {
    var kept: [UInt32] = []
    kept.reserveCapacity(rowCount - dropped.count)
    var next: UInt32 = 0
    for row in dropped {
        kept.append(contentsOf: next..<row)
        next = row + 1
    }
    kept.append(contentsOf: next..<UInt32(rowCount))
    return kept
}

extension Plan {
    /// Whether a column of the table, or any, is derived from others.
    fileprivate func derives(_ column: String? = nil, of table: String) -> Bool {
        inputs.contains { input in
            input.table == table
                && input.mapping.derived.contains { column == nil || $0.name == column }
        }
    }
}
