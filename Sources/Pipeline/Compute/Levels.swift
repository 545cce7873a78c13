import Columnar

/// The members of a level and the group of each row, for one table.
struct LevelGrouping: Sendable {
    /// Name of the level.
    let level: String
    /// Codes of the members, in byte order; the last is `(none)` for rows that name none.
    let members: [String]
    let grouping: Grouping

    /// Code of the member to which rows belong that name none.
    static let unnamed = "(none)"

    /// The whole agency as one group.
    init(agency code: String, rowCount: Int) {
        level = "agency"
        members = [code]
        grouping = .whole(rowCount: rowCount)
    }

    /// Rows by the codes of a column.
    ///
    /// Rows without a code form a group of their own, so that the members of a level add up to
    /// the agency.
    init(level: String, column: CodeColumn) {
        self.level = level
        // A code that is written like the word for none is none: one member, not two of one name.
        let existing = column.dictionary.firstIndex(of: Self.unnamed)
        let unnamed = UInt32(existing ?? column.dictionary.count)
        members = existing == nil ? column.dictionary + [Self.unnamed] : column.dictionary
        grouping = Grouping(
            codes: column.codes.map { $0 == missingCode ? unnamed : $0 },
            count: members.count)
    }
}
