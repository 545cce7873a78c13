import Columnar

/// A row that lost to another one of the same identity.
struct Defeat: Sendable {
    /// The piece of the row, and its place there.
    let piece: Int
    let row: UInt32
    let fate: RowFate
    /// The file and record of the row, and those of the row that counts.
    let origin: (file: Int, record: Int)
    let survivor: (file: Int, record: Int)
}

/// A row that cannot be a version of another one of the same identity.
struct Contradiction: Sendable {
    let piece: Int
    let row: UInt32
    /// Place among the columns that tell cases apart.
    let column: Int
    let origin: (file: Int, record: Int)
    let other: (file: Int, record: Int)

    /// Columns that no two versions of a case may have different: of instants, the day.
    static let columns = ["procedure", "unit", "accepted_at"]
}

/// What became of the rows that share their identity with another row, in the order of the table.
struct Duels: Sendable {
    var defeats: [Defeat] = []
    var contradictions: [Contradiction] = []

    /// The duels of several threads, in the order of the rows.
    init(_ lanes: [Duels]) {
        defeats = lanes.flatMap(\.defeats).sorted { ($0.piece, $0.row) < ($1.piece, $1.row) }
        contradictions = lanes.flatMap(\.contradictions).sorted {
            ($0.piece, $0.row, $0.column) < ($1.piece, $1.row, $1.column)
        }
    }

    /// What an outcome says of rows that stand at these places and came from these records.
    init(
        _ outcome: DedupeOutcome, _ table: Table, _ places: [(piece: Int, row: UInt32)],
        _ origins: [(file: Int, record: Int)]
    ) {
        for row in outcome.fates.indices where outcome.fates[row] != .survives {
            defeats.append(
                Defeat(
                    piece: places[row].piece, row: places[row].row, fate: outcome.fates[row],
                    origin: origins[row], survivor: origins[Int(outcome.survivor[row])]))
        }
        guard outcome.superseded > 0 else { return }
        let columns = Contradiction.columns.indices.filter {
            table[Contradiction.columns[$0]] != nil
        }
        let cells = columns.compactMap { table[Contradiction.columns[$0]]?.identityCells }
        for collision in collisions(in: outcome, identity: cells) {
            let place = places[Int(collision.row)]
            contradictions.append(
                Contradiction(
                    piece: place.piece, row: place.row, column: columns[collision.column],
                    origin: origins[Int(collision.row)], other: origins[Int(collision.other)]))
        }
    }

    /// The rows that lost, by piece.
    var dropped: DroppedRows {
        var dropped = DroppedRows()
        for defeat in defeats { dropped.add(defeat.row, defeat.fate, of: defeat.piece) }
        return dropped
    }
}

/// The rows of each piece that lost to another, ascending, and how.
struct DroppedRows {
    private var byPiece: [Int: [(row: UInt32, fate: RowFate)]] = [:]

    mutating func add(_ row: UInt32, _ fate: RowFate, of piece: Int) {
        byPiece[piece, default: []].append((row, fate))
    }

    func rows(of piece: Int) -> [(row: UInt32, fate: RowFate)] {
        byPiece[piece] ?? []
    }
    /// The children that lose with their parents.
    ///
    /// For each piece of the children: the piece that holds their parents, and the parent's row of
    /// each child.
    func ofChildren(_ parents: [(piece: Int, rows: [UInt32])]) -> DroppedRows {
        var dropped = DroppedRows()
        for (piece, parents) in parents.enumerated() {
            let lost = rows(of: parents.piece)
            guard !lost.isEmpty else { continue }
            let fates = Dictionary(lost.map { ($0.row, $0.fate) }, uniquingKeysWith: { $1 })
            for (row, parent) in parents.rows.enumerated() {
                if let fate = fates[parent] { dropped.add(UInt32(row), fate, of: piece) }
            }
        }
        return dropped
    }
}

extension NormalizationRequest {
    /// Decides which rows of a table count.
    ///
    /// Hashes of all identities tell which rows need a look; only those are compared, by several
    /// threads: rows of one identity have one hash, and that decides whose they are.
    func deduplicate(
        _ table: DatasetTable, _ layout: TableLayout, receipts: [UInt32]
    ) throws -> Duels {
        let lanes = min(max(threads, 1), 4)
        let hashes = try identityHashes(table, layout)
        let made = concurrentMap(lanes, threads: threads) { lane in
            Result {
                let rows = byPiece(repeatedRows(hashes, lane: lane, of: lanes).sorted(), table)
                return try compared(rows, in: table, layout, receipts: receipts)
            }
        }
        return Duels(try made.map { try $0.get() })
    }

    /// Compares the rows named of each piece.
    private func compared(
        _ rows: [[UInt32]], in table: DatasetTable, _ layout: TableLayout, receipts: [UInt32]
    ) throws -> Duels {
        var picks: [(piece: Table, rows: [UInt32])] = []
        var places: [(piece: Int, row: UInt32)] = []
        for (index, own) in rows.enumerated() where !own.isEmpty {
            let piece = try table.pieces[index].table()
            if table.pieces[index].isStored {
                // Of a piece on the disk only these rows stay in memory.
                let picked = gathered([(piece, own)], shape: table.shape)
                picks.append((picked, Array(0..<UInt32(own.count))))
            } else {
                picks.append((piece, own))
            }
            places += own.map { (index, $0) }
        }
        let candidates = gathered(picks, shape: table.shape)
        picks = []
        let origins = places.map { table.pieces[$0.piece].origin(of: Int($0.row)) }
        let keyed = plan.inputs.flatMap(\.mapping.columns).filter { $0.privacy == .keyed }
        // What follows from other columns and a catalogue tells no two versions apart.
        let derived = candidates.names.filter {
            UnitColumn.named($0) != nil || $0 == Plan.eventOfficer
        }
        let content = RowContent(
            candidates, without: Set(keyed.map(\.name)).union(derived))
        let outcome = survivors(
            keys: try keys(of: candidates, layout, hasOneSource: hasOneSource(table)),
            updatedAt: candidates.numbers("updated_at"),
            receipt: origins.map { receipts[$0.file] }, content: content.order)
        return Duels(outcome, candidates, places, origins)
    }

    /// The hash of each row's identity, by piece; none where the mappings name no identity.
    private func identityHashes(
        _ table: DatasetTable, _ layout: TableLayout
    ) throws -> [[UInt64]] {
        let indices = layout.identity.compactMap { table.shape.names.firstIndex(of: $0) }
        guard indices.count > 1 else { return [] }
        guard table.rowCount < Int(Int32.max) else { throw RunError.tooLarge(table: table.name) }
        // One source tells nothing apart.
        let telling = hasOneSource(table) ? Array(indices.dropFirst()) : indices
        let names = Set(telling.map { table.shape.names[$0] })
        return try concurrentMap(table.pieces.count, threads: threads) { index in
            Result {
                let piece = try table.pieces[index].table(names)
                return Columnar.identityHashes(
                    telling.map { piece.columns[$0] },
                    leading: telling.count == indices.count ? 1 : 0, rowCount: piece.rowCount)
            }
        }.map { try $0.get() }
    }

    private func byPiece(_ rows: [UInt32], _ table: DatasetTable) -> [[UInt32]] {
        var next = 0
        return table.bases.enumerated().map { index, base in
            let end = base + table.pieces[index].rowCount
            var own: [UInt32] = []
            while next < rows.count, Int(rows[next]) < end {
                own.append(rows[next] - UInt32(base))
                next += 1
            }
            return own
        }
    }

    private func hasOneSource(_ table: DatasetTable) -> Bool {
        if case .code(let sources)? = table.shape["source"] {
            sources.dictionary.count == 1
        } else {
            false
        }
    }

    /// The identity of each row; empty where its first column is null: such a row is nobody's
    /// version.
    private func keys(
        of table: Table, _ layout: TableLayout, hasOneSource: Bool
    ) throws(IdentifierOverflow) -> IdentifierColumn {
        // One source tells nothing apart, and an empty identifier is null.
        if hasOneSource, layout.identity.count == 2,
            case .identifier(let ids)? = table[layout.identity[1]]
        {
            return ids
        }
        let columns = layout.identity.compactMap { table[$0] }
        var keys = IdentifierColumn()
        keys.ends.reserveCapacity(table.rowCount)
        for row in 0..<table.rowCount {
            if columns.count > 1, !columns[1].isNull(row) {
                for column in columns { column.appendCell(row, to: &keys.bytes) }
            }
            guard let end = UInt32(exactly: keys.bytes.count) else {
                throw IdentifierOverflow(bytes: keys.bytes.count)
            }
            keys.ends.append(end)
        }
        return keys
    }
}

extension Column {
    /// Whether the cell is null.
    func isNull(_ row: Int) -> Bool {
        switch self {
        case .integer, .instant, .duration, .narrow: number(row) == missing
        case .flag(let cells): cells[row] == 1
        case .code(let column): column.codes[row] == missingCode
        case .identifier(let column): column.range(row).isEmpty
        case .null: true
        }
    }
}
