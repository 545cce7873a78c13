import Columnar

extension Plan {
    /// Decides which rows of a table count.
    ///
    /// Children are not compared: they live as long as the version of the record they came with.
    func deduplicated(
        _ table: Table, _ builder: TableBuilder, receipts: [UInt32], parents: DedupeOutcome?
    ) throws(IdentifierOverflow) -> DedupeOutcome {
        if let parents { return parents.ofChildren(builder.parents) }
        var receipt = Array(repeating: UInt32(0), count: table.rowCount)
        for (index, section) in builder.sections.enumerated() {
            let end =
                index + 1 < builder.sections.count
                ? builder.sections[index + 1].start : table.rowCount
            for row in section.start..<end { receipt[row] = receipts[section.file] }
        }
        let updated: [Int64]
        if case .instant(let cells)? = table["updated_at"] {
            updated = cells
        } else {
            updated = Array(repeating: missing, count: table.rowCount)
        }
        let keyed = inputs.flatMap(\.mapping.columns).filter { $0.privacy == .keyed }
        let content = RowContent(table, without: Set(keyed.map(\.name)))
        return survivors(
            keys: try keys(of: table, builder), updatedAt: updated, receipt: receipt,
            content: content.order)
    }

    /// The identity of each row: its source and the columns that the mapping names.
    ///
    /// Rows whose first identity column is null are nobody's version: their key is empty.
    private func keys(
        of table: Table, _ builder: TableBuilder
    ) throws(IdentifierOverflow) -> IdentifierColumn {
        let mappings = inputs.filter { $0.table == builder.planned.name }.map(\.mapping)
        var identity: [String] = []
        for name in mappings.flatMap(\.identity) where !identity.contains(name) {
            identity.append(name)
        }
        if table.names.contains(Part.recordColumn) || table["question"] != nil,
            !identity.isEmpty, !identity.contains("question")
        {
            identity.append("question")
        }
        let sources = Set(mappings.map(\.source))
        if sources.count == 1, identity.count == 1, case .identifier(let ids)? = table[identity[0]]
        {
            return ids
        }
        return try joinedKeys(table, ["source"] + identity)
    }

    private func joinedKeys(
        _ table: Table, _ names: [String]
    ) throws(IdentifierOverflow) -> IdentifierColumn {
        let columns = names.compactMap { table[$0] }
        var keys = IdentifierColumn()
        keys.ends.reserveCapacity(table.rowCount)
        for row in 0..<table.rowCount {
            if names.count > 1, columns.count > 1, !columns[1].isNull(row) {
                for column in columns { column.appendCell(row, to: &keys.bytes) }
            }
            guard let end = UInt32(exactly: keys.bytes.count) else {
                throw IdentifierOverflow(bytes: keys.bytes.count)
            }
            keys.ends.append(end)
        }
        return keys
    }
}

extension Column {
    /// Whether the cell is null.
    func isNull(_ row: Int) -> Bool {
        switch self {
        case .integer(let cells), .instant(let cells), .duration(let cells): cells[row] == missing
        case .flag(let cells): cells[row] == 1
        case .code(let column): column.codes[row] == missingCode
        case .identifier(let column): column.range(row).isEmpty
        }
    }
}
