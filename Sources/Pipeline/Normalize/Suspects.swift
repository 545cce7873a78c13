import Columnar
import Ledger

/// Rows that may share their identity with others, and the pieces in which they lie.
struct Suspects {
    /// The suspects of one piece: where each stands among all, and its row.
    private struct Part {
        let piece: Int
        let table: Table
        let places: [UInt32]
        let rows: [UInt32]
    }

    /// The suspects, by number in the table.
    private(set) var repeated: RepeatedRows
    private let shape: Table
    private let parts: [Part]
    /// Of each suspect: its part, and its row there.
    private let homes: [(part: UInt32, row: UInt32)]

    var count: Int { homes.count }

    init(_ repeated: RepeatedRows, in table: DatasetTable) throws {
        self.repeated = repeated
        shape = table.shape
        let bases = table.bases
        // In the order of rows: pieces are read from front to back.
        var ordered = repeated.rows.enumerated().map { UInt64($1) << 32 | UInt64($0) }
        sortByUpperHalf(&ordered)
        var places = [[UInt32]](repeating: [], count: bases.count)
        var rows = places
        for entry in ordered {
            let number = Int(entry >> 32)
            let piece = bases.piece(of: number)
            places[piece].append(UInt32(truncatingIfNeeded: entry))
            rows[piece].append(UInt32(number - bases[piece]))
        }
        var parts: [Part] = []
        var homes = [(part: UInt32, row: UInt32)](repeating: (0, 0), count: repeated.rows.count)
        for piece in bases.indices where !rows[piece].isEmpty {
            var part = Part(
                piece: piece, table: try table.pieces[piece].table(), places: places[piece],
                rows: rows[piece])
            if table.pieces[piece].isStored {
                // Of a piece on the disk only these rows stay in memory.
                let picked = gathered([(part.table, part.rows)], shape: shape)
                part = Part(
                    piece: piece, table: picked, places: part.places,
                    rows: Array(0..<UInt32(part.rows.count)))
            }
            for (place, row) in zip(part.places, part.rows) {
                homes[Int(place)] = (UInt32(parts.count), row)
            }
            parts.append(part)
        }
        self.parts = parts
        self.homes = homes
    }

    /// Tells rows apart that have one hash and not one identity.
    mutating func tellApart(by identity: [Int]) {
        let keys = cells(of: identity)
        repeated.tellApart { keys.areEqual($0, $1) }
    }

    /// The cells of some columns of all suspects.
    func cells(of columns: [Int]) -> ComparedRows {
        var cells = ComparedRows(count, columns: columns, of: shape)
        for part in parts { cells.take(part.rows, of: part.table, to: part.places) }
        return cells
    }

    /// The cells of some columns of those suspects that have a place there.
    func cells(of columns: [Int], at places: [UInt32], count: Int) -> ComparedRows {
        var cells = ComparedRows(count, columns: columns, of: shape)
        for part in parts {
            var (rows, own): ([UInt32], [UInt32]) = ([], [])
            for (place, row) in zip(part.places, part.rows)
            where places[Int(place)] != UInt32.max {
                own.append(places[Int(place)])
                rows.append(row)
            }
            cells.take(rows, of: part.table, to: own)
        }
        return cells
    }

    /// The numbers of a column; nulls where there is no such column.
    func numbers(_ name: String) -> [Int64] {
        guard let column = shape.names.firstIndex(of: name), shape.columns[column].isNumeric
        else { return [Int64](repeating: missing, count: count) }
        let cells = cells(of: [column]).cells
        return cells.isEmpty ? [Int64](repeating: missing, count: count) : cells
    }

    /// What each piece has, for its suspects.
    func values(_ ofPieces: [UInt32]) -> [UInt32] {
        homes.map { ofPieces[parts[Int($0.part)].piece] }
    }

    /// The table of a suspect, and its row there.
    func home(_ place: Int) -> (table: Table, row: Int) {
        (parts[Int(homes[place].part)].table, Int(homes[place].row))
    }
}

extension [Int] {
    /// The piece of a row, by the numbers of the first rows of pieces.
    func piece(of row: Int) -> Int {
        var low = 0
        var high = count
        while high - low > 1 {
            let middle = (low + high) / 2
            if self[middle] <= row { low = middle } else { high = middle }
        }
        return low
    }
}

/// Compares rows by content: the digest of all their cells, computed only where two rows tie and
/// are no copies.
struct RowContent {
    private let suspects: Suspects
    private let columns: [Int]
    private let cells: ComparedRows
    /// Of each suspect: the place of its cells.
    private let places: [UInt32]

    /// The content of suspects that may tie, of whom those of one leader agree in `identity`.
    ///
    /// Columns to be left out are keyed hashes: no result may depend on a secret.
    init(
        _ suspects: Suspects, _ updatedAt: [Int64], of shape: Table, identity: [Int],
        without secret: Set<String>
    ) {
        self.suspects = suspects
        // Sorted by name: the order in which mappings list columns must not show.
        let named = shape.names.firstIndex(of: Part.recordColumn).map { [$0] }
        columns =
            named
            ?? shape.names.indices.filter { !secret.contains(shape.names[$0]) }.sorted {
                precedes(shape.names[$0], shape.names[$1])
            }
        var count = 0
        places = suspects.repeated.tied(updatedAt).map { isTied in
            defer { count += isTied ? 1 : 0 }
            return isTied ? UInt32(count) : UInt32.max
        }
        cells = suspects.cells(
            of: columns.filter { !identity.contains($0) }, at: places, count: count)
    }

    /// SHA-256 over the names and cells of a row.
    private func digest(_ place: UInt32) -> Digest {
        let (table, row) = suspects.home(Int(place))
        var bytes: [UInt8] = []
        for column in columns {
            bytes.append(contentsOf: table.names[column].utf8)
            bytes.append(0)
            table.columns[column].appendCell(row, to: &bytes)
        }
        return Digest.of(bytes)
    }

    /// -1, 0, 1 as the content of one row comes before, with or after that of the other.
    ///
    /// Most rows that tie are exact copies, and to see that needs no digest.
    func order(_ left: UInt32, _ right: UInt32) -> Int {
        if cells.areEqual(Int(places[Int(left)]), Int(places[Int(right)])) { return 0 }
        let (left, right) = (digest(left), digest(right))
        if left == right { return 0 }
        return left < right ? -1 : 1
    }
}

extension RepeatedRows {
    /// Which rows may be compared by content: those of two that agree in their time of change, and
    /// all where a key has more.
    fileprivate func tied(_ updatedAt: [Int64]) -> [Bool] {
        var tied = [Bool](repeating: false, count: leaders.count)
        var hasFollower = tied
        for place in leaders.indices where Int(leaders[place]) != place {
            let leader = Int(leaders[place])
            // A third row: the second one is tied as well, and is looked for below.
            if hasFollower[leader] || updatedAt[place] == updatedAt[leader] {
                tied[leader] = true
                tied[place] = true
            }
            hasFollower[leader] = true
        }
        for place in leaders.indices where tied[Int(leaders[place])] { tied[place] = true }
        return tied
    }
}

extension Column {
    /// Appends the cell so that unlike cells give unlike bytes.
    func appendCell(_ row: Int, to bytes: inout [UInt8]) {
        switch self {
        case .integer, .instant, .duration, .narrow: appendNumber(number(row), to: &bytes)
        case .null(.text, _): appendText(nil, to: &bytes)
        case .null(.flag, _): bytes.append(1)
        case .null: appendNumber(missing, to: &bytes)
        case .flag(let cells): bytes.append(cells[row])
        case .code(let column):
            let code = column.codes[row]
            appendText(code == missingCode ? nil : column.dictionary[Int(code)], to: &bytes)
        case .identifier(let column):
            let range = column.range(row)
            appendNumber(range.isEmpty ? -1 : Int64(range.count), to: &bytes)
            bytes.append(contentsOf: column.bytes[range])
        }
    }
}

private func appendNumber(_ number: Int64, to bytes: inout [UInt8]) {
    for shift in stride(from: Int64(56), through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
}

private func appendText(_ text: String?, to bytes: inout [UInt8]) {
    guard let text else {
        appendNumber(-1, to: &bytes)
        return
    }
    appendNumber(Int64(text.utf8.count), to: &bytes)
    bytes.append(contentsOf: text.utf8)
}
