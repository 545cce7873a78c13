package import Columnar

/// The forms of a run, filled; one table for each form, period and arrangement of rows.
package struct FilledForms: Sendable {
    /// The tables, by form, version, period, and the order of the form's arrangements.
    package var tables: [FilledForm]
}

/// One form for one period, its rows arranged in one way.
package struct FilledForm: Sendable {
    /// Name of the form.
    package var form: String
    /// Version of the form that was in force.
    package var version: Int
    /// The period.
    package var period: Period
    /// The level whose members are the rows.
    package var level: String
    /// The numbers of the columns, in the order of the form.
    package var columns: [Int]
    /// Its rows; the total is the last.
    package var rows: [FormRow]
}

/// A row of a filled form.
package struct FormRow: Sendable, Equatable {
    /// What kind of row it is.
    package enum Kind: String, Sendable, CaseIterable {
        /// Spans the table and names the rows below it.
        case banner
        /// A member of the level.
        case member
        /// The whole agency.
        case total
    }

    /// What kind of row it is.
    package var kind: Kind
    /// Code of the member; of a banner the level of its units, of the total the agency.
    package var member: String
    /// What stands in the column of names.
    package var title: String
    /// The count in each column; a banner has none.
    package var counts: [Int]
}
