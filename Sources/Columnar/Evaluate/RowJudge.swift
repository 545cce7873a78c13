/// A clause of a measure as a reader sees it: where it stands, and under which other.
package struct JudgedClause: Sendable, Equatable {
    /// Where in the measure it stands.
    package let part: ClauseVerdict.Part
    /// What kind of place it is.
    package let kind: ClauseCount.Kind
    /// 0 for the clauses that must all hold, one more for each clause that they are made of.
    package let depth: Int
    /// The text as written.
    package let text: String
    /// The columns that it reads, in the order of their first mention.
    package let columns: [String]
    /// Whether no other clause stands under it.
    package fileprivate(set) var isLeaf = true
}

/// Says of single rows what every clause of a measure says of them, and in what they are counted.
///
/// It evaluates what `TallyPlan` does, by the same nodes; that the sums over rows are the figures
/// is tested.
package struct RowJudge: Sendable {
    /// The clauses in the order of the measure, each before those under it.
    package let clauses: [JudgedClause]
    /// The literal texts that each column is compared with.
    package let literals: [String: [String]]
    private let nodes: [Int]
    private let condition: [Int]
    private let numerator: [[Int]]
    /// Nil where every row that belongs counts below.
    private let denominator: [[Int]]?
    private var evaluation: BlockEvaluation

    /// Plans a measure over tables like `shape`, for some scopes.
    package init(
        _ measure: Measure, over shape: Table, in scopes: [Scope]
    ) throws(EvaluationError) {
        var planner = JudgePlanner(shape)
        do throws(MissingColumn) {
            try planner.plan(measure)
        } catch {
            throw EvaluationError(.columnMissing(error.name), measure: 0)
        }
        clauses = planner.clauses
        literals = planner.literals
        nodes = planner.nodes
        condition = planner.condition
        numerator = planner.numerator
        denominator = planner.denominator
        evaluation = BlockEvaluation(planner.graph, scopes: scopes)
    }

    /// Goes to a row of a table like the one that it was planned for.
    package mutating func begin(_ table: Table, row: Int) {
        evaluation.begin(piece: table)
        evaluation.begin(rows: row..<row + 1)
        evaluation.begin(scope: 0)
    }

    /// Goes to another row of the same table.
    package mutating func begin(row: Int) {
        evaluation.begin(rows: row..<row + 1)
        evaluation.begin(scope: 0)
    }

    /// Goes to a scope, by its place among those that were given.
    package mutating func begin(scope: Int) { evaluation.begin(scope: scope) }

    /// What each clause says of the row.
    package mutating func truths() -> [Truth] {
        nodes.map { Truth(rawValue: evaluation.flags(of: $0)[0]) ?? .unknown }
    }

    /// In what the row is counted.
    package mutating func counted() -> Counted {
        guard holds(condition) else { return .nowhere }
        return Counted(
            belongs: true, inNumerator: numerator.contains { holds($0) },
            inDenominator: denominator.map { $0.contains { holds($0) } } ?? true)
    }

    private mutating func holds(_ nodes: [Int]) -> Bool {
        nodes.allSatisfy { evaluation.flags(of: $0)[0] == Truth.yes.rawValue }
    }
}

extension Expression {
    /// Whether it is `… in (…)`: one clause, spelled by comparisons of one value.
    fileprivate var isMembership: Bool {
        guard case .any(let parts) = operation else { return false }
        let compared = parts.map { part -> Range<Int>? in
            guard case .comparison(.equal, let left, _) = part.operation else { return nil }
            return left.range
        }
        return compared.allSatisfy { $0 != nil && $0 == compared[0] }
    }
}

/// Walks the formulas of a measure and notes every clause, each with its node.
private struct JudgePlanner {
    private(set) var graph: Graph
    private(set) var clauses: [JudgedClause] = []
    private(set) var nodes: [Int] = []
    private(set) var condition: [Int] = []
    private(set) var numerator: [[Int]] = []
    private(set) var denominator: [[Int]]?
    private(set) var literals: [String: [String]] = [:]
    private var part = ClauseVerdict.Part.condition
    private var text: [UInt8] = []

    init(_ shape: Table) {
        graph = Graph(shape, makesLookups: false)
    }

    mutating func plan(_ measure: Measure) throws(MissingColumn) {
        if let formula = measure.condition {
            text = Array(formula.text.utf8)
            condition = try conjunction(formula.expression, depth: 0)
        }
        numerator = try side(measure.numerator) { .numerator(aggregate: $0) }
        guard let formula = measure.denominator else { return }
        let below = try side(formula) { .denominator(aggregate: $0) }
        denominator = below.isEmpty ? nil : below
    }

    /// For each aggregate of a side the nodes that must all be true for a row to count there.
    private mutating func side(
        _ formula: AggregateFormula, _ part: (Int) -> ClauseVerdict.Part
    ) throws(MissingColumn) -> [[Int]] {
        text = Array(formula.text.utf8)
        var tests: [[Int]] = []
        for (index, aggregate) in formula.aggregates.enumerated() {
            self.part = part(index)
            var own: [Int] = []
            if let filter = aggregate.filter { own += try conjunction(filter, depth: 0) }
            if let argument = aggregate.argument {
                let isNull = Expression(.isNull(argument), .flag, at: argument.range)
                let isThere = Expression(.not(isNull), .flag, at: argument.range)
                let node = try graph.add(isThere)
                note(
                    isThere, .argument, depth: 0, words: slice(argument.range) + " is not null",
                    node)
                own.append(node)
                try descend(argument, depth: 1)
            }
            tests.append(own)
        }
        return tests
    }

    private mutating func conjunction(
        _ expression: Expression, depth: Int
    ) throws(MissingColumn) -> [Int] {
        var own: [Int] = []
        for clause in expression.clauses {
            own.append(try add(clause, .conjunct, depth: depth))
        }
        return own
    }

    private mutating func add(
        _ expression: Expression, _ kind: ClauseCount.Kind, depth: Int
    ) throws(MissingColumn) -> Int {
        let node = try graph.add(expression)
        let place = clauses.count
        note(expression, kind, depth: depth, words: slice(expression.range), node)
        try descend(expression, depth: depth + 1)
        clauses[place].isLeaf = clauses.count == place + 1
        return node
    }

    private mutating func note(
        _ expression: Expression, _ kind: ClauseCount.Kind, depth: Int, words: String, _ node: Int
    ) {
        clauses.append(
            JudgedClause(
                part: part, kind: kind, depth: depth, text: words, columns: expression.columns))
        nodes.append(node)
    }

    /// Looks for further clauses below an expression.
    private mutating func descend(_ expression: Expression, depth: Int) throws(MissingColumn) {
        switch expression.operation {
        case .any(let parts)
        where !expression.isMembership
            && parts.contains(where: { $0.range != expression.range }):
            for part in parts { _ = try add(part, .branch, depth: depth) }
        case .all(let parts) where parts.contains(where: { $0.range != expression.range }):
            for part in expression.clauses { _ = try add(part, .conjunct, depth: depth) }
        case .choice(let branches, let otherwise):
            for branch in branches {
                _ = try add(branch.condition, .choice, depth: depth)
                try descend(branch.value, depth: depth + 1)
            }
            try descend(otherwise, depth: depth)
        default:
            noteLiteral(expression)
            for child in expression.children { try descend(child, depth: depth) }
        }
    }

    private mutating func noteLiteral(_ expression: Expression) {
        guard case .comparison(_, let left, let right) = expression.operation else { return }
        switch (left.operation, right.operation) {
        case (.column(let name), .text(let text)), (.text(let text), .column(let name)):
            if literals[name]?.contains(text) != true { literals[name, default: []].append(text) }
        default: break
        }
    }

    private func slice(_ range: Range<Int>) -> String {
        String(decoding: text[range], as: UTF8.self)
    }
}
