package import Columnar

/// An organizational unit.
package struct Unit: Sendable, Equatable {
    /// Its code.
    package var code: String
    /// Its name.
    package var name: String
    /// Code of the unit above, nil at the top.
    package var parent: String?
    /// Its level, as `department` or `commune`.
    package var level: String
}

/// An administrative procedure (thủ tục hành chính).
package struct Procedure: Sendable, Equatable {
    /// Its national code.
    package var code: String
    /// Its name.
    package var name: String
    /// Its group.
    package var group: String?
    /// Its field (lĩnh vực).
    package var field: String?
    /// Its statutory term as a number of `termUnit`.
    package var term: Int?
    /// What the term counts.
    package var termUnit: TermUnit?
}
