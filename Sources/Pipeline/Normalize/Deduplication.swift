import Columnar
import Ledger

/// Compares rows by content: the digest of all their cells, computed only where two rows tie.
struct RowContent {
    private let table: Table
    private let columns: [Int]
    /// The cells of each row but its identifiers, row after row, so that two rows are compared in
    /// one go: asking each column anew for each pair took most of the time of deduplication.
    private let cells: [UInt64]
    private let width: Int
    private let identifiers: [IdentifierColumn]

    /// Columns to be left out are keyed hashes: no result may depend on a secret.
    init(_ table: Table, without secret: Set<String> = []) {
        self.table = table
        // Sorted by name: the order in which mappings list columns must not show.
        let named = table.names.firstIndex(of: Part.recordColumn).map { [$0] }
        let columns =
            named
            ?? table.names.indices.filter { !secret.contains(table.names[$0]) }.sorted {
                precedes(table.names[$0], table.names[$1])
            }
        self.columns = columns
        identifiers = columns.compactMap { column in
            if case .identifier(let texts) = table.columns[column] { texts } else { nil }
        }
        let plain = columns.compactMap { table.columns[$0].plainCells }
        width = plain.count
        var cells = [UInt64](repeating: 0, count: width * table.rowCount)
        for (place, column) in plain.enumerated() {
            for row in 0..<table.rowCount { cells[row * plain.count + place] = column[row] }
        }
        self.cells = cells
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

    private func isCopy(_ left: Int, _ right: Int) -> Bool {
        for place in 0..<width where cells[left * width + place] != cells[right * width + place] {
            return false
        }
        return identifiers.allSatisfy { $0.bytes[$0.range(left)] == $0.bytes[$0.range(right)] }
    }

    /// -1, 0, 1 as the content of one row comes before, with or after that of the other.
    ///
    /// Most rows that tie are exact copies, and to see that needs no digest.
    func order(_ left: UInt32, _ right: UInt32) -> Int {
        if isCopy(Int(left), Int(right)) { return 0 }
        let (left, right) = (digest(Int(left)), digest(Int(right)))
        if left == right { return 0 }
        return left < right ? -1 : 1
    }
}

extension Column {
    /// Numbers that differ where the cells do; nil for identifiers, and where all are null.
    fileprivate var plainCells: [UInt64]? {
        switch self {
        case .integer(let cells), .instant(let cells), .duration(let cells):
            cells.map { UInt64(bitPattern: $0) }
        case .narrow(let cells): cells.cells.map { UInt64(UInt32(bitPattern: $0)) }
        case .flag(let cells): cells.map { UInt64($0) }
        case .code(let column): column.codes.map { UInt64($0) }
        case .identifier, .null: nil
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
