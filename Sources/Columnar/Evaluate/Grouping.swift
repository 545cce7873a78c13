/// Which group every row of a table belongs to.
package struct Grouping: Sendable {
    /// Group of each row, `missingCode` where it belongs to none.
    package var codes: [UInt32]
    /// Number of groups; every code but `missingCode` is below it.
    package var count: Int

    /// A grouping; a code that is not below `count` counts as no group.
    package init(codes: [UInt32], count: Int) {
        self.codes = codes
        self.count = count
    }

    /// One group of all rows.
    package static func whole(rowCount: Int) -> Grouping {
        Grouping(codes: [UInt32](repeating: 0, count: rowCount), count: 1)
    }
}
