import Columnar

/// The rows of a table that share their identity with another row, and what became of each.
struct Duel {
    /// Those rows, in the order of the whole table.
    let table: Table
    /// The file and record of each.
    let origins: [(file: Int, record: Int)]
    /// The piece of each, and its row in the piece.
    let places: [(piece: Int, row: UInt32)]
    let outcome: DedupeOutcome

    /// The rows that lost, by piece.
    func dropped(pieces: Int) -> DroppedRows {
        var dropped = DroppedRows()
        for row in outcome.fates.indices where outcome.fates[row] != .survives {
            dropped.add(places[row].row, outcome.fates[row], of: places[row].piece)
        }
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
    /// Hashes of all identities tell which rows need a look; only those are compared.
    func deduplicate(
        _ table: DatasetTable, _ layout: TableLayout, receipts: [UInt32]
    ) throws -> Duel {
        let rows = try identityRepeats(table, layout)
        let shape = table.shape
        let picked = concurrentMap(table.pieces.count, threads: threads) { index in
            Result {
                rows[index].isEmpty
                    ? Table(rowCount: 0)
                    : gathered([(try table.pieces[index].table(), rows[index])], shape: shape)
            }
        }
        var places: [(piece: Int, row: UInt32)] = []
        var picks: [(piece: Table, rows: [UInt32])] = []
        for (index, own) in picked.enumerated() where !rows[index].isEmpty {
            picks.append((try own.get(), Array(0..<UInt32(rows[index].count))))
            places += rows[index].map { (index, $0) }
        }
        let candidates = gathered(picks, shape: shape)
        picks = []
        let origins = places.map { table.pieces[$0.piece].origin(of: Int($0.row)) }
        let keyed = plan.inputs.flatMap(\.mapping.columns).filter { $0.privacy == .keyed }
        let content = RowContent(candidates, without: Set(keyed.map(\.name)))
        let outcome = survivors(
            keys: try keys(of: candidates, layout), updatedAt: candidates.numbers("updated_at"),
            receipt: origins.map { receipts[$0.file] }, content: content.order)
        return Duel(table: candidates, origins: origins, places: places, outcome: outcome)
    }

    /// The rows of each piece whose identity hash is another row's as well, ascending.
    private func identityRepeats(
        _ table: DatasetTable, _ layout: TableLayout
    ) throws -> [[UInt32]] {
        let indices = layout.identity.compactMap { table.shape.names.firstIndex(of: $0) }
        guard indices.count > 1 else { return table.pieces.map { _ in [] } }
        // One source tells nothing apart.
        let telling = hasOneSource(table) ? Array(indices.dropFirst()) : indices
        let names = Set(telling.map { table.shape.names[$0] })
        let hashes = try concurrentMap(table.pieces.count, threads: threads) { index in
            Result {
                let piece = try table.pieces[index].table(names)
                return identityHashes(
                    telling.map { piece.columns[$0] },
                    leading: telling.count == indices.count ? 1 : 0, rowCount: piece.rowCount)
            }
        }.map { try $0.get() }
        let lanes = min(max(threads, 1), 16)
        let repeated = concurrentMap(lanes, threads: threads) { lane in
            repeatedRows(hashes, lane: lane, of: lanes)
        }
        return byPiece(repeated.flatMap(\.self).sorted(), table)
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
        of table: Table, _ layout: TableLayout
    ) throws(IdentifierOverflow) -> IdentifierColumn {
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
