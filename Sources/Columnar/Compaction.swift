extension Table {
    /// Keeps only these rows, ascending, in place: a table may take half of the memory there is.
    package mutating func keep(_ rows: [UInt32]) {
        guard rows.count < rowCount else { return }
        rowCount = rows.count
        for index in columns.indices {
            // Taken out and put back, so that the cells have one owner and are moved, not copied.
            var column = Column.integer([])
            swap(&column, &columns[index])
            columns[index] = column.compacted(rows)
        }
    }
}

extension Column {
    /// The cells of these rows, ascending, moved together.
    consuming func compacted(_ rows: [UInt32]) -> Column {
        switch consume self {
        case .integer(var cells):
            compact(&cells, rows)
            return .integer(cells)
        case .instant(var cells):
            compact(&cells, rows)
            return .instant(cells)
        case .duration(var cells):
            compact(&cells, rows)
            return .duration(cells)
        case .flag(var cells):
            compact(&cells, rows)
            return .flag(cells)
        case .code(var column):
            compact(&column.codes, rows)
            return .code(column)
        case .identifier(var column):
            column.compact(rows)
            return .identifier(column)
        case .narrow(var column):
            compact(&column.cells, rows)
            return .narrow(column)
        case .null(let type, _): return .null(type, count: rows.count)
        }
    }
}

/// Moves the cells of these rows, ascending, to the front and drops the others.
///
/// One function a type of cell: a generic one is not specialized for other modules, and asks the
/// runtime for its types at every cell.
package func compact(_ cells: inout [Int64], _ rows: [UInt32]) { move(&cells, rows) }

/// The same for narrow cells.
package func compact(_ cells: inout [Int32], _ rows: [UInt32]) { move(&cells, rows) }

/// The same for codes.
package func compact(_ cells: inout [UInt32], _ rows: [UInt32]) { move(&cells, rows) }

/// The same for truth values.
package func compact(_ cells: inout [UInt8], _ rows: [UInt32]) { move(&cells, rows) }

private func move<Cell: BitwiseCopyable>(_ cells: inout [Cell], _ rows: [UInt32]) {
    let wanted = rows.span
    var out = cells.mutableSpan
    for place in 0..<wanted.count { out[place] = out[Int(wanted[place])] }
    cells.removeLast(cells.count - rows.count)
}

extension IdentifierColumn {
    /// Keeps the cells of these rows, ascending.
    package mutating func compact(_ rows: [UInt32]) {
        var place = 0
        var end = 0
        for row in rows {
            let start = row == 0 ? 0 : Int(ends[Int(row) - 1])
            let stop = Int(ends[Int(row)])
            if start == end {
                end = stop
            } else {
                for index in start..<stop {
                    bytes[end] = bytes[index]
                    end += 1
                }
            }
            // Rows ascend, so the end of a row that is still to be read is never written over.
            ends[place] = UInt32(end)
            place += 1
        }
        ends.removeLast(ends.count - place)
        bytes.removeLast(bytes.count - end)
    }
}
