/// Sorts the rows of a group into those that belong to a measure and those that do not, these by
/// the first clause of its condition that does not hold for them.
package struct MembershipSorting: Sendable {
    private let evaluation: BlockEvaluation
    private let nodes: [Int]
    /// The clauses of the condition, in the order in which they are written.
    package let clauses: [String]

    /// Plans a measure over tables like `shape`, for one scope.
    package init(
        _ measure: Measure, over shape: Table, in scope: Scope
    ) throws(EvaluationError) {
        var graph = Graph(shape)
        var (nodes, clauses): ([Int], [String]) = ([], [])
        do throws(MissingColumn) {
            if let condition = measure.condition {
                let text = Array(condition.text.utf8)
                for clause in condition.expression.clauses {
                    nodes.append(try graph.add(clause))
                    clauses.append(String(decoding: text[clause.range], as: UTF8.self))
                }
            }
        } catch {
            throw EvaluationError(.columnMissing(error.name), measure: 0)
        }
        self.nodes = nodes
        self.clauses = clauses
        evaluation = BlockEvaluation(graph, scopes: [scope])
    }

    /// Sorts the rows of a piece; of members and of each clause no more rows are named than asked.
    package func sorted(
        _ piece: Table, _ grouping: Grouping, group: UInt32, members limit: Int, excluded: Int
    ) -> SortedRows {
        var evaluation = evaluation
        evaluation.begin(piece: piece)
        var sorted = SortedRows(clauses: nodes.count)
        for start in stride(from: 0, to: piece.rowCount, by: TableZones.blockLength) {
            let rows = start..<min(start + TableZones.blockLength, piece.rowCount)
            evaluation.begin(rows: rows)
            evaluation.begin(scope: 0)
            let flags = nodes.map { evaluation.flags(of: $0) }
            for row in rows {
                guard grouping.code(row) == group else {
                    sorted.otherCount += 1
                    continue
                }
                let offset = row - start
                let yes = Truth.yes.rawValue
                if let clause = flags.firstIndex(where: { $0[offset] != yes }) {
                    let isAlone = flags[(clause + 1)...].allSatisfy { $0[offset] == yes }
                    sorted.excluded[clause].add(
                        UInt32(row), isUnknown: flags[clause][offset] == Truth.unknown.rawValue,
                        isAlone: isAlone, limit: excluded)
                } else {
                    sorted.memberCount += 1
                    if sorted.members.count < limit { sorted.members.append(UInt32(row)) }
                }
            }
        }
        return sorted
    }
}

/// The rows of a piece as a measure sorts them.
package struct SortedRows: Sendable {
    /// Rows of the group that one clause keeps out.
    package struct Excluded: Sendable, Equatable {
        /// Number of rows for which it is false, and all before it hold.
        package var no = 0
        /// Number of rows for which it is unknown.
        package var unknown = 0
        /// Number of rows that nothing but it keeps out.
        package var alone = 0
        /// The first of the rows.
        package var rows: [UInt32] = []

        /// No row yet.
        package init() {}

        /// Number of rows.
        package var count: Int { no + unknown }

        fileprivate mutating func add(
            _ row: UInt32, isUnknown: Bool, isAlone: Bool, limit: Int
        ) {
            if isUnknown { unknown += 1 } else { no += 1 }
            if isAlone { alone += 1 }
            if rows.count < limit { rows.append(row) }
        }
    }

    /// The first of the rows that belong.
    package var members: [UInt32] = []
    /// Number of rows that belong.
    package var memberCount = 0
    /// By clause the rows that it keeps out.
    package var excluded: [Excluded]
    /// Number of rows of other groups.
    package var otherCount = 0

    init(clauses: Int) {
        excluded = Array(repeating: Excluded(), count: clauses)
    }
}
