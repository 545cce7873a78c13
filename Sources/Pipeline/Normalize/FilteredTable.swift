import Columnar

extension Table {
    /// The table with only the rows that are kept, in their order.
    func filtered(_ keep: [UInt32]) -> Table {
        guard keep.count < rowCount else { return self }
        var table = Table(rowCount: keep.count)
        for (name, column) in zip(names, columns) {
            table.append(name, column.gathered(keep))
        }
        return table
    }
}

extension Column {
    /// The cells of the rows named, in that order.
    func gathered(_ rows: [UInt32]) -> Column {
        switch self {
        case .integer(let cells): .integer(rows.map { cells[Int($0)] })
        case .instant(let cells): .instant(rows.map { cells[Int($0)] })
        case .duration(let cells): .duration(rows.map { cells[Int($0)] })
        case .flag(let cells): .flag(rows.map { cells[Int($0)] })
        case .code(let column):
            .code(
                CodeColumn(
                    codes: rows.map { column.codes[Int($0)] }, dictionary: column.dictionary))
        case .identifier(let column): .identifier(column.gathered(rows))
        }
    }
}

extension IdentifierColumn {
    /// The texts of the rows named, in that order.
    func gathered(_ rows: [UInt32]) -> IdentifierColumn {
        var gathered = IdentifierColumn()
        gathered.ends.reserveCapacity(rows.count)
        for row in rows {
            gathered.bytes.append(contentsOf: bytes[range(Int(row))])
            gathered.ends.append(UInt32(gathered.bytes.count))
        }
        return gathered
    }
}
