package import Columnar

/// A table that inputs fill: its columns are known before any row is there.
package struct PlannedTable: Sendable {
    /// Its name in KPIs (`from: case`).
    package var name: String
    /// What its rows are.
    package var kind: TableKind
    /// Names of the inputs that fill it, sorted.
    package var inputs: [String]
    /// Its columns; those that a source lacks are null there.
    package var schema: Schema
    /// The types of the columns as mappings write them, in the order of the schema.
    package var types: [ColumnType]

    /// Columns whose values are codes and can be levels, in the order of the schema.
    package var codes: [String] {
        zip(schema.fields, types).filter { $0.1 == .code }.map(\.0.name)
    }
}
