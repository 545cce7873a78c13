/// Named typed columns of equal length: what normalization makes and formulas read.
package struct Table: Sendable {
    /// The names, as formulas write them.
    package private(set) var names: [String] = []
    /// The columns, in the order of `names`.
    package internal(set) var columns: [Column] = []
    /// Number of rows.
    package internal(set) var rowCount: Int

    /// A table without columns.
    package init(rowCount: Int) {
        self.rowCount = rowCount
    }

    /// Adds a column; it must have a cell for every row.
    package mutating func append(_ name: String, _ column: Column) {
        precondition(column.count == rowCount, "column \(name) has the wrong length")
        names.append(name)
        columns.append(column)
    }

    /// Makes a column null whose cells nobody will ask for.
    package mutating func forget(_ column: Int) {
        columns[column] = .null(columns[column].type, count: rowCount)
    }

    /// Puts other cells into a column; there must be one for every row.
    package mutating func fill(_ column: Int, with cells: Column) {
        precondition(cells.count == rowCount, "column \(names[column]) has the wrong length")
        columns[column] = cells
    }

    /// The column of that name.
    package subscript(name: String) -> Column? {
        names.firstIndex(of: name).map { columns[$0] }
    }

    /// Names and types, for checking formulas before any row is there.
    package var schema: Schema {
        Schema(zip(names, columns).map { Schema.Field(name: $0, type: $1.type) })
    }
}

/// Names and types of the columns of a table.
package struct Schema: Sendable, Equatable {
    /// One column's name and type.
    package struct Field: Sendable, Equatable {
        /// The name, as formulas write it.
        package var name: String
        /// The type of its cells.
        package var type: ValueType
        /// The closed set of its texts, where a mapping declares one; formulas are checked by it.
        package var values: [String]?

        /// A field.
        package init(name: String, type: ValueType, values: [String]? = nil) {
            self.name = name
            self.type = type
            self.values = values
        }
    }

    /// The columns in order.
    package var fields: [Field]

    /// A schema of these columns.
    package init(_ fields: [Field]) {
        self.fields = fields
    }

    /// Index of the column of that name.
    package func index(of name: String) -> Int? {
        fields.firstIndex { $0.name == name }
    }
}
