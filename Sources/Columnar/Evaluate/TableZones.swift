/// Least and greatest cell of every block of a table's integer, instant and duration columns.
///
/// Made once for a table; with it whole blocks are passed over in which a condition such as
/// `resolved_at >= period_start` is the same for every row.
package struct TableZones: Sendable {
    /// Rows in a block; all evaluation goes by these blocks, counted from row 0.
    package static let blockLength = 4_096

    /// By column of the table; empty for columns without such cells.
    let columns: [[Extent]]

    /// The zones of these columns of a table, or of all of its columns.
    package init(_ table: Table, columns names: [String]? = nil) {
        columns = zip(table.names, table.columns).map { name, column in
            guard let cells = column.numbers, names?.contains(name) ?? true else { return [] }
            return stride(from: 0, to: cells.count, by: Self.blockLength).map { start in
                let end = min(start + Self.blockLength, cells.count)
                return extent(of: cells.span.extracting(start..<end))
            }
        }
    }
}

/// Between which values the cells of a block lie.
struct Extent: Sendable, Equatable {
    /// Least cell that is not null; above `greatest` where all are null.
    var least: Int64
    /// Greatest cell that is not null.
    var greatest: Int64
    var hasNull: Bool

    var hasValue: Bool { least <= greatest }

    static func only(_ value: Int64) -> Extent {
        value == missing
            ? Extent(least: .max, greatest: .min, hasNull: true)
            : Extent(least: value, greatest: value, hasNull: false)
    }
}

private func extent(of cells: Span<Int64>) -> Extent {
    var least = Int64.max
    var greatest = Int64.min
    var nulls = 0
    for index in 0..<cells.count {
        let cell = cells[index]
        // Null is the least integer of all: it never becomes the greatest of other cells.
        least = min(least, cell == missing ? .max : cell)
        greatest = max(greatest, cell)
        nulls &+= cell == missing ? 1 : 0
    }
    return nulls == cells.count
        ? .only(missing) : Extent(least: least, greatest: greatest, hasNull: nulls > 0)
}

extension Column {
    /// The cells of an integer, instant or duration column.
    var numbers: [Int64]? {
        switch self {
        case .integer(let cells), .instant(let cells), .duration(let cells): cells
        case .code, .identifier, .flag: nil
        }
    }
}
