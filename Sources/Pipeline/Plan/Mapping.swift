package import Columnar

/// How the files of one source system are read: form, encoding, and each column's place and type.
package struct Mapping: Sendable {
    /// Name of the mapping.
    package var name: String
    /// Version of the mapping; a change of meaning is a new version.
    package var version: Int
    /// The system that wrote the files: part of a case's identity.
    package var source: String
    /// What a record is.
    package var kind: TableKind
    /// The form of the files.
    package var format: MappedFormat
    /// The columns that are read, in the order in which the mapping lists them.
    package var columns: [MappedColumn]
    /// One-to-many children of a record (XML only), each a table of its own.
    package var children: [ChildTable]
    /// The questions of a wide survey (one column a question); empty otherwise.
    package var questions: [SurveyQuestion]
    /// The scale of answers; surveys only.
    package var scale: AnswerScale?
    /// Headers that are known and not read (CSV only).
    package var ignored: [String]
    /// What a header means that is neither read nor ignored.
    package var unknownHeaders: UnknownHeaderPolicy
    /// Columns that, with the source, tell two rows apart; empty: only exact copies are the same.
    package var identity: [String]
    /// Columns that the files lack and formulas over the mapped columns give.
    package var derived: [DerivedColumn]
    /// Records that are no rows, by declared rule.
    package var drops: [DropRule]
    /// Where the mapping is written.
    package var place: PlanPlace

    /// The column of that name.
    package func column(_ name: String) -> MappedColumn? {
        columns.first { $0.name == name }
    }
}

/// The form of an input's files.
package enum MappedFormat: Sendable, Equatable {
    /// Delimited text.
    case csv(CSVForm)
    /// XML; the path of the record element from the root, as `log/trace`.
    case xml(record: String)
}

/// The form of delimited text.
package struct CSVForm: Sendable, Equatable {
    /// Encodings that can be declared.
    package enum Encoding: String, Sendable, CaseIterable {
        /// UTF-8, with or without byte order mark.
        case utf8 = "utf-8"
        /// UTF-16, the byte order told by its mark.
        case utf16 = "utf-16"
        /// UTF-16, little end first.
        case utf16LittleEndian = "utf-16le"
        /// UTF-16, big end first.
        case utf16BigEndian = "utf-16be"
    }

    /// The encoding.
    package var encoding: Encoding
    /// The byte between fields.
    package var delimiter: UInt8
    /// Which record is the header, counted from 1; those before it are dropped and counted.
    package var headerRecord: Int
}

/// What a header means that is neither read nor ignored.
package enum UnknownHeaderPolicy: String, Sendable, CaseIterable {
    /// The file is bad: somebody must say what the column is.
    case stop
    /// A finding; the column is not read.
    case note
}

/// A table of children within the records, as the steps of a case.
package struct ChildTable: Sendable {
    /// Name of the children in the mapping.
    package var name: String
    /// Path of a child's element from the record's element.
    package var path: String
    /// `step`, or `record`: then the table bears the children's name.
    package var kind: TableKind
    /// The columns; paths begin at the child's element.
    package var columns: [MappedColumn]

    /// Name of the table that the children fill.
    package var table: String { kind == .record ? name : kind.rawValue }
}

/// A column that the files lack and a formula over the mapped columns gives.
package struct DerivedColumn: Sendable {
    /// Name of the column.
    package var name: String
    /// Its type.
    package var type: ColumnType
    /// The formula as written.
    package var formula: PlanFormula
    /// The formula, checked; never nil in a loaded plan.
    package var compiled: RowFormula?
}

/// Records that are no rows, by declared rule.
package enum DropRule: Sendable, Equatable {
    /// The column holds one of these texts, as total rows do.
    case total(column: String, texts: [String])
    /// Every field is its own number: `1, 2, …` or `(1), (2), …`.
    case columnNumbers
    /// Only one field of the record is filled.
    case banner

    /// Name of the rule in accounts.
    package var name: String {
        switch self {
        case .total: "total-row"
        case .columnNumbers: "column-numbers"
        case .banner: "banner"
        }
    }
}
