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
    /// Columns whose values are codes and can be levels, in the order of the schema.
    package var codes: [String]
}

/// A formula with its text and the place where it is written.
package struct PlanFormula: Sendable, Equatable {
    /// The text.
    package var text: String
    /// Where the text begins.
    package var place: PlanPlace
}
