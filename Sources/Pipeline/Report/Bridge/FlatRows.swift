import Columnar

/// The rows of a table in one piece, with the columns that a bridge looks at.
struct FlatRows {
    let table: Table
    /// The columns that tell one row from another, the source first.
    let identity: [String]
    /// The table without rows.
    private let shape: Table
    private let pieces: [TablePiece]
    private let bases: [Int]
    private let accounts: [FileAccount]

    /// The rows of a table of a state; none where it has no such table.
    init(_ name: String, of state: BridgeState, columns: Set<String>) throws {
        accounts = state.dataset.accounts
        guard let rows = state.dataset.table(name),
            let planned = state.plan.tables.first(where: { $0.name == name })
        else {
            table = Table(rowCount: 0)
            shape = table
            (identity, pieces, bases) = ([], [], [])
            return
        }
        let identity = TableLayout(planned, state.plan).identity
        self.identity = identity
        let needed = columns.union(identity).union(["case_id", "response"])
        let names = rows.shape.names.filter(needed.contains)
        let picks = try rows.pieces.map { piece in
            let table = try piece.table(Set(names)).narrowed(to: names)
            return (piece: table, rows: Array(0..<UInt32(table.rowCount)))
        }
        shape = rows.shape.narrowed(to: names)
        table = gathered(picks, shape: shape)
        pieces = rows.pieces
        bases = rows.bases
    }

    /// Each row beside itself.
    var ownPairs: [RowPair] {
        (0..<UInt32(table.rowCount)).map { RowPair(left: $0, right: $0) }
    }

    /// Some of the rows, as a table of its own.
    func picked(_ rows: [UInt32]) -> Table {
        gathered([(piece: table, rows: rows)], shape: shape)
    }

    /// The file and the number of the record from which a row came.
    func origin(_ row: Int) -> (file: String, record: Int) {
        var (low, high) = (0, bases.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if bases[middle] <= row { low = middle } else { high = middle }
        }
        let origin = pieces[low].origin(of: row - bases[low])
        return (accounts[origin.file].file, origin.record)
    }
}

extension Table {
    /// The table with these of its columns, in this order.
    func narrowed(to names: [String]) -> Table {
        var narrow = Table(rowCount: rowCount)
        for name in names {
            if let column = self[name] { narrow.append(name, column) }
        }
        return narrow
    }
}
