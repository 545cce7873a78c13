extension Table {
    /// Keeps only these rows, ascending, in place: a table may take half of the memory there is.
    package mutating func keep(_ rows: [UInt32]) {
        guard rows.count < rowCount else { return }
        rowCount = rows.count
        for index in columns.indices {
            // Taken out and put back, so that the cells have one owner and are moved, not copied.
            var column = Column.integer([])
            swap(&column, &columns[index])
            columns[index] = (consume column).compacted(rows)
        }
    }

    /// Takes these rows out, ascending, in place: where few are taken, cells move in long runs.
    package mutating func remove(_ rows: [UInt32]) {
        guard !rows.isEmpty else { return }
        rowCount -= rows.count
        for index in columns.indices {
            var column = Column.integer([])
            swap(&column, &columns[index])
            columns[index] = (consume column).closed(over: rows)
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

    /// The cells of all rows but these, ascending, moved together.
    consuming func closed(over rows: [UInt32]) -> Column {
        switch consume self {
        case .integer(var cells):
            close(&cells, over: rows)
            return .integer(cells)
        case .instant(var cells):
            close(&cells, over: rows)
            return .instant(cells)
        case .duration(var cells):
            close(&cells, over: rows)
            return .duration(cells)
        case .flag(var cells):
            close(&cells, over: rows)
            return .flag(cells)
        case .code(var column):
            close(&column.codes, over: rows)
            return .code(column)
        case .identifier(var column):
            column.compact(keptRows(without: rows, of: column.count))
            return .identifier(column)
        case .narrow(var column):
            close(&column.cells, over: rows)
            return .narrow(column)
        case .null(let type, let count): return .null(type, count: count - rows.count)
        }
    }
}

/// The rows that are left of so many, ascending.
package func keptRows(without dropped: [UInt32], of rowCount: Int) -> [UInt32] {
    var kept: [UInt32] = []
    kept.reserveCapacity(rowCount - dropped.count)
    var next: UInt32 = 0
    for row in dropped {
        kept.append(contentsOf: next..<row)
        next = row + 1
    }
    kept.append(contentsOf: next..<UInt32(rowCount))
    return kept
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

private func close<Cell: BitwiseCopyable>(_ cells: inout [Cell], over rows: [UInt32]) {
    let gone = rows.span
    guard gone.count > 0 else { return }
    var out = cells.mutableSpan
    var place = Int(gone[0])
    for index in 0..<gone.count {
        let end = index + 1 < gone.count ? Int(gone[index + 1]) : out.count
        for row in Int(gone[index]) + 1..<end {
            out[place] = out[row]
            place &+= 1
        }
    }
    cells.removeLast(rows.count)
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
