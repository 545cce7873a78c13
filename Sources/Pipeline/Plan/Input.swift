/// One input of a pipeline: files of one form that fill one table.
package struct Input: Sendable {
    /// The name under which commands and accounts know it.
    package var name: String
    /// What a record of its files is.
    package var kind: TableKind
    /// Paths or patterns of files (`*`, `?`, `**`), absolute or relative: to the pipeline file's
    /// folder, or to the working folder where `isOverridden`.
    package var files: [String]
    /// The command line (`--input NAME=PATH`) named the files.
    package var isOverridden: Bool
    /// How its files are read.
    package var mapping: Mapping
    /// What must have arrived for a run to be trusted.
    package var expectation: Expectation?
    /// What a file that cannot be read means for the run.
    package var onBadFile: BadFilePolicy
    /// What its files are snapshots of; nil: the pipeline does not say.
    package var snapshot: SnapshotRule?
    /// Where the input is declared.
    package var place: PlanPlace

    /// Name of the table that its records fill.
    package var table: String { kind == .record ? name : kind.rawValue }
}

/// What a record of an input is.
package enum TableKind: String, Sendable, CaseIterable {
    /// A dossier of a one-stop shop (hồ sơ).
    case `case`
    /// A step of a case (quá trình xử lý).
    case step
    /// An answer to one question of a survey.
    case survey
    /// A row of a table that the pipeline declares itself.
    case record
}

/// What must have arrived for a run to be trusted.
package struct Expectation: Sendable, Equatable {
    /// How often files come.
    package enum Rhythm: String, Sendable, CaseIterable {
        /// Every day.
        case day
        /// Every week.
        case week
        /// Every month.
        case month
    }

    /// How often files come.
    package var every: Rhythm?
    /// Time of the day by which they are there, in seconds since midnight.
    package var by: Int?
    /// Fewer records than the last time by more than this many percent is a fault.
    package var shrink: Int?
}

/// What a file that cannot be read means for the run.
package enum BadFilePolicy: String, Sendable, CaseIterable {
    /// Nothing is published.
    case stop
    /// The file is left out, counted and named; the run goes on.
    case skip
}
