/// Gives types to a parsed formula over many rows: aggregates, literals, arithmetic on them.
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
        case .decimal(let value): return (.fraction(value.exact), .integer)
        case .interval(let value): return (.constant(value), .duration)
        case .date(let value), .timestamp(let value): return (.constant(value), .instant)
        case .null: return (.constant(missing), nil)
        case .name(let name, _): return self.name(name, at: syntax)
        case .negated(let inner): return negated(inner)
        case .arithmetic(let sign, let left, let right):
            return arithmetic(sign, check(left), check(right), at: syntax.range)
        case .call(let call): return self.call(call, at: syntax)
        default:
            checker.report(.notArithmeticOnAggregates, at: syntax.range)
            return nil
        }
    }

    private mutating func arithmetic(
        _ sign: ArithmeticOperator, _ left: Typed?, _ right: Typed?, at range: Range<Int>
    ) -> Typed? {
        guard let left, let right else { return nil }
        guard let types = sign.types(left.type, right.type) else {
            if let leftType = left.type ?? right.type, let rightType = right.type ?? left.type {
                checker.report(.undefinedArithmetic(sign, leftType, rightType), at: range)
                return nil
            }
            return (.constant(missing), nil)
        }
        return (.arithmetic(sign, left.expression, right.expression), types.result)
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
        guard builtin.isAggregate else { return numbers(builtin, call, at: syntax) }
        checker.aggregate = call.function
        defer { checker.aggregate = nil }
        let filter = call.filter.flatMap { checker.condition($0) }
        guard checker.hasFittingArguments(call, builtin) else { return nil }
        if call.isDistinct, builtin != .count {
            checker.report(.distinctArgument(function: call.function), at: call.functionRange)
            return nil
        }
        if builtin == .stock { return stock(call, filter, at: syntax) }
        guard let function = function(builtin, call) else { return nil }
        if call.filter != nil, filter == nil { return nil }
        return add(Aggregate(function: function, filter: filter, range: syntax.range))
    }

    /// The value of an aggregate; one of decimals is what it gives over a power of ten.
    private mutating func add(_ aggregate: Aggregate) -> Typed {
        aggregates.append(aggregate)
        let value = AggregateExpression.aggregate(aggregates.count - 1)
        let scale = aggregate.isCount ? 0 : aggregate.scale
        guard scale > 0 else { return (value, aggregate.type) }
        let unit = DecimalLiteral(units: 1, places: scale).exact
        return (.arithmetic(.times, value, .fraction(unit)), aggregate.type)
    }

    /// A function of numbers of the group.
    private mutating func numbers(
        _ builtin: Builtin, _ call: Syntax.Call, at syntax: Syntax
    ) -> Typed? {
        let known = NumberFunction(rawValue: builtin.rawValue)
        guard known != nil || builtin == .mod else {
            checker.report(.notArithmeticOnAggregates, at: call.functionRange)
            return nil
        }
        if call.filter != nil {
            checker.report(.filterOnFunction(call.function), at: syntax.range)
        }
        guard checker.hasFittingArguments(call, builtin) else { return nil }
        let arguments = call.arguments.map { (range: $0.range, value: check($0)) }
        guard let known else {
            return arithmetic(
                .modulo, arguments[0].value, arguments[1].value, at: syntax.range)
        }
        let typed = arguments.compactMap(\.value)
        guard typed.count == arguments.count else { return nil }
        let type = typed.lazy.compactMap(\.type).first
        for (argument, range) in zip(typed, arguments.map(\.range)) {
            guard let type, let own = argument.type else { continue }
            if known == .abs, own == .instant {
                checker.report(
                    .wrongType(expected: [.integer, .duration], found: own), at: range)
                return nil
            }
            guard own == type else {
                checker.report(.wrongType(expected: [type], found: own), at: range)
                return nil
            }
        }
        return (.function(known, typed.map(\.expression)), type)
    }

    /// Rows that are open at an instant: begun at or before it, not ended until it.
    ///
    /// Spelled as a count with a condition, so that a trace can show it for a row.
    private mutating func stock(
        _ call: Syntax.Call, _ filter: Expression?, at syntax: Syntax
    ) -> Typed? {
        let arguments = call.arguments.map { required([.instant], checker.check($0)) }
        guard let from = arguments[0], let to = arguments[1], let at = arguments[2] else {
            return nil
        }
        if call.filter != nil, filter == nil { return nil }
        let range = syntax.range
        func condition(_ operation: Expression.Operation) -> Expression {
            Expression(operation, .flag, at: range)
        }
        let isOpen = condition(
            .all([
                condition(.comparison(.lessOrEqual, from, at)),
                condition(
                    .any([
                        condition(.isNull(to)), condition(.comparison(.less, at, to)),
                    ])),
            ]))
        let both = filter.map { condition(.all([$0, isOpen])) } ?? isOpen
        return add(Aggregate(function: .count(nil), filter: both, range: range))
    }

    private mutating func function(
        _ builtin: Builtin, _ call: Syntax.Call
    ) -> Aggregate.Function? {
        if call.hasStar { return .count(nil) }
        let numbers: [ValueType] = [.integer, .duration]
        let ordered: [ValueType] = [.integer, .duration, .instant]
        if builtin.takesOrder { return percentile(builtin, call) }
        let first = checker.check(call.arguments[0])
        switch builtin {
        case .count:
            let argument = first?.adopting(.integer)
            return argument.map { call.isDistinct ? .countDistinct($0) : .count($0) }
        case .sum: return required(numbers, first).map { .sum($0) }
        case .avg: return required(numbers, first).map { .mean($0) }
        case .min: return required(ordered, first).map { .least($0) }
        case .max: return required(ordered, first).map { .greatest($0) }
        case .median: return required(ordered, first).map { .median($0) }
        case .percentile:
            guard case .integer(let rank) = call.arguments[1].kind, (0...100).contains(rank) else {
                checker.report(.percentileRank, at: call.arguments[1].range)
                return nil
            }
            let share = DecimalLiteral(units: rank, places: 2).exact
            return required(ordered, first).map { .percentile($0, rank: share) }
        default:
            let from = required([.instant], first)
            let to = required([.instant], checker.check(call.arguments[1]))
            guard let from, let to else { return nil }
            return .peak(from: from, to: to)
        }
    }

    /// The function of `percentile_disc(0.9) within group (order by …)`.
    private mutating func percentile(
        _ builtin: Builtin, _ call: Syntax.Call
    ) -> Aggregate.Function? {
        let value = call.order.flatMap { checker.check($0) }
        let ordered = required([.integer, .duration, .instant], value)
        let rank: Exact? =
            switch call.arguments[0].kind {
            case .integer(let value): Exact(Int128(value))
            case .decimal(let value): value.exact
            default: nil
            }
        guard let rank, rank <= Exact(1) else {
            checker.report(.percentileFraction, at: call.arguments[0].range)
            return nil
        }
        if builtin == .percentileDisc { return ordered.map { .percentile($0, rank: rank) } }
        guard rank == DecimalLiteral(units: 5, places: 1).exact else {
            checker.report(.percentileContinuous, at: call.arguments[0].range)
            return nil
        }
        return ordered.map { .median($0) }
    }

    private mutating func required(
        _ types: [ValueType], _ expression: Expression?
    ) -> Expression? {
        expression.flatMap { checker.require(types, $0) }
    }
}
