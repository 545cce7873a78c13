package import Columnar

/// Some rows of a table that came from one file, or from small ones, in memory or on the disk.
package struct TablePiece: Sendable {
    private enum Content: Sendable {
        case memory(Table)
        case disk(StoredPiece)
    }

    private var content: Content
    /// Number of rows.
    package private(set) var rowCount: Int
    /// From which record each row came, before rows were dropped from a piece on the disk.
    private var origins: PieceOrigins
    /// Where those records begin.
    private var places = RecordPlaces()

    /// Rows in memory.
    init(table: Table, origins: PieceOrigins) {
        content = .memory(table)
        rowCount = table.rowCount
        self.origins = origins
    }

    /// Rows on the disk.
    init(stored: StoredPiece, file: Int, records: RowRecords) {
        content = .disk(stored)
        rowCount = stored.segment.rowCount
        origins = PieceOrigins(file: file, records: records)
        places = stored.segment.places
    }

    /// Index in the dataset's accounts of a file that rows came from; all of them are of one input,
    /// and were received at one moment.
    package var file: Int { origins.file }

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
        case .memory: origins.origin(of: row)
        case .disk(let stored): origins.origin(of: stored.place(of: row))
        }
    }

    /// From which record each row came; of a piece on the disk, before any was dropped.
    var allOrigins: PieceOrigins { origins }

    /// The byte offset of the record that a row came from; nil where nothing kept tells it.
    func offset(of row: Int) throws -> Int? {
        do {
            return try places.offset(of: origin(of: row).record)
        } catch is DamagedBytes {
            return nil
        }
    }

    /// The row of a record, before any was dropped; nil where it has none, or several.
    func row(of record: Int) -> Int? {
        switch origins.records {
        case nil: return nil
        case .run(let first, let each):
            let row = record - first
            return each == 1 && row >= 0 && row < rowCount ? row : nil
        case .list(let records):
            var low = 0
            var high = records.count
            while low < high {
                let middle = (low + high) / 2
                if Int(records[middle]) < record { low = middle + 1 } else { high = middle }
            }
            guard low < records.count, Int(records[low]) == record else { return nil }
            let isOnly = low + 1 == records.count || records[low + 1] != records[low]
            return isOnly ? low : nil
        }
    }

    /// Whether a record tells which row is meant: all are of one file, and none made several.
    var tellsRowsByRecord: Bool {
        switch origins.records {
        case nil: false
        case .run(_, let each): each == 1
        case .list(let records): zip(records, records.dropFirst()).allSatisfy { $0 != $1 }
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
            origins.keep(keptRows(without: rows, of: all))
            table.remove(rows)
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

    /// Leaves the columns that clocks give to be filled when they are asked for.
    mutating func fillWhenRead(_ clock: PieceClock) throws {
        guard case .disk(var stored) = content else {
            _ = try fill(clock)
            return
        }
        stored.clock = clock.columns.isEmpty ? nil : clock
        content = .disk(stored)
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
        if plan.derives([layout.columns[column].name], of: layout.planned.name) { return false }
        if case .stored(let stored) = segment.columns[column] { return stored.kind == .null }
        return false
    }

    func table(_ asked: Set<String>?) throws -> Table {
        var names = clock?.loaded(for: asked) ?? asked
        var table = Table(rowCount: segment.rowCount)
        let fillings = means.fillings.filter {
            names?.contains(layout.columns[$0.column].name) ?? true
        }
        names?.formUnion(fillings.flatMap(\.columns).map { layout.columns[$0].name })
        let isDerived = plan.derives(names, of: layout.planned.name)
        if isDerived { names?.formUnion(plan.readByDerived(layout.planned.name)) }
        for (index, column) in layout.columns.enumerated() {
            guard names?.contains(column.name) ?? true, !forgotten.contains(index) else {
                table.append(column.name, .null(column.storage.type, count: segment.rowCount))
                continue
            }
            table.append(
                column.name,
                try segment.columns[index].loaded().recoded(means.dictionaries[index], ranks[index])
            )
        }
        if isDerived { table = try plan.withDerived(table, of: layout.planned) }
        for filling in fillings { filling.fill(&table) }
        table.remove(dropped)
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

extension Plan {
    /// Whether one of these columns of the table, or any, is derived from others.
    fileprivate func derives(_ columns: Set<String>?, of table: String) -> Bool {
        inputs.contains { input in
            input.table == table
                && input.mapping.derived.contains { columns?.contains($0.name) ?? true }
        }
    }
}
