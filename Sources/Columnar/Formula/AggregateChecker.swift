/// Gives types to a parsed formula over many rows: aggregates, literals and `+ - *` on them.
struct AggregateChecker {
    private(set) var checker: Checker
    private(set) var aggregates: [Aggregate] = []

    init(_ schema: Schema) {
        checker = Checker(schema)
    }

    /// A typed part of the formula; a bare null has no type.
    typealias Typed = (expression: AggregateExpression, type: ValueType?)

    /// The typed tree, or nil after reporting why there is none.
    mutating func check(_ syntax: Syntax) -> Typed? {
        switch syntax.kind {
        case .integer(let value): return (.constant(value), .integer)
        case .interval(let value): return (.constant(value), .duration)
        case .date(let value), .timestamp(let value): return (.constant(value), .instant)
        case .null: return (.constant(missing), nil)
        case .name(let name, _): return self.name(name, at: syntax)
        case .negated(let inner): return negated(inner)
        case .arithmetic(let sign, let left, let right):
            guard case let (left?, right?) = (check(left), check(right)) else { return nil }
            guard let types = sign.types(left.type, right.type) else {
                if let leftType = left.type ?? right.type, let rightType = right.type ?? left.type {
                    checker.report(
                        .undefinedArithmetic(sign, leftType, rightType), at: syntax.range)
                    return nil
                }
                return (.constant(missing), nil)
            }
            return (.arithmetic(sign, left.expression, right.expression), types.result)
        case .call(let call): return self.call(call, at: syntax)
        default:
            checker.report(.notArithmeticOnAggregates, at: syntax.range)
            return nil
        }
    }

    private mutating func name(_ name: String, at syntax: Syntax) -> Typed? {
        guard let column = checker.check(syntax) else { return nil }
        if case .bound(let bound) = column.operation { return (.bound(bound), .instant) }
        checker.report(.columnOutsideAggregate(name), at: syntax.range)
        return nil
    }

    private mutating func negated(_ inner: Syntax) -> Typed? {
        guard let inside = check(inner) else { return nil }
        guard let type = inside.type else { return inside }
        guard type == .integer || type == .duration else {
            checker.report(
                .wrongType(expected: [.integer, .duration], found: type), at: inner.range)
            return nil
        }
        return (.arithmetic(.minus, .constant(0), inside.expression), type)
    }

    private mutating func call(_ call: Syntax.Call, at syntax: Syntax) -> Typed? {
        guard let builtin = checker.builtin(call) else { return nil }
        guard builtin.isAggregate else {
            checker.report(.notArithmeticOnAggregates, at: call.functionRange)
            return nil
        }
        checker.aggregate = call.function
        defer { checker.aggregate = nil }
        let filter = call.filter.flatMap { checker.condition($0) }
        guard checker.hasFittingArguments(call, builtin), let function = function(builtin, call)
        else { return nil }
        if call.filter != nil, filter == nil { return nil }
        let aggregate = Aggregate(function: function, filter: filter, range: syntax.range)
        aggregates.append(aggregate)
        return (.aggregate(aggregates.count - 1), aggregate.type)
    }

    private mutating func function(
        _ builtin: Builtin, _ call: Syntax.Call
    ) -> Aggregate.Function? {
        if call.hasStar { return .count(nil) }
        let first = checker.check(call.arguments[0])
        let numbers: [ValueType] = [.integer, .duration]
        let ordered: [ValueType] = [.integer, .duration, .instant]
        switch builtin {
        case .count: return first.map { .count($0.adopting(.integer)) }
        case .sum: return required(numbers, first).map { .sum($0) }
        case .min: return required(ordered, first).map { .least($0) }
        case .max: return required(ordered, first).map { .greatest($0) }
        case .median: return required(ordered, first).map { .median($0) }
        case .percentile:
            guard case .integer(let rank) = call.arguments[1].kind, (0...100).contains(rank) else {
                checker.report(.percentileRank, at: call.arguments[1].range)
                return nil
            }
            return required(ordered, first).map { .percentile($0, rank: rank) }
        default:
            let from = required([.instant], first)
            let to = required([.instant], checker.check(call.arguments[1]))
            guard let from, let to else { return nil }
            return .peak(from: from, to: to)
        }
    }

    private mutating func required(
        _ types: [ValueType], _ expression: Expression?
    ) -> Expression? {
        expression.flatMap { checker.require(types, $0) }
    }
}
