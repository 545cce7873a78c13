/// Counts what the clauses of a measure decide, block by block, over the pieces of a table.
package struct ClauseGatherer: Sendable {
    private let plan: ClausePlan
    private var evaluation: BlockEvaluation
    /// What was counted so far, in the order of the measure.
    package private(set) var clauses: [ClauseCount]
    /// Rows that belong to the measure.
    package private(set) var memberCount = 0

    /// A gatherer that has seen nothing.
    package init(_ plan: ClausePlan) {
        self.plan = plan
        evaluation = plan.evaluation
        clauses = plan.empty
    }

    /// Adds what another gatherer of the same plan has seen.
    package mutating func merge(_ other: ClauseGatherer) {
        for index in clauses.indices { clauses[index].add(other.clauses[index]) }
        memberCount += other.memberCount
    }

    /// Counts the rows of a piece; `used` is told the rows that belong, by number in the piece.
    package mutating func gather(_ piece: Table, used: (Int) -> Void = { _ in }) {
        evaluation.begin(piece: piece)
        for start in stride(from: 0, to: piece.rowCount, by: TableZones.blockLength) {
            let rows = start..<min(start + TableZones.blockLength, piece.rowCount)
            evaluation.begin(rows: rows)
            evaluation.begin(scope: 0)
            let populations = populations(rows.count)
            for row in 0..<rows.count where populations[plan.members][row] {
                memberCount += 1
                used(start + row)
            }
            for group in plan.groups { count(group, populations, rows.count) }
        }
    }

    /// By set of rows, whether each row of the block is in it.
    private mutating func populations(_ count: Int) -> [[Bool]] {
        var populations: [[Bool]] = []
        for population in plan.populations {
            var isIn =
                population.parent.map { populations[$0] } ?? [Bool](repeating: true, count: count)
            for (node, holds) in population.tests {
                let flags = evaluation.flags(of: node)
                for row in 0..<count where (flags[row] == Truth.yes.rawValue) != holds {
                    isIn[row] = false
                }
            }
            populations.append(isIn)
        }
        return populations
    }

    private mutating func count(
        _ group: ClausePlan.Group, _ populations: [[Bool]], _ rowCount: Int
    ) {
        let flags = group.clauses.map { clause in
            plan.nodes[clause].map { evaluation.flags(of: $0) }
                ?? [UInt8](repeating: Truth.yes.rawValue, count: rowCount)
        }
        // Of conditions that must all hold a failing one decides, of alternatives one that holds.
        let decisive = group.kind != .conjunct && group.kind != .argument
        var counts = [Int](repeating: 0, count: rowCount)
        for flags in flags {
            for row in 0..<rowCount where (flags[row] == Truth.yes.rawValue) == decisive {
                counts[row] += 1
            }
        }
        for (place, clause) in group.clauses.enumerated() {
            let own = flags[place]
            let isIn = populations[plan.comers[clause]]
            for row in 0..<rowCount where isIn[row] {
                let isDecisive = (own[row] == Truth.yes.rawValue) == decisive
                clauses[clause].count(own[row], decided: isDecisive && counts[row] == 1)
            }
            guard let bound = plan.bounds[clause] else { continue }
            let equal = evaluation.flags(of: bound)
            for row in 0..<rowCount where isIn[row] && equal[row] == Truth.yes.rawValue {
                clauses[clause].countBound()
            }
        }
    }
}
