/// A column that is not in any file: what a unit is or was, by the units of the pipeline.
struct UnitColumn: Sendable, Equatable {
    /// What of the unit the column holds.
    enum Aspect: String, Sendable, CaseIterable {
        /// Its level in the tree in force at the row's date.
        case level
        /// The unit above it in that tree.
        case parent
        /// The unit itself, told from others that bore its code before or later.
        case reported
        /// The unit that it has become.
        case restated
    }

    /// The column of the unit's code, as `unit`.
    let base: String
    let aspect: Aspect

    /// Its name, as `unit_level`.
    var name: String { "\(base)_\(aspect.rawValue)" }

    /// The columns that tell a row's date, the first that is filled.
    ///
    /// A unit resolves when it has resolved; what is open stands where it was accepted, in figures
    /// of the stock as well: nobody says when it went from one unit to the next.
    var dates: [String] {
        base == "unit_received"
            ? ["accepted_at", "submitted_at"]
            : [
                "resolved_at", "ended_at", "answered_at", "accepted_at", "started_at",
                "submitted_at",
            ]
    }

    /// The file without which the column is empty.
    var neededFile: PlanSource.Role { aspect == .restated ? .succession : .units }

    /// The columns of units by which rows can be grouped.
    static let bases = ["unit", "unit_received"]

    /// All of them for tables that have these columns.
    static func all(_ columns: [String]) -> [UnitColumn] {
        bases.filter(columns.contains).flatMap { base in
            Aspect.allCases.map { UnitColumn(base: base, aspect: $0) }
        }
    }

    /// The column of that name.
    static func named(_ name: String) -> UnitColumn? {
        all(bases).first { $0.name == name }
    }
}
