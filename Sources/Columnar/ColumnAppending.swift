extension Column {
    /// Appends the cells of another column of the same kind; codes are those of one dictionary.
    mutating func append(_ other: Column) throws(IdentifierOverflow) {
        var own = Column.null(.flag, count: 0)
        swap(&own, &self)
        switch (consume own, other) {
        case (.integer(var cells), .integer(let more)):
            cells += more
            self = .integer(cells)
        case (.instant(var cells), .instant(let more)):
            cells += more
            self = .instant(cells)
        case (.duration(var cells), .duration(let more)):
            cells += more
            self = .duration(cells)
        case (.narrow(var column), .narrow(let more)):
            column.cells += more.cells
            self = .narrow(column)
        case (.flag(var cells), .flag(let more)):
            cells += more
            self = .flag(cells)
        case (.code(var column), .code(let more)):
            column.codes += more.codes
            self = .code(column)
        case (.identifier(var column), .identifier(let more)):
            try column.append(more)
            self = .identifier(column)
        case (.null(let type, let count), .null(_, let more)):
            self = .null(type, count: count + more)
        default: preconditionFailure("cells of different kinds")
        }
    }
}
