package import Columnar

/// An organizational unit as it was for a time.
///
/// A unit is told by code and first day, never by code alone: codes are given anew.
package struct Unit: Sendable, Equatable {
    /// Its code.
    package var code: String
    /// Its name.
    package var name: String
    /// Code of the unit above, nil at the top.
    package var parent: String?
    /// Its level, as `department` or `commune`.
    package var level: String
    /// The days on which it is what this line says.
    package var validity = Validity()
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
