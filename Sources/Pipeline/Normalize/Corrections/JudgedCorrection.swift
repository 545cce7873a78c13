import Columnar

/// A correction, what became of it, and the record of the row that it speaks of.
package struct JudgedCorrection: Sendable {
    /// What became of a correction.
    package enum Status: String, Sendable, CaseIterable {
        /// The row is taken to say what the correction says.
        case applied
        /// The row says something else than the correction found: it stays as it is.
        case refusedOld = "refused-old"
        /// There is no such case.
        case refusedMissing = "refused-missing"
        /// Several records that count bear the code.
        case refusedAmbiguous = "refused-ambiguous"
    }

    /// The correction.
    package let correction: Correction
    /// What became of it.
    package let status: Status
    /// The file, by its place among the accounts, and the record; nil where there is none.
    package let origin: (file: Int, record: Int)?
}

/// Rows of one piece that corrections have changed.
struct CorrectedRows: Sendable {
    /// Name of the table.
    let table: String
    /// The piece.
    let piece: Int
    /// The rows, ascending.
    let rows: [UInt32]
    /// What they were, with all that followed from it.
    var before: Table
}

/// Rows of a piece that corrections name, as they came from their file: nothing is derived yet.
struct NamedRows: Sendable {
    /// The rows, ascending, before any was dropped.
    let rows: [UInt32]
    /// What each of them is known by.
    let ids: [String]
    /// Their cells, with the dictionaries of the table.
    let cells: Table
}

/// What rows of a piece are taken to be instead.
struct RowPatch: Sendable {
    /// The rows, ascending, of those that are left.
    let rows: [UInt32]
    /// What they are, with all that follows from it.
    var table: Table

    /// Puts them into a piece; where columns are named, into those alone.
    func fill(_ piece: inout Table, _ names: Set<String>?) {
        piece.replace(rows, with: table, in: names)
    }
}
