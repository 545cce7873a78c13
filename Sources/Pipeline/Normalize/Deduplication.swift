import Columnar
import Ledger

/// Compares rows by content: the digest of all their cells, computed only where two rows tie.
struct RowContent {
    private let table: Table
    private let columns: [Int]

    /// Columns to be left out are keyed hashes: no result may depend on a secret.
    init(_ table: Table, without secret: Set<String> = []) {
        self.table = table
        // Sorted by name: the order in which mappings list columns must not show.
        let named = table.names.firstIndex(of: Part.recordColumn).map { [$0] }
        columns =
            named
            ?? table.names.indices.filter { !secret.contains(table.names[$0]) }.sorted {
                precedes(table.names[$0], table.names[$1])
            }
    }

    /// SHA-256 over the names and cells of a row.
    func digest(_ row: Int) -> Digest {
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
        if columns.allSatisfy({ table.columns[$0].equal(Int(left), Int(right)) }) { return 0 }
        let (left, right) = (digest(Int(left)), digest(Int(right)))
        if left == right { return 0 }
        return left < right ? -1 : 1
    }
}

extension Column {
    /// Whether two cells are the same.
    func equal(_ left: Int, _ right: Int) -> Bool {
        switch self {
        case .integer, .instant, .duration, .narrow: number(left) == number(right)
        case .null: true
        case .flag(let cells): cells[left] == cells[right]
        case .code(let column): column.codes[left] == column.codes[right]
        case .identifier(let column):
            column.bytes[column.range(left)] == column.bytes[column.range(right)]
        }
    }

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
