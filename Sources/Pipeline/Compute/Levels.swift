import Columnar

/// The members of a level, and to which of them the rows of a piece belong.
struct LevelGrouping: Sendable {
    /// Name of the level.
    let level: String
    /// Codes of the members, in byte order; the last is `(none)` for rows that name none.
    let members: [String]
    /// The column of the codes; nil for the whole agency.
    let column: Int?
    /// Name of that column.
    let columnName: String?
    /// A code that is written like the word for none is none: one member, not two of one name.
    private let alias: UInt32?

    /// Code of the member to which rows belong that name none.
    static let unnamed = "(none)"

    /// The whole agency as one group.
    init(agency code: String) {
        level = "agency"
        members = [code]
        column = nil
        columnName = nil
        alias = nil
    }

    /// Rows by the codes of a column.
    ///
    /// Rows without a code form a group of their own, so that the members of a level add up to
    /// the agency.
    init(level: String, column: Int, named columnName: String, dictionary: [String]) {
        self.level = level
        self.column = column
        self.columnName = columnName
        members = dictionary + [Self.unnamed]
        alias = dictionary.firstIndex(of: Self.unnamed).map { UInt32($0) }
    }

    /// Number of groups, those without a code aside; nil for the whole.
    var groupCount: Int? { column == nil ? nil : members.count - 1 }

    /// Whether the KPI has this level, and means this column by it.
    func isAsked(by kpi: KPI) -> Bool {
        kpi.levels.contains { $0.name == level && $0.column == columnName }
    }

    /// The groups of a piece's rows.
    func grouping(_ piece: Table) -> Grouping {
        guard let column else { return .whole }
        guard case .code(let codes) = piece.columns[column] else {
            let none = [UInt32](repeating: missingCode, count: piece.rowCount)
            return Grouping(codes: none, count: members.count - 1)
        }
        guard let alias else { return Grouping(codes: codes.codes, count: members.count - 1) }
        return Grouping(
            codes: codes.codes.map { $0 == alias ? missingCode : $0 }, count: members.count - 1)
    }
}
