/// Which group every row of a table belongs to.
package struct Grouping: Sendable {
    /// Group of each row; a code that is not below `count`, `missingCode` for one, is none.
    ///
    /// Empty where all rows are in the one group.
    package let codes: [UInt32]
    /// Number of groups.
    package let count: Int
    /// Whether all rows are in the one group.
    package let isWhole: Bool

    /// A grouping; a code that is not below `count` counts as no group.
    package init(codes: [UInt32], count: Int) {
        self.codes = codes
        self.count = count
        isWhole = false
    }

    private init(whole: Void) {
        codes = []
        count = 1
        isWhole = true
    }

    /// One group of all rows.
    package static let whole = Grouping(whole: ())

    /// Group of a row.
    func code(_ row: Int) -> UInt32 { isWhole ? 0 : codes[row] }
}
