/// Two rows with the same key of which one cannot be a version of the other.
package struct Collision: Sendable, Hashable {
    /// The row that contradicts.
    package let row: UInt32
    /// The row that it contradicts: the survivor, or where that is silent, the first that speaks.
    package let other: UInt32
    /// Index of the identity column in which they differ.
    package let column: Int

    /// A collision of two rows in a column.
    package init(row: UInt32, other: UInt32, column: Int) {
        self.row = row
        self.other = other
        self.column = column
    }
}

/// Rows that share a key although their identity (procedure, unit, day of acceptance) contradicts.
///
/// Two cells contradict if neither is `missing` and they differ. Each element of `identity` has a
/// cell for every row: codes, instants or whatever else tells cases apart. The result is ordered by
/// row, then column.
package func collisions(in outcome: DedupeOutcome, identity: [[Int64]]) -> [Collision] {
    let survivor = outcome.survivor
    var losers = losersOfOddKeys(survivor, identity)
    losers.sort { (survivor[$0], $0) < (survivor[$1], $1) }
    var found: [Collision] = []
    var start = 0
    while start < losers.count {
        let standing = Int(survivor[losers[start]])
        var end = start + 1
        while end < losers.count, survivor[losers[end]] == survivor[losers[start]] { end += 1 }
        for (column, cells) in identity.enumerated() {
            var speaker = standing
            for row in losers[start..<end] where cells[row] != missing {
                if cells[speaker] == missing {
                    speaker = row
                } else if cells[row] != cells[speaker] {
                    let (row, other) = (UInt32(row), UInt32(speaker))
                    found.append(Collision(row: row, other: other, column: column))
                }
            }
        }
        start = end
    }
    return found.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
}

/// The losers to survivors of whom not all say the same: few, and only they are sorted.
private func losersOfOddKeys(_ survivor: [UInt32], _ identity: [[Int64]]) -> [Int] {
    var isOdd = [Bool](repeating: false, count: survivor.count)
    var found = false
    for cells in identity {
        for row in survivor.indices {
            let standing = Int(survivor[row])
            if cells[row] != cells[standing], cells[row] != missing {
                isOdd[standing] = true
                found = true
            }
        }
    }
    guard found else { return [] }
    return survivor.indices.filter { Int(survivor[$0]) != $0 && isOdd[Int(survivor[$0])] }
}
