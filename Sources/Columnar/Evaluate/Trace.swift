/// SQL's three truth values.
package enum Truth: UInt8, Sendable, Equatable {
    /// False.
    case no = 0
    /// Unknown: a null had a say.
    case unknown = 1
    /// True.
    case yes = 2
}

/// What one clause of a measure says of one row.
package struct ClauseVerdict: Sendable, Equatable {
    /// Where in a measure the clause stands.
    package enum Part: Sendable, Equatable {
        /// In the condition: decides whether the row belongs.
        case condition
        /// In the numerator's aggregate of this index: decides whether it counts there.
        case numerator(aggregate: Int)
        /// In the denominator's aggregate of this index.
        case denominator(aggregate: Int)
    }

    /// Where the clause stands.
    package let part: Part
    /// The clause as written; of an aggregate's argument, `… is not null`.
    package let text: String
    /// Whether it holds for the row.
    package let truth: Truth
}

/// What every clause of a measure says of one row: the top-level conjuncts of its condition, of
/// each filter, and whether each aggregate's argument is there.
package func trace(
    _ measure: Measure, in table: Table, row: Int, scope: Scope
) throws(EvaluationError) -> [ClauseVerdict] {
    var tracer = Tracer(table)
    do throws(MissingColumn) {
        if let condition = measure.condition {
            try tracer.add(condition.expression, condition.text, .condition)
        }
        for (index, aggregate) in measure.numerator.aggregates.enumerated() {
            try tracer.add(aggregate, measure.numerator.text, .numerator(aggregate: index))
        }
        if let denominator = measure.denominator {
            for (index, aggregate) in denominator.aggregates.enumerated() {
                try tracer.add(aggregate, denominator.text, .denominator(aggregate: index))
            }
        }
    } catch {
        throw EvaluationError(.columnMissing(error.name), measure: 0)
    }
    return try tracer.verdicts(row, scope)
}

/// Gathers the clauses of a measure, then evaluates them for one row.
private struct Tracer {
    private var graph: Graph
    private var clauses: [(part: ClauseVerdict.Part, text: String, node: Int)] = []

    init(_ table: Table) {
        graph = Graph(table, makesLookups: false)
    }

    mutating func add(
        _ expression: Expression, _ text: String, _ part: ClauseVerdict.Part
    ) throws(MissingColumn) {
        for conjunct in expression.clauses {
            clauses.append((part, slice(text, conjunct.range), try graph.add(conjunct)))
        }
    }

    mutating func add(
        _ aggregate: Aggregate, _ text: String, _ part: ClauseVerdict.Part
    ) throws(MissingColumn) {
        if let filter = aggregate.filter { try add(filter, text, part) }
        guard let argument = aggregate.argument else { return }
        let isNull = Expression(.isNull(argument), .flag, at: argument.range)
        let isThere = Expression(.not(isNull), .flag, at: argument.range)
        let words = "\(slice(text, argument.range)) is not null"
        clauses.append((part, words, try graph.add(isThere)))
    }

    private func slice(_ text: String, _ range: Range<Int>) -> String {
        String(decoding: Array(text.utf8)[range], as: UTF8.self)
    }

    func verdicts(_ row: Int, _ scope: Scope) throws(EvaluationError) -> [ClauseVerdict] {
        var evaluation = BlockEvaluation(graph, scopes: [scope])
        evaluation.begin(rows: row..<row + 1)
        evaluation.begin(scope: 0)
        var verdicts: [ClauseVerdict] = []
        for clause in clauses {
            let flag = evaluation.flags(of: clause.node)[0]
            let faults = evaluation.currentFaults(clause.node)
            if let fault = faults.first, let kind = RowFault(rawValue: fault)?.kind {
                throw EvaluationError(kind, measure: 0, row: row)
            }
            verdicts.append(
                ClauseVerdict(
                    part: clause.part, text: clause.text, truth: Truth(rawValue: flag) ?? .unknown))
        }
        return verdicts
    }
}

extension Expression {
    /// The conjuncts as a reader sees them: `between` is one clause, not two.
    var clauses: [Expression] {
        guard case .all(let parts) = operation, parts.contains(where: { $0.range != range }) else {
            return [self]
        }
        return parts.flatMap(\.clauses)
    }
}
