/// The rows whose key hash another row has too, in no order: all that deduplication must look at.
///
/// Where few keys repeat, this reads eight bytes a row and touches no key. Hashes of several
/// pieces are given one after the other, rows are numbered through; 0 stands for a row without a
/// key. A lane takes its share of the hashes, so that several threads make one answer together.
///
/// 43 bits of each hash are compared, so a few rows are named whose keys differ: whoever asks
/// compares keys.
package func repeatedRows(_ hashes: [[UInt64]], lane: Int = 0, of lanes: Int = 1) -> [UInt32] {
    var repeated: [UInt32] = []
    HashPartitions(of: hashes, lane: lane, of: lanes).forEach { entries, slots in
        findRepeated(entries, slots: &slots, into: &repeated)
    }
    return repeated
}

/// Marks the first row of a hash once it has been named.
private let flagBit: UInt64 = 1 << 31

private func findRepeated(
    _ entries: Span<UInt64>, slots: inout MutableSpan<UInt64>, into repeated: inout [UInt32]
) {
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
            if (other ^ entry) & HashPartitions.upperHalf == 0 {
                if other & flagBit == 0 {
                    repeated.append(UInt32(truncatingIfNeeded: other))
                    slots[slot] = other | flagBit
                }
                repeated.append(UInt32(truncatingIfNeeded: entry))
                break
            }
            slot = (slot + 1) & mask
        }
    }
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
