extension Table {
    /// Puts the rows of another table, one after the other, into these rows.
    ///
    /// Both have the same columns, codes of the same dictionaries. Columns of nulls there are left
    /// as they are here; with `names` all columns are that are not among them.
    package mutating func replace(_ rows: [UInt32], with other: Table, in names: Set<String>? = nil)
    {
        precondition(rows.count == other.rowCount, "a row for each that is replaced")
        for index in columns.indices where names?.contains(self.names[index]) ?? true {
            if case .null = other.columns[index] { continue }
            // Taken out and put back, so that the cells have one owner and are not copied.
            var column = Column.integer([])
            swap(&column, &columns[index])
            columns[index] = column.replaced(rows, with: other.columns[index])
        }
    }
}

extension Column {
    /// The column with these cells replaced by those of another one of its kind.
    fileprivate consuming func replaced(_ rows: [UInt32], with other: Column) -> Column {
        let count = self.count
        switch other {
        case .code(let new):
            var codes = [UInt32](repeating: missingCode, count: count)
            if case .code(let own) = consume self { codes = own.codes }
            for (place, row) in rows.enumerated() { codes[Int(row)] = new.codes[place] }
            return .code(CodeColumn(codes: codes, dictionary: new.dictionary))
        case .flag(let new):
            var flags = [UInt8](repeating: 1, count: count)
            if case .flag(let own) = consume self { flags = own }
            for (place, row) in rows.enumerated() { flags[Int(row)] = new[place] }
            return .flag(flags)
        case .identifier(let new): return replacedTexts(rows, with: new)
        case .integer, .instant, .duration, .narrow: return replacedNumbers(rows, with: other)
        case .null: return self
        }
    }

    private func replacedTexts(_ rows: [UInt32], with new: IdentifierColumn) -> Column {
        var texts = IdentifierColumn()
        var next = 0
        for row in 0..<count {
            if next < rows.count, Int(rows[next]) == row {
                texts.bytes.append(contentsOf: new.bytes[new.range(next)])
                next += 1
            } else if case .identifier(let own) = self {
                texts.bytes.append(contentsOf: own.bytes[own.range(row)])
            }
            texts.ends.append(UInt32(texts.bytes.count))
        }
        return .identifier(texts)
    }

    private consuming func replacedNumbers(_ rows: [UInt32], with other: Column) -> Column {
        let type = other.type
        let new = rows.indices.map { other.number($0) }
        if case .narrow(var own) = self, let cells = NarrowCells(new, type) {
            for (place, row) in rows.enumerated() { own.cells[Int(row)] = cells.cells[place] }
            return .narrow(own)
        }
        var cells = (0..<count).map { number($0) }
        for (place, row) in rows.enumerated() { cells[Int(row)] = new[place] }
        return .numbers(cells, type)
    }
}
