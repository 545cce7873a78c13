/// What became of a row among those with the same key.
package enum RowFate: UInt8, Sendable {
    /// It stands for its key.
    case survives
    /// It is an exact copy of the row that survives.
    case duplicate
    /// It is another version of the row that survives.
    case superseded
}

/// Which row survives for each row, and why the others do not.
package struct DedupeOutcome: Sendable, Equatable {
    /// The row that survives for each row; itself where it does.
    package fileprivate(set) var survivor: [UInt32]
    /// What became of each row.
    package fileprivate(set) var fates: [RowFate]
    /// Number of exact copies.
    package fileprivate(set) var duplicates = 0
    /// Number of other versions.
    package fileprivate(set) var superseded = 0

    fileprivate mutating func settle(_ row: UInt32, survivor other: UInt32, isCopy: Bool) {
        survivor[Int(row)] = other
        if row == other { return }
        fates[Int(row)] = isCopy ? .duplicate : .superseded
        if isCopy { duplicates += 1 } else { superseded += 1 }
    }
}

/// Decides which row survives for each key, as a pure function of the set of rows.
///
/// The survivor is the row with the greatest `updatedAt` (`missing` lowest), then the greatest
/// `receipt` (rank of the snapshot's receipt), then the greatest content. A row of the same content
/// is its `duplicate`, whatever their receipts; all others are `superseded`. Of exact copies the
/// first in row order stands for all.
///
/// `leaders` has for each row the first one of its key, itself for that. `content(a, b)` orders two
/// rows by what they hold: negative, 0 or positive. It must cover `updatedAt`, since it is only
/// called for rows of one key that agree there.
package func survivors(
    leaders leader: [UInt32], updatedAt: [Int64], receipt: [UInt32],
    content: (UInt32, UInt32) -> Int
) -> DedupeOutcome {
    precondition(updatedAt.count == leader.count && receipt.count == leader.count)
    let followers = leader.indices.lazy.filter { leader[$0] != $0 }.map { UInt32($0) }
    var best = leader
    for row in followers {
        let first = Int(leader[Int(row)])
        let (new, old) = (Int(row), Int(best[first]))
        if updatedAt[new] != updatedAt[old] {
            if updatedAt[new] > updatedAt[old] { best[first] = row }
        } else if receipt[new] != receipt[old] {
            if receipt[new] > receipt[old] { best[first] = row }
        } else if content(row, best[first]) > 0 {
            best[first] = row
        }
    }
    func isCopy(_ row: UInt32, of other: UInt32) -> Bool {
        row == other
            || updatedAt[Int(row)] == updatedAt[Int(other)] && content(row, other) == 0
    }
    var outcome = DedupeOutcome(
        survivor: leader, fates: Array(repeating: .survives, count: leader.count))
    // Followers of a key come in row order: the first copy met is the one that stands for all.
    for row in followers {
        let first = leader[Int(row)]
        let winner = best[Int(first)]
        if winner == first { continue }
        if isCopy(first, of: winner) {
            best[Int(first)] = first
        } else if row < winner, isCopy(row, of: winner) {
            best[Int(first)] = row
        }
    }
    for row in followers {
        let first = leader[Int(row)]
        let standing = best[Int(first)]
        outcome.settle(row, survivor: standing, isCopy: isCopy(row, of: standing))
        // The leader is nobody's follower; it is settled with the first of its own.
        if standing != first, outcome.survivor[Int(first)] == first {
            outcome.settle(first, survivor: standing, isCopy: false)
        }
    }
    return outcome
}

extension DedupeOutcome {
    /// The outcome for rows that live and fall with their parents; each is its own survivor.
    package func ofChildren(_ parents: [UInt32]) -> DedupeOutcome {
        let fates = parents.map { self.fates[Int($0)] }
        return DedupeOutcome(
            survivor: parents.indices.map { UInt32($0) }, fates: fates,
            duplicates: fates.count { $0 == .duplicate },
            superseded: fates.count { $0 == .superseded })
    }
}
