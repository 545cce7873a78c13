/// Which group every row of a table belongs to.
package struct Grouping: Sendable {
    /// Group of each row, `missingCode` where it belongs to none.
    package let codes: [UInt32]
    /// Number of groups; every code but `missingCode` is below it.
    package let count: Int

    /// A grouping; a code that is not below `count` counts as no group.
    package init(codes: [UInt32], count: Int) {
        self.codes = codes
        self.count = count
    }

    /// The same grouping, its one group known to be whole if it is.
    var marked: Grouping {
        var grouping = self
        grouping.isWhole = count == 1 && codes.allSatisfy { $0 == 0 }
        return grouping
    }

    /// Whether all rows are in the one group; false where that is not known.
    private(set) var isWhole = false

    /// One group of all rows.
    package static func whole(rowCount: Int) -> Grouping {
        Grouping(codes: [UInt32](repeating: 0, count: rowCount), count: 1).marked
    }
}
