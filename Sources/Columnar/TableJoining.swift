extension Table {
    /// The rows of tables one behind the other; columns must be of the same names and kinds.
    package init(joining tables: [Table]) throws(IdentifierOverflow) {
        self.init(rowCount: tables.reduce(0) { $0 + $1.rowCount })
        guard let first = tables.first else { return }
        for (index, name) in first.names.enumerated() {
            append(name, try Column(joining: tables.map { $0.columns[index] }))
        }
    }
}

extension Column {
    /// The cells of columns of one kind; codes are those of one dictionary.
    fileprivate init(joining columns: [Column]) throws(IdentifierOverflow) {
        let count = columns.reduce(0) { $0 + $1.count }
        switch columns[0] {
        case .integer:
            self = .integer(
                joined(columns, count) { if case .integer(let own) = $0 { own } else { [] } })
        case .instant:
            self = .instant(
                joined(columns, count) { if case .instant(let own) = $0 { own } else { [] } })
        case .duration:
            self = .duration(
                joined(columns, count) { if case .duration(let own) = $0 { own } else { [] } })
        case .narrow(var column):
            column.cells = joined(columns, count) {
                if case .narrow(let own) = $0 { own.cells } else { [] }
            }
            self = .narrow(column)
        case .flag:
            self = .flag(joined(columns, count) { if case .flag(let own) = $0 { own } else { [] } })
        case .code(var column):
            column.codes = joined(columns, count) {
                if case .code(let own) = $0 { own.codes } else { [] }
            }
            self = .code(column)
        case .identifier:
            var texts = IdentifierColumn()
            texts.ends.reserveCapacity(count)
            for case .identifier(let own) in columns { try texts.append(own) }
            self = .identifier(texts)
        case .null(let type, _): self = .null(type, count: count)
        }
    }
}

/// The cells of all columns; those of a column of another kind would be missing at the end.
private func joined<Cell>(
    _ columns: [Column], _ count: Int, _ cells: (Column) -> [Cell]
) -> [Cell] {
    var joined: [Cell] = []
    joined.reserveCapacity(count)
    for column in columns { joined += cells(column) }
    return joined
}
