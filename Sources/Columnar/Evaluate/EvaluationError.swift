/// Why a measure has no value: the data ask for what the formula cannot give.
package struct EvaluationError: Error, Sendable, Equatable {
    /// What went wrong.
    package enum Kind: Sendable, Equatable {
        /// A number beyond 64 bits in a row, or beyond 128 bits in a result.
        case overflow
        /// `working_time` without a calendar.
        case calendarMissing
        /// The table lacks a column, or has it with another type.
        case columnMissing(String)
        /// A grouping has not one code for each row; its index.
        case groupingLength(Int)
    }

    /// What went wrong.
    package let kind: Kind
    /// Index of the measure.
    package let measure: Int
    /// The first row where it did, nil where no single row is to blame.
    package let row: Int?
    /// Index of the scope.
    package let scope: Int

    init(_ kind: Kind, measure: Int, row: Int? = nil, scope: Int = 0) {
        self.kind = kind
        self.measure = measure
        self.row = row
        self.scope = scope
    }
}
