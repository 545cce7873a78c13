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

    /// No duel.
    init() {}

    /// What several threads have decided of the rows of a table.
    init(_ lanes: [Decisions], _ table: DatasetTable) {
        let bases = table.bases
        let origins = table.pieces.map(\.allOrigins)
        func origin(_ number: UInt32) -> (file: Int, record: Int) {
            let piece = bases.piece(of: Int(number))
            return origins[piece].origin(of: Int(number) - bases[piece])
        }
        var decided = lanes.flatMap(\.losers)
        sortByUpperHalf(&decided)
        defeats.reserveCapacity(decided.count)
        for loser in decided {
            let number = UInt32(truncatingIfNeeded: loser >> 32)
            let piece = bases.piece(of: Int(number))
            defeats.append(
                Defeat(
                    piece: piece, row: number - UInt32(bases[piece]),
                    fate: loser & 1 == 1 ? .duplicate : .superseded, origin: origin(number),
                    survivor: origin(UInt32(truncatingIfNeeded: loser) >> 1)))
        }
        let collisions = lanes.flatMap(\.collisions).sorted {
            ($0.row, $0.column) < ($1.row, $1.column)
        }
        contradictions = collisions.map { collision in
            let piece = bases.piece(of: Int(collision.row))
            return Contradiction(
                piece: piece, row: collision.row - UInt32(bases[piece]),
                column: collision.column, origin: origin(collision.row),
                other: origin(collision.other))
        }
    }

    /// The rows that lost, by piece.
    var dropped: DroppedRows {
        var dropped = DroppedRows()
        var start = 0
        while start < defeats.count {
            let piece = defeats[start].piece
            let end = defeats[start...].firstIndex { $0.piece != piece } ?? defeats.count
            dropped.set(defeats[start..<end].map { ($0.row, $0.fate) }, of: piece)
            start = end
        }
        return dropped
    }
}

/// What one thread has decided of rows that share their identity with others.
struct Decisions: Sendable {
    /// Of each row that lost: its number in the upper half, that of its survivor, and in the last
    /// bit whether it is a copy.
    var losers: [UInt64] = []
    /// By numbers of rows; columns are those of `Contradiction`.
    var collisions: [Collision] = []

    init(_ outcome: DedupeOutcome, _ suspects: Suspects, of shape: Table) {
        let rows = suspects.repeated.rows
        losers.reserveCapacity(outcome.duplicates + outcome.superseded)
        for place in rows.indices where outcome.fates[place] != .survives {
            let survivor = rows[Int(outcome.survivor[place])]
            let isCopy: UInt64 = outcome.fates[place] == .duplicate ? 1 : 0
            losers.append(UInt64(rows[place]) << 32 | UInt64(survivor) << 1 | isCopy)
        }
        guard outcome.superseded > 0 else { return }
        var columns: [Int] = []
        var cells: [[Int64]] = []
        for (index, name) in Contradiction.columns.enumerated() {
            guard let column = shape.names.firstIndex(of: name) else { continue }
            let own = suspects.cells(of: [column]).cells
            if own.isEmpty { continue }
            columns.append(index)
            cells.append(own.map { shape.columns[column].identityCell($0) })
        }
        for collision in Columnar.collisions(in: outcome, identity: cells) {
            collisions.append(
                Collision(
                    row: rows[Int(collision.row)], other: rows[Int(collision.other)],
                    column: columns[collision.column]))
        }
    }
}

/// The rows of each piece that lost to another, ascending, and how.
struct DroppedRows {
    private var byPiece: [Int: [(row: UInt32, fate: RowFate)]] = [:]

    mutating func set(_ rows: [(row: UInt32, fate: RowFate)], of piece: Int) {
        byPiece[piece] = rows
    }

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
        let dealt = try dealtIdentities(table, layout)
        let made = concurrentMap(lanes, threads: threads) { lane in
            Result {
                try decisions(
                    RepeatedRows(dealt, lane: lane, of: lanes), in: table, layout,
                    receipts: receipts)
            }
        }
        return Duels(try made.map { try $0.get() }, table)
    }

    /// Decides which of the rows count that may share their identity.
    private func decisions(
        _ repeated: RepeatedRows, in table: DatasetTable, _ layout: TableLayout,
        receipts: [UInt32]
    ) throws -> Decisions {
        var suspects = try Suspects(repeated, in: table)
        let identity = layout.identity.compactMap { table.shape.names.firstIndex(of: $0) }
        suspects.tellApart(by: identity)
        let keyed = plan.inputs.flatMap(\.mapping.columns).filter { $0.privacy == .keyed }
        // What follows from other columns and a catalogue tells no two versions apart.
        let derived = table.shape.names.filter {
            UnitColumn.named($0) != nil || $0 == Plan.eventOfficer
        }
        let updatedAt = suspects.numbers("updated_at")
        let content = RowContent(
            suspects, updatedAt, of: table.shape, identity: identity,
            without: Set(keyed.map(\.name)).union(derived))
        let outcome = survivors(
            leaders: suspects.repeated.leaders, updatedAt: updatedAt,
            receipt: suspects.values(table.pieces.map { receipts[$0.file] }),
            content: content.order)
        return Decisions(outcome, suspects, of: table.shape)
    }

    /// The hashes of the identities of each piece; none where the mappings name no identity.
    private func dealtIdentities(
        _ table: DatasetTable, _ layout: TableLayout
    ) throws -> [DealtHashes] {
        let indices = layout.identity.compactMap { table.shape.names.firstIndex(of: $0) }
        guard indices.count > 1 else { return [] }
        let (rowCount, bases) = (table.rowCount, table.bases)
        guard rowCount < Int(Int32.max) else { throw RunError.tooLarge(table: table.name) }
        // One source tells nothing apart.
        let telling = hasOneSource(table) ? Array(indices.dropFirst()) : indices
        let names = Set(telling.map { table.shape.names[$0] })
        return try concurrentMap(table.pieces.count, threads: threads) { index in
            Result {
                let piece = try table.pieces[index].table(names)
                let hashes = identityHashes(
                    telling.map { piece.columns[$0] },
                    leading: telling.count == indices.count ? 1 : 0, rowCount: piece.rowCount)
                return DealtHashes(hashes, from: bases[index], of: rowCount)
            }
        }.map { try $0.get() }
    }

    private func hasOneSource(_ table: DatasetTable) -> Bool {
        if case .code(let sources)? = table.shape["source"] {
            sources.dictionary.count == 1
        } else {
            false
        }
    }
}

extension Column {
    /// A cell as a number that differs where identities do; of an instant, its day.
    fileprivate func identityCell(_ cell: Int64) -> Int64 {
        switch type {
        case .instant:
            cell == missing ? missing : cell / 86_400 - (cell % 86_400 < 0 ? 1 : 0)
        case .text: cell == Int64(missingCode) ? missing : cell
        case .integer, .duration, .flag: cell
        }
    }
}
