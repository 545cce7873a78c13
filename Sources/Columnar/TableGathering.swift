/// The rows named of each piece, in that order, as one table like `shape`.
///
/// Pieces have the names and dictionaries of `shape`; numbers come out wide.
package func gathered(_ picks: [(piece: Table, rows: [UInt32])], shape: Table) -> Table {
    let count = picks.reduce(0) { $0 + $1.rows.count }
    var table = Table(rowCount: count)
    for (index, name) in shape.names.enumerated() {
        let column = shape.columns[index]
        switch column {
        case .null(let type, _): table.append(name, .null(type, count: count))
        case .code(let coded):
            var codes: [UInt32] = []
            codes.reserveCapacity(count)
            for (piece, rows) in picks { piece.columns[index].appendCodes(rows, to: &codes) }
            table.append(
                name, .code(CodeColumn(codes: codes, dictionary: coded.dictionary)))
        case .identifier:
            var texts = IdentifierColumn()
            for (piece, rows) in picks { piece.columns[index].appendTexts(rows, to: &texts) }
            table.append(name, .identifier(texts))
        case .flag:
            var flags: [UInt8] = []
            for (piece, rows) in picks { piece.columns[index].appendFlags(rows, to: &flags) }
            table.append(name, .flag(flags))
        case .integer, .instant, .duration, .narrow:
            var cells: [Int64] = []
            cells.reserveCapacity(count)
            for (piece, rows) in picks { piece.columns[index].appendNumbers(rows, to: &cells) }
            table.append(name, .wide(cells, column.type))
        }
    }
    return table
}

extension Table {
    /// The cells of a column of numbers; nulls where there is no such column.
    package func numbers(_ name: String) -> [Int64] {
        guard let column = self[name] else {
            return [Int64](repeating: missing, count: rowCount)
        }
        var cells: [Int64] = []
        column.appendNumbers(Array(0..<UInt32(rowCount)), to: &cells)
        return cells
    }
}

extension Column {
    /// A column of numbers of eight bytes each.
    package static func wide(_ cells: [Int64], _ type: ValueType) -> Column {
        switch type {
        case .instant: .instant(cells)
        case .duration: .duration(cells)
        default: .integer(cells)
        }
    }

    fileprivate func appendCodes(_ rows: [UInt32], to codes: inout [UInt32]) {
        if case .code(let column) = self {
            for row in rows { codes.append(column.codes[Int(row)]) }
        } else {
            codes.append(contentsOf: repeatElement(missingCode, count: rows.count))
        }
    }

    fileprivate func appendTexts(_ rows: [UInt32], to texts: inout IdentifierColumn) {
        if case .identifier(let column) = self {
            for row in rows {
                texts.bytes.append(contentsOf: column.bytes[column.range(Int(row))])
                texts.ends.append(UInt32(texts.bytes.count))
            }
        } else {
            let end = texts.ends.last ?? 0
            texts.ends.append(contentsOf: repeatElement(end, count: rows.count))
        }
    }

    fileprivate func appendFlags(_ rows: [UInt32], to flags: inout [UInt8]) {
        if case .flag(let cells) = self {
            for row in rows { flags.append(cells[Int(row)]) }
        } else {
            flags.append(contentsOf: repeatElement(1, count: rows.count))
        }
    }

    fileprivate func appendNumbers(_ rows: [UInt32], to cells: inout [Int64]) {
        switch self {
        case .integer(let own), .instant(let own), .duration(let own):
            for row in rows { cells.append(own[Int(row)]) }
        case .narrow(let own):
            for row in rows { cells.append(NarrowCells.widened(own.cells[Int(row)])) }
        case .null, .code, .identifier, .flag:
            cells.append(contentsOf: repeatElement(missing, count: rows.count))
        }
    }
}
