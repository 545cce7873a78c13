/// In what a measure counts a row.
package struct Counted: Sendable, Hashable {
    /// The row belongs: every clause of the condition holds.
    package var belongs: Bool
    /// It is counted in the upper side of the ratio, or in the number.
    package var inNumerator: Bool
    /// It is counted in the lower side of the ratio.
    package var inDenominator: Bool

    /// A row that is counted nowhere.
    package static let nowhere = Counted(
        belongs: false, inNumerator: false, inDenominator: false)

    /// How much it is counted: 0 nowhere, 1 below only, 2 above.
    package var rank: Int { inNumerator ? 2 : (inDenominator ? 1 : 0) }
}
