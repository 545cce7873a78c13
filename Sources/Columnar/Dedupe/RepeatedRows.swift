/// The rows whose key hash another row has too: all that deduplication must look at.
///
/// Where few keys repeat, finding them reads eight bytes a row and touches no key. 43 bits of each
/// hash are compared, so a few rows are named together whose keys differ, until `tellApart`.
package struct RepeatedRows: Sendable {
    /// The rows, as they are numbered through all pieces; those of one key ascend.
    package private(set) var rows: [UInt32] = []
    /// By place in `rows`: the place of the first row of the same key.
    package private(set) var leaders: [UInt32] = []

    /// A lane takes its share of the partitions, so that several threads make one answer together.
    package init(_ pieces: [DealtHashes], lane: Int = 0, of lanes: Int = 1) {
        guard let partitions = pieces.first?.partitionCount else { return }
        var table: [UInt64] = []
        for partition in partitions * lane / lanes..<partitions * (lane + 1) / lanes {
            let total = pieces.reduce(0) { $0 + $1.stretch(partition).count }
            var size = 16
            // At most half full, so that a run of taken slots stays short.
            while size < 2 * total { size *= 2 }
            table.removeAll(keepingCapacity: true)
            table.append(contentsOf: repeatElement(UInt64.max, count: size))
            for piece in pieces {
                let entries = piece.entries.span
                findRepeated(
                    entries.extracting(piece.stretch(partition)), slots: &table, &rows, &leaders)
            }
        }
    }

    /// Gives rows leaders of their own whose keys are not those of the rows that led them.
    package mutating func tellApart(_ haveOneKey: (_ place: Int, _ leader: Int) -> Bool) {
        var others: [Int: [Int]] = [:]
        for place in leaders.indices {
            let first = Int(leaders[place])
            if first == place || haveOneKey(place, first) { continue }
            if let leader = others[first]?.first(where: { haveOneKey(place, $0) }) {
                leaders[place] = UInt32(leader)
            } else {
                leaders[place] = UInt32(place)
                others[first, default: []].append(place)
            }
        }
    }
}

/// Marks a slot that tells the place of its row among those named, no longer its number.
private let flagBit: UInt64 = 1 << 31

private func findRepeated(
    _ entries: Span<UInt64>, slots table: inout [UInt64], _ rows: inout [UInt32],
    _ leaders: inout [UInt32]
) {
    var slots = table.mutableSpan
    let mask = slots.count - 1
    for index in 0..<entries.count {
        let entry = entries[index]
        var slot = Int(truncatingIfNeeded: entry >> 32) & mask
        while true {
            let other = slots[slot]
            if other == UInt64.max {
                slots[slot] = entry
                break
            }
            if (other ^ entry) & DealtHashes.upperHalf == 0 {
                var leader = UInt32(truncatingIfNeeded: other & ~flagBit)
                if other & flagBit == 0 {
                    rows.append(leader)
                    leader = UInt32(truncatingIfNeeded: rows.count - 1)
                    leaders.append(leader)
                    slots[slot] = other & DealtHashes.upperHalf | flagBit | UInt64(leader)
                }
                rows.append(UInt32(truncatingIfNeeded: entry))
                leaders.append(leader)
                break
            }
            slot = (slot + 1) & mask
        }
    }
}

/// `contentHash` of every cell.
private func keyHashes(_ keys: IdentifierColumn) -> [UInt64] {
    var hashes = [UInt64](repeating: 0, count: keys.count)
    var out = hashes.mutableSpan
    let bytes = keys.bytes.span
    let ends = keys.ends.span
    var start: UInt32 = 0
    for row in 0..<min(ends.count, out.count) {
        let key = checkedField(start, ends[row], in: bytes)
        out[row] = fieldHash(bytes, key.start, key.count)
        start = ends[row]
    }
    return hashes
}

/// A hash of each row's identity: of the cells in these columns.
///
/// 0 where the cell in the `leading` column is null: such a row is nobody's version. Codes are
/// hashed as they are, so all pieces must have one dictionary.
package func identityHashes(_ columns: [Column], leading: Int, rowCount: Int) -> [UInt64] {
    var hashes = [UInt64](repeating: 0x9e37_79b9_7f4a_7c15, count: rowCount)
    for column in columns { mix(cellHashes(column, rowCount: rowCount), into: &hashes) }
    for row in columns[leading].nullRows { hashes[row] = 0 }
    return hashes
}

private func cellHashes(_ column: Column, rowCount: Int) -> [UInt64] {
    var hashes =
        switch column {
        case .identifier(let cells): keyHashes(cells)
        case .code(let cells): cells.codes.map { UInt64($0) }
        case .flag(let cells): cells.map { UInt64($0) }
        case .null: [UInt64](repeating: 0, count: rowCount)
        case .integer, .instant, .duration, .narrow:
            (0..<rowCount).map { UInt64(bitPattern: column.number($0)) }
        }
    // A null is a null, also where a piece lacks the column that others have.
    for row in column.nullRows { hashes[row] = 0x6c62_272e_07bb_0142 }
    return hashes
}

private func mix(_ mixed: [UInt64], into hashes: inout [UInt64]) {
    let cells = mixed.span
    var out = hashes.mutableSpan
    for row in 0..<min(cells.count, out.count) {
        let product = (out[row] ^ cells[row] ^ 0xa076_1d64_78bd_642f)
            .multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
        let hash = product.high ^ product.low
        out[row] = hash == 0 ? 1 : hash
    }
}

extension Column {
    /// The rows whose cell is null, ascending.
    package var nullRows: [Int] {
        switch self {
        case .null(_, let count): return Array(0..<count)
        case .integer(let cells), .instant(let cells), .duration(let cells):
            return cells.indices.filter { cells[$0] == missing }
        case .narrow(let cells):
            return cells.cells.indices.filter { cells.cells[$0] == Int32.min }
        case .flag(let cells): return cells.indices.filter { cells[$0] == 1 }
        case .code(let column):
            return column.codes.indices.filter { column.codes[$0] == missingCode }
        case .identifier(let column):
            var rows: [Int] = []
            var start: UInt32 = 0
            for (row, end) in column.ends.enumerated() {
                if end == start { rows.append(row) }
                start = end
            }
            return rows
        }
    }
}
