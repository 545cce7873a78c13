import Columnar
import Ledger

/// Which rows of a table stay, and which lost to which: DESIGN.md section 7.
struct Deduplication {
    /// The row that counts for each row; itself where it counts.
    var survivor: [UInt32]
    /// For each row: 0 it counts, 1 exact copy, 2 older version.
    var fates: [UInt8]
    /// Pairs of rows of the same identity that contradict each other.
    var collisions: [(UInt32, UInt32)]

    /// Rows that count, in order.
    var kept: [UInt32] {
        fates.indices.filter { fates[$0] == 0 }.map { UInt32($0) }
    }
}

/// Compares rows by content: the digest of all their cells, computed only where two rows tie.
struct RowContent {
    private let table: Table
    private let columns: [Int]

    init(_ table: Table) {
        self.table = table
        // Sorted by name: the order in which mappings list columns must not show.
        columns = table.names.indices.sorted { table.names[$0] < table.names[$1] }
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
    func order(_ left: UInt32, _ right: UInt32) -> Int {
        let (left, right) = (digest(Int(left)), digest(Int(right)))
        if left == right { return 0 }
        return left < right ? -1 : 1
    }
}

extension Column {
    /// Appends the cell so that unlike cells give unlike bytes.
    func appendCell(_ row: Int, to bytes: inout [UInt8]) {
        switch self {
        case .integer(let cells), .instant(let cells), .duration(let cells):
            appendNumber(cells[row], to: &bytes)
        case .flag(let cells): bytes.append(cells[row])
        case .code(let column):
            let code = column.codes[row]
            appendText(code == missingCode ? nil : column.dictionary[Int(code)], to: &bytes)
        case .identifier(let column): appendText(column.text(row), to: &bytes)
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
