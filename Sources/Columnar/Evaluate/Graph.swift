/// The expressions of many formulas over one table, each distinct one once.
///
/// Two measures that both ask `resolved_at <= due_at` share one node, which is evaluated once for
/// a block of rows; a node that does not depend on the period is evaluated once for all periods.
struct Graph: Sendable {
    /// The table, or one like it: names, types and dictionaries are all that a graph needs.
    let table: Table
    private(set) var nodes: [Node] = []
    /// Whether a node's value depends on the scope.
    private(set) var isPeriodic: [Bool] = []
    /// Truth by code, the last for null, of every condition on one dictionary.
    private(set) var lookups: [[UInt8]] = []
    /// Literal texts.
    private(set) var texts: [String] = []
    private var indices: [Node: Int] = [:]
    private let makesLookups: Bool

    /// More distinct texts than this are not worth a look-up table.
    private static let longestLookup = 65_536

    init(_ table: Table, makesLookups: Bool = true) {
        self.table = table
        self.makesLookups = makesLookups
    }

    /// Index of a node, which is added if it is new.
    mutating func add(_ node: Node) -> Int {
        if let index = indices[node] { return index }
        nodes.append(node)
        var dependsOnScope = node.operands.contains { isPeriodic[$0] }
        if case .bound = node { dependsOnScope = true }
        isPeriodic.append(dependsOnScope)
        indices[node] = nodes.count - 1
        return nodes.count - 1
    }

    /// Index of the node of an expression.
    mutating func add(_ expression: Expression) throws(MissingColumn) -> Int {
        if let lookup = try lookup(expression) { return lookup }
        switch expression.operation {
        case .constant(let value): return add(.constant(value))
        case .truth(let truth): return add(.truth(truth))
        case .text(let text): return add(.literal(literal(text)))
        case .column(let name): return add(try columnNode(name, expression.type))
        case .bound(let bound): return add(.bound(bound))
        case .arithmetic(let sign, let left, let right):
            return add(.arithmetic(sign, try add(left), try add(right)))
        case .dayStart(let inner): return add(.dayStart(try add(inner)))
        case .extract(let field, let inner): return add(.calendarField(field, try add(inner)))
        case .workingTime(let from, let to):
            return add(.workingTime(try add(from), try add(to)))
        case .workingDays(let from, let to):
            return add(.workingDays(try add(from), try add(to)))
        case .addWorkingDays(let from, let days):
            return add(.addWorkingDays(try add(from), try add(days)))
        case .magnitude(let inner): return add(.magnitude(try add(inner)))
        case .least(let parts): return add(.least(try addAll(parts)))
        case .greatest(let parts): return add(.greatest(try addAll(parts)))
        case .like(let inner, let pattern):
            if case .column(let name) = inner.operation, let (index, _) = try identifier(name) {
                return add(.identifierLike(column: index, pattern))
            }
            return add(.like(try add(inner), pattern))
        case .comparison(let comparison, let left, let right):
            return try add(comparison, left, right)
        case .all(let parts): return add(.all(try addAll(parts)))
        case .any(let parts): return add(.any(try addAll(parts)))
        case .not(let inner): return add(.not(try add(inner)))
        case .isNull(let inner):
            if case .column(let name) = inner.operation, let (index, _) = try identifier(name) {
                return add(.identifierIsNull(column: index))
            }
            return add(.isNull(try addNumbers(inner)))
        case .coalesce(let parts):
            var operands: [Int] = []
            for part in parts {
                let operand = try addNumbers(part)
                // A column that the table lacks is null in every row.
                if nodes[operand] != .constant(missing) { operands.append(operand) }
            }
            let index =
                switch operands.count {
                case 0: add(.constant(missing))
                case 1: operands[0]
                default: add(.coalesce(operands))
                }
            return expression.type == .flag ? add(.narrowed(index)) : index
        case .choice(let branches, let otherwise):
            var values: [Int] = []
            for branch in branches { values.append(try addNumbers(branch.value)) }
            let node = Node.choice(
                conditions: try addAll(branches.map(\.condition)), values: values,
                otherwise: try addNumbers(otherwise))
            return narrowed(node, expression.type)
        }
    }

    private mutating func addAll(_ expressions: [Expression]) throws(MissingColumn) -> [Int] {
        var indices: [Int] = []
        for expression in expressions { indices.append(try add(expression)) }
        return indices
    }

    /// A node of numbers, flags widened.
    mutating func addNumbers(_ expression: Expression) throws(MissingColumn) -> Int {
        let index = try add(expression)
        return nodes[index].isFlag ? add(.widened(index)) : index
    }

    private mutating func narrowed(_ node: Node, _ type: ValueType?) -> Int {
        let index = add(node)
        return type == .flag ? add(.narrowed(index)) : index
    }

    private mutating func literal(_ text: String) -> Int {
        if let index = texts.firstIndex(where: { $0.utf8.elementsEqual(text.utf8) }) {
            return index
        }
        texts.append(text)
        return texts.count - 1
    }

    private mutating func add(
        _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression
    ) throws(MissingColumn) -> Int {
        if comparison == .equal || comparison == .unequal,
            let equality = try identifierEquality(left, right)
        {
            return comparison == .equal ? equality : add(.not(equality))
        }
        let (left, right) = (try addNumbers(left), try addNumbers(right))
        switch comparison {
        case .equal: return add(.equal(min(left, right), max(left, right)))
        case .unequal: return add(.not(add(.equal(min(left, right), max(left, right)))))
        case .less: return add(.less(left, right))
        case .lessOrEqual: return add(.lessOrEqual(left, right))
        case .greater: return add(.less(right, left))
        case .greaterOrEqual: return add(.lessOrEqual(right, left))
        }
    }

    private mutating func identifierEquality(
        _ left: Expression, _ right: Expression
    ) throws(MissingColumn) -> Int? {
        let (column, text) =
            switch (left.operation, right.operation) {
            case (.column(let name), .text(let text)), (.text(let text), .column(let name)):
                (name, text)
            default: ("", "")
            }
        guard !column.isEmpty, let (index, _) = try identifier(column) else { return nil }
        return add(.identifierEquals(column: index, literal: literal(text)))
    }
}

/// The table lacks a column that a formula reads, or has it with another type.
struct MissingColumn: Error {
    let name: String
}

extension Graph {
    private func column(_ name: String) throws(MissingColumn) -> (Int, Column) {
        guard let index = table.names.firstIndex(of: name) else { throw MissingColumn(name: name) }
        return (index, table.columns[index])
    }

    private func identifier(_ name: String) throws(MissingColumn) -> (Int, IdentifierColumn)? {
        let (index, column) = try column(name)
        guard case .identifier(let cells) = column else { return nil }
        return (index, cells)
    }

    /// How the distinct values of an expression are told apart, whatever piece they lie in.
    mutating func addDistinct(_ expression: Expression) throws(MissingColumn) -> Slot.Work {
        guard expression.type == .text else { return .sample(try addNumbers(expression)) }
        if case .column(let name) = expression.operation {
            let (index, column) = try column(name)
            switch column {
            case .code: return .sample(add(.codes(column: index)))
            case .identifier: return .identifiers(column: index)
            default: break
            }
        }
        return .texts(try add(expression))
    }

    private func columnNode(_ name: String, _ type: ValueType?) throws(MissingColumn) -> Node {
        let (index, column) = try column(name)
        guard column.type == type else { throw MissingColumn(name: name) }
        return switch column {
        case .integer, .instant, .duration, .narrow: .numbers(column: index)
        case .code, .identifier, .null(.text, _): .ranks(column: index)
        case .flag: .flags(column: index)
        case .null(.flag, _): .truth(1)
        case .null: .constant(missing)
        }
    }

    /// The look-up node of a condition that reads one dictionary-coded column and nothing else.
    private mutating func lookup(_ expression: Expression) throws(MissingColumn) -> Int? {
        guard makesLookups, expression.type == .flag, !expression.dependsOnScope else {
            return nil
        }
        let names = expression.columns
        guard names.count == 1 else { return nil }
        let (index, column) = try column(names[0])
        guard case .code(let cells) = column, cells.dictionary.count <= Self.longestLookup else {
            return nil
        }
        var texts = Table(rowCount: cells.dictionary.count + 1)
        let codes = cells.dictionary.indices.map { UInt32($0) } + [missingCode]
        texts.append(names[0], .code(CodeColumn(codes: codes, dictionary: cells.dictionary)))
        guard let truths = try Graph.truths(of: expression, over: texts) else { return nil }
        let known = lookups.firstIndex(of: truths)
        if known == nil { lookups.append(truths) }
        return add(.lookup(column: index, table: known ?? lookups.count - 1))
    }

    /// The truth for every row of a small table; nil where a row is at fault.
    private static func truths(
        of expression: Expression, over table: Table
    ) throws(MissingColumn) -> [UInt8]? {
        var graph = Graph(table, makesLookups: false)
        let node = try graph.add(expression)
        let scope = Scope(periodStart: 0, periodEnd: 0, asOf: 0, calendar: nil)
        var evaluation = BlockEvaluation(graph, scopes: [scope])
        var truths: [UInt8] = []
        for start in stride(from: 0, to: table.rowCount, by: TableZones.blockLength) {
            let end = min(start + TableZones.blockLength, table.rowCount)
            evaluation.begin(rows: start..<end)
            evaluation.begin(scope: 0)
            truths += evaluation.flags(of: node)[..<(end - start)]
            guard !evaluation.hasFaults else { return nil }
        }
        return truths
    }
}

extension Expression {
    /// Whether the period, `as_of` or the calendar has a say in the value.
    fileprivate var dependsOnScope: Bool {
        switch operation {
        case .bound, .workingTime, .workingDays, .addWorkingDays: true
        default: children.contains(where: \.dependsOnScope)
        }
    }
}
