package import Columnar

/// One column of a mapping: where its field is found and how its text is typed.
package struct MappedColumn: Sendable {
    /// The canonical name, as formulas write it.
    package var name: String
    /// Where the field is found.
    package var place: FieldPlace
    /// How its text is typed.
    package var type: MappedType
    /// A record without a value here is set aside.
    package var required: Bool
    /// Texts that mean null; matched after spaces are trimmed.
    package var nulls: [String]
    /// What happens to it because it tells who a person is.
    package var privacy: Privacy
    /// Where the column is declared.
    package var declared: PlanPlace
}

/// Where a field is found in a record.
package enum FieldPlace: Sendable, Equatable {
    /// Under the first of these headers that the file has (CSV).
    case headers([String])
    /// At this path from the record's element (XML), as `date[@key='deadline']/@value`.
    case path(String)
}

/// What happens to a column that tells who a person is.
package enum Privacy: Sendable, Equatable {
    /// Nothing: the column is not personal.
    case open
    /// It is not read.
    case dropped
    /// It is replaced by its keyed hash (HMAC-SHA-256).
    case keyed
}

/// How the text of a field is typed.
package enum MappedType: Sendable {
    /// Text of high cardinality, kept as bytes.
    case identifier
    /// Text of low cardinality, through a dictionary, a code form or a catalogue.
    case code(CodeReading)
    /// Whole number.
    case integer
    /// Local wall-clock seconds.
    case instant(InstantRule)
    /// Whole number of a unit of time; the value is the unit's length in seconds.
    case duration(unit: Int64)
    /// Truth value.
    case flag(FlagRule)
    /// Free text, kept as bytes.
    case text
    /// An answer to a question of a survey: a whole number by the mapping's scale.
    case level
    /// Nothing: the column is personal and not read.
    case dropped

    /// The type of the table's column; nil for a column that is not read.
    package var columnType: ColumnType? {
        switch self {
        case .identifier: .id
        case .code: .code
        case .integer, .level: .integer
        case .instant: .instant
        case .duration: .duration
        case .flag: .flag
        case .text: .text
        case .dropped: nil
        }
    }
}

/// How a code is read.
package struct CodeReading: Sendable, Equatable {
    /// Which form of code is made canonical.
    package enum Form: String, Sendable, CaseIterable {
        /// Agency codes of both orders: `000.00.14.H56` and `H56.14` become `H56.14`.
        case agency
        /// Procedure codes: a local suffix is cut, `1.002835.000.00.00.H56` becomes `1.002835`.
        case procedure
        /// As written.
        case none
    }

    /// A column of a catalogue file in which the text is looked up, to give the code beside it.
    package enum Lookup: String, Sendable, CaseIterable {
        /// Names of procedures.
        case procedureName = "procedures.name"
        /// Names of units.
        case unitName = "units.name"
    }

    /// One text as written and the code that it means.
    package struct Entry: Sendable, Equatable {
        /// The text in the files.
        package var text: String
        /// The code; nil: a declared null.
        package var code: String?
    }

    /// The only texts that may occur; nil: any text may.
    package var dictionary: [Entry]?
    /// Which form of code is made canonical.
    package var form = Form.none
    /// The catalogue in which the text is looked up.
    package var lookup: Lookup?
}
