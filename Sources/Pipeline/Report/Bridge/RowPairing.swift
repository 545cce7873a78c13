import Columnar

/// A row before and after; a row that is not there is nil.
struct RowPair {
    var left: UInt32?
    var right: UInt32?
}

/// Finds for each row of one state the row of another that is the same case.
///
/// Rows are told apart as versions of a case are: by their identity. Rows without one are the same
/// where all that is looked at is; of several alike the first is that of the first.
struct RowPairing {
    private let left: FlatRows
    private let right: FlatRows
    private let keys: [ComparedColumn]
    private let cells: [ComparedColumn]

    /// A pairing by rows' identities; `columns` are those that make a row another.
    init(_ left: FlatRows, _ right: FlatRows, columns: Set<String>) {
        self.left = left
        self.right = right
        func compared(_ names: [String]) -> [ComparedColumn] {
            names.map { ComparedColumn(left.table[$0], right.table[$0]) }
        }
        let identity = left.identity.filter(right.identity.contains)
        keys = identity.count > 1 ? compared(identity) : []
        cells = compared(columns.sorted(by: precedes))
    }

    /// All pairs: those with a left row in its order, then what is only right.
    func pairs() -> [RowPair] {
        let (before, after) = (hashes(\.left, left.table), hashes(\.right, right.table))
        var pairs: [RowPair] = []
        pairs.reserveCapacity(max(left.table.rowCount, right.table.rowCount))
        var partner = [UInt32?](repeating: nil, count: left.table.rowCount)
        var isTaken = [Bool](repeating: false, count: right.table.rowCount)
        var next = 0
        for entry in before {
            while next < after.count,
                after[next].hash < entry.hash
                    || after[next].hash == entry.hash && isTaken[Int(after[next].row)]
            {
                next += 1
            }
            var place = next
            // Rows of one hash are few; which of them are the same case is told by their cells.
            while place < after.count, after[place].hash == entry.hash {
                let other = after[place].row
                if !isTaken[Int(other)], isSame(entry.row, other) {
                    isTaken[Int(other)] = true
                    partner[Int(entry.row)] = other
                    break
                }
                place += 1
            }
        }
        for row in partner.indices { pairs.append(RowPair(left: UInt32(row), right: partner[row])) }
        for row in isTaken.indices where !isTaken[row] {
            pairs.append(RowPair(left: nil, right: UInt32(row)))
        }
        return pairs
    }

    /// Whether a pair says the same before and after.
    func isUnchanged(_ pair: RowPair) -> Bool {
        guard let left = pair.left, let right = pair.right else { return false }
        return cells.allSatisfy { $0.isEqual(Int(left), Int(right)) }
    }

    private func isSame(_ left: UInt32, _ right: UInt32) -> Bool {
        let (left, right) = (Int(left), Int(right))
        let named = keys.count > 1 && !keys[1].isNull(left: left)
        guard named == (keys.count > 1 && !keys[1].isNull(right: right)) else { return false }
        return (named ? keys : cells).allSatisfy { $0.isEqual(left, right) }
    }

    private struct HashedRow {
        var hash: UInt64
        var row: UInt32
    }

    /// Hash and number of each row, by hash and number.
    private func hashes(
        _ side: KeyPath<ComparedColumn, Column?>, _ table: Table
    ) -> [HashedRow] {
        let count = table.rowCount
        func hashed(_ columns: [ComparedColumn], leading: Int) -> [UInt64] {
            let constant = Column.integer([Int64](repeating: 1, count: count))
            let own = columns.map { hashable($0[keyPath: side], count: count) }
            return identityHashes([constant] + own, leading: leading, rowCount: count)
        }
        var hashes =
            keys.count > 1
            ? hashed(keys, leading: 2) : [UInt64](repeating: 0, count: count)
        if hashes.contains(0) {
            let whole = hashed(cells, leading: 0)
            for row in hashes.indices where hashes[row] == 0 { hashes[row] = whole[row] }
        }
        var rows: [HashedRow] = []
        rows.reserveCapacity(count)
        for row in 0..<count { rows.append(HashedRow(hash: hashes[row], row: UInt32(row))) }
        rows.sort { ($0.hash, $0.row) < ($1.hash, $1.row) }
        return rows
    }

    /// The column as cells that have one hash in both states, whatever their dictionaries.
    private func hashable(_ column: Column?, count: Int) -> Column {
        guard let column else { return .null(.integer, count: count) }
        switch column {
        case .code(let codes):
            let texts = codes.dictionary.map { text in
                let bytes = Array(text.utf8)
                return Int64(bitPattern: contentHash(bytes.span, 0..<bytes.count))
            }
            return .integer(codes.codes.map { $0 == missingCode ? missing : texts[Int($0)] })
        case .identifier(let cells):
            let bytes = cells.bytes.span
            var hashes: [Int64] = []
            hashes.reserveCapacity(count)
            for row in 0..<count {
                let range = cells.range(row)
                hashes.append(
                    range.isEmpty ? missing : Int64(bitPattern: contentHash(bytes, range)))
            }
            return .integer(hashes)
        case .flag(let cells): return .integer(cells.map { $0 == 1 ? missing : Int64($0) })
        default: return column
        }
    }
}

/// A column in two states, compared cell by cell.
struct ComparedColumn {
    let left: Column?
    let right: Column?
    /// By code before: the code after that has the same text.
    private let codes: [UInt32]

    init(_ left: Column?, _ right: Column?) {
        self.left = left
        self.right = right
        var codes: [UInt32] = []
        if case .code(let before)? = left, case .code(let after)? = right {
            var known: [[UInt8]: UInt32] = [:]
            for (code, text) in after.dictionary.enumerated() {
                known[Array(text.utf8)] = UInt32(code)
            }
            codes = before.dictionary.map { known[Array($0.utf8)] ?? missingCode - 1 }
        }
        self.codes = codes
    }

    /// Whether the cell before is null.
    func isNull(left row: Int) -> Bool { left?.isNull(row) ?? true }

    /// Whether the cell after is null.
    func isNull(right row: Int) -> Bool { right?.isNull(row) ?? true }

    /// Whether the cells of two rows are the same.
    func isEqual(_ before: Int, _ after: Int) -> Bool {
        let isNull = isNull(left: before)
        guard isNull == self.isNull(right: after) else { return false }
        guard !isNull, let left, let right else { return true }
        switch (left, right) {
        case (.code(let own), .code(let other)):
            return codes[Int(own.codes[before])] == other.codes[after]
        case (.identifier(let own), .identifier(let other)):
            return own.bytes[own.range(before)] == other.bytes[other.range(after)]
        case (.flag(let own), .flag(let other)): return own[before] == other[after]
        case (.code(let own), .identifier(let other)):
            return own.dictionary[Int(own.codes[before])].utf8
                .elementsEqual(other.bytes[other.range(after)])
        case (.identifier(let own), .code(let other)):
            return other.dictionary[Int(other.codes[after])].utf8
                .elementsEqual(own.bytes[own.range(before)])
        default:
            return left.isNumeric && right.isNumeric && left.number(before) == right.number(after)
        }
    }
}

extension Column {
    /// Whether the cell is null.
    fileprivate func isNull(_ row: Int) -> Bool {
        switch self {
        case .integer, .instant, .duration, .narrow: number(row) == missing
        case .flag(let cells): cells[row] == 1
        case .code(let column): column.codes[row] == missingCode
        case .identifier(let column): column.range(row).isEmpty
        case .null: true
        }
    }
}
