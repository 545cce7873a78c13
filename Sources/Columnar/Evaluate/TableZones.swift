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
            guard column.isNumeric, names?.contains(name) ?? true else { return [] }
            return stride(from: 0, to: table.rowCount, by: Self.blockLength).map { start in
                column.extent(of: start..<min(start + Self.blockLength, table.rowCount))
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

    /// The extent of what lies in either.
    func union(_ other: Extent) -> Extent {
        Extent(
            least: min(least, other.least), greatest: max(greatest, other.greatest),
            hasNull: hasNull || other.hasNull)
    }

    static func only(_ value: Int64) -> Extent {
        value == missing
            ? Extent(least: .max, greatest: .min, hasNull: true)
            : Extent(least: value, greatest: value, hasNull: false)
    }
}

/// Between which values numbers lie.
func extent(of cells: Span<Int64>) -> Extent {
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

private func narrowExtent(of cells: Span<Int32>) -> Extent {
    var least = Int32.max
    var greatest = Int32.min
    // As narrow as the cells, so that as many are counted at once.
    var nulls: Int32 = 0
    for index in 0..<cells.count {
        let cell = cells[index]
        least = min(least, cell == Int32.min ? .max : cell)
        greatest = max(greatest, cell)
        nulls &+= cell == Int32.min ? 1 : 0
    }
    return Int(nulls) == cells.count
        ? .only(missing)
        : Extent(least: Int64(least), greatest: Int64(greatest), hasNull: nulls > 0)
}

extension Column {
    /// The cells of an integer, instant or duration column.
    ///
    /// Nil where they do not lie there as such: narrow ones, and nulls.
    var numbers: [Int64]? {
        switch self {
        case .integer(let cells), .instant(let cells), .duration(let cells): cells
        case .code, .identifier, .flag, .narrow, .null: nil
        }
    }

    fileprivate func extent(of rows: Range<Int>) -> Extent {
        switch self {
        case .integer(let cells), .instant(let cells), .duration(let cells):
            return Columnar.extent(of: cells.span.extracting(rows))
        case .narrow(let column):
            let narrow = narrowExtent(of: column.cells.span.extracting(rows))
            return narrow
        case .code, .identifier, .flag, .null: return .only(missing)
        }
    }
}
