/// The clauses of a measure made ready for tables of one shape: where each stands, which rows
/// come to it, and beside which others it decides.
package struct ClausePlan: Sendable {
    /// Rows that come to a clause: those of another set for which nodes hold or do not.
    struct Population: Sendable {
        let parent: Int?
        let tests: [(node: Int, holds: Bool)]
    }

    /// Conditions that decide together.
    struct Group: Sendable {
        let kind: ClauseCount.Kind
        var clauses: [Int]
    }

    let evaluation: BlockEvaluation
    let populations: [Population]
    let groups: [Group]
    /// The node of each clause; nil: it holds for every row that comes to it.
    let nodes: [Int?]
    /// The rows that come to each clause.
    let comers: [Int]
    /// The node that is true on the bound of a comparison.
    let bounds: [Int?]
    /// The rows that belong to the measure.
    let members: Int
    let empty: [ClauseCount]

    /// Plans a measure over tables like `shape`, for one scope.
    package init(
        _ measure: Measure, over shape: Table, in scope: Scope
    ) throws(EvaluationError) {
        var planner = ClausePlanner(Graph(shape))
        do throws(MissingColumn) {
            try planner.plan(measure)
        } catch {
            throw EvaluationError(.columnMissing(error.name), measure: 0)
        }
        evaluation = BlockEvaluation(planner.graph, scopes: [scope])
        populations = planner.populations
        groups = planner.groups
        nodes = planner.nodes
        comers = planner.comers
        bounds = planner.bounds
        members = planner.members
        empty = planner.clauses
    }
}

/// Walks the formulas of a measure and notes every clause.
private struct ClausePlanner {
    var graph: Graph
    var populations = [ClausePlan.Population(parent: nil, tests: [])]
    var groups: [ClausePlan.Group] = []
    var nodes: [Int?] = []
    var comers: [Int] = []
    var bounds: [Int?] = []
    var clauses: [ClauseCount] = []
    var members = 0
    private var part = ClauseVerdict.Part.condition
    private var text: [UInt8] = []

    init(_ graph: Graph) {
        self.graph = graph
    }

    mutating func plan(_ measure: Measure) throws(MissingColumn) {
        if let condition = measure.condition {
            text = Array(condition.text.utf8)
            try conjunction(condition.expression.clauses, of: 0)
            members = population(0, [(try graph.add(condition.expression), true)])
        }
        try side(measure.numerator) { .numerator(aggregate: $0) }
        if let denominator = measure.denominator {
            try side(denominator) { .denominator(aggregate: $0) }
        }
    }

    private mutating func side(
        _ formula: AggregateFormula, _ part: (Int) -> ClauseVerdict.Part
    ) throws(MissingColumn) {
        text = Array(formula.text.utf8)
        for (index, aggregate) in formula.aggregates.enumerated() {
            self.part = part(index)
            var counted = members
            if let filter = aggregate.filter {
                try conjunction(filter.clauses, of: members)
                counted = population(members, [(try graph.add(filter), true)])
            }
            if let argument = aggregate.argument { try presence(of: argument, counted) }
            let arguments = aggregate.expressions.dropLast(aggregate.filter == nil ? 0 : 1)
            for argument in arguments { try descend(argument, of: counted) }
        }
    }

    /// Whether the argument of an aggregate is there.
    private mutating func presence(
        of argument: Expression, _ population: Int
    ) throws(MissingColumn) {
        let isNull = Expression(.isNull(argument), .flag, at: argument.range)
        let isThere = try graph.add(Expression(.not(isNull), .flag, at: argument.range))
        let words = slice(argument.range) + " is not null"
        add(.argument, words, node: isThere, of: population)
    }

    /// The conditions that must all hold, each with what lies below it.
    ///
    /// Rows of the period are those that all conditions admit which name it: only they come to the
    /// others. What lies below one condition is come to by rows that all the others admit.
    private mutating func conjunction(
        _ parts: [Expression], of population: Int
    ) throws(MissingColumn) {
        var nodes: [Int] = []
        for part in parts { nodes.append(try graph.add(part)) }
        let periodic = nodes.filter { graph.isPeriodic[$0] }
        let ofPeriod =
            periodic.isEmpty
            ? population : self.population(population, periodic.map { ($0, true) })
        let place = groups.count
        groups.append(ClausePlan.Group(kind: .conjunct, clauses: []))
        for (part, node) in zip(parts, nodes) {
            let comers = graph.isPeriodic[node] ? population : ofPeriod
            try add(part, .conjunct, node, of: comers, to: place)
            let others = nodes.filter { $0 != node }
            try descend(
                part,
                of: others.isEmpty
                    ? population : self.population(population, others.map { ($0, true) }))
        }
    }

    /// The conditions of which one must hold, each with what lies below it.
    private mutating func disjunction(
        _ parts: [Expression], of population: Int
    ) throws(MissingColumn) {
        let place = groups.count
        groups.append(ClausePlan.Group(kind: .branch, clauses: []))
        for part in parts {
            try add(part, .branch, try graph.add(part), of: population, to: place)
            try descend(part, of: population)
        }
    }

    /// Looks for further clauses below an expression.
    private mutating func descend(
        _ expression: Expression, of population: Int
    ) throws(MissingColumn) {
        switch expression.operation {
        case .any(let parts) where parts.contains(where: { $0.range != expression.range }):
            try disjunction(parts, of: population)
        case .all(let parts) where parts.contains(where: { $0.range != expression.range }):
            try conjunction(expression.clauses, of: population)
        case .choice(let branches, let otherwise):
            try choice(branches, otherwise: otherwise, of: population)
        default:
            for child in expression.children { try descend(child, of: population) }
        }
    }

    /// A branch is come to by the rows for which none before it was taken.
    private mutating func choice(
        _ branches: [Expression.Branch], otherwise: Expression, of population: Int
    ) throws(MissingColumn) {
        var open = population
        for branch in branches {
            let node = try graph.add(branch.condition)
            groups.append(ClausePlan.Group(kind: .choice, clauses: []))
            try add(branch.condition, .choice, node, of: open, to: groups.count - 1)
            try descend(branch.condition, of: open)
            try descend(branch.value, of: self.population(open, [(node, true)]))
            open = self.population(open, [(node, false)])
        }
        add(.otherwise, "else " + slice(otherwise.range), node: nil, of: open)
        try descend(otherwise, of: open)
    }

    private mutating func population(_ parent: Int, _ tests: [(node: Int, holds: Bool)]) -> Int {
        populations.append(ClausePlan.Population(parent: parent, tests: tests))
        return populations.count - 1
    }

    /// Adds a clause that decides alone.
    private mutating func add(
        _ kind: ClauseCount.Kind, _ text: String, node: Int?, of comers: Int
    ) {
        groups.append(ClausePlan.Group(kind: kind, clauses: [clauses.count]))
        clauses.append(ClauseCount(part, kind, text, hasBound: false))
        nodes.append(node)
        self.comers.append(comers)
        bounds.append(nil)
    }

    /// Adds a clause that decides with the others of its group.
    private mutating func add(
        _ expression: Expression, _ kind: ClauseCount.Kind, _ node: Int, of comers: Int,
        to group: Int
    ) throws(MissingColumn) {
        let bound = try bound(expression)
        groups[group].clauses.append(clauses.count)
        clauses.append(ClauseCount(part, kind, slice(expression.range), hasBound: bound != nil))
        nodes.append(node)
        self.comers.append(comers)
        bounds.append(bound)
    }

    /// The node that tells rows on the bound of a comparison.
    private mutating func bound(_ expression: Expression) throws(MissingColumn) -> Int? {
        guard case .comparison(let comparison, let left, let right) = expression.operation,
            comparison != .equal, comparison != .unequal
        else { return nil }
        return try graph.add(
            Expression(.comparison(.equal, left, right), .flag, at: expression.range))
    }

    private func slice(_ range: Range<Int>) -> String {
        String(decoding: text[range], as: UTF8.self)
    }
}
