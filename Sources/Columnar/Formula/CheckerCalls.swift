extension Checker {
    /// A call of a function over one row.
    mutating func call(_ call: Syntax.Call, at range: Range<Int>) -> Expression? {
        guard let builtin = builtin(call) else { return nil }
        if builtin.isAggregate {
            report(
                aggregate == nil
                    ? .aggregateInRow(call.function) : .nestedAggregate(call.function),
                at: call.functionRange)
            return nil
        }
        if call.filter != nil { report(.filterOnFunction(call.function), at: range) }
        if call.isDistinct {
            report(.distinctArgument(function: call.function), at: call.functionRange)
        }
        guard hasFittingArguments(call, builtin) else { return nil }
        let arguments = call.arguments.map { check($0) }
        switch builtin {
        case .coalesce:
            guard let (type, typed) = ofOneType(arguments) else { return nil }
            guard let type else { return .null(at: range) }
            return Expression(.coalesce(typed), type, at: range, scale: typed[0].scale)
        case .nullif:
            return nullif(arguments[0], arguments[1], at: range)
        case .least, .greatest: return extreme(builtin, arguments, at: range)
        case .abs:
            return arguments[0].flatMap { require([.integer, .duration], $0) }.map {
                Expression(.magnitude($0), $0.type, at: range, scale: $0.scale)
            }
        case .mod: return arithmetic(.modulo, arguments[0], arguments[1], at: range)
        case .date:
            let instant = arguments[0].flatMap { require([.instant], $0) }
            return instant.map { Expression(.dayStart($0), .instant, at: range) }
        default:
            return calendarCall(builtin, arguments, at: range)
        }
    }

    /// A function that asks the working calendar.
    private mutating func calendarCall(
        _ builtin: Builtin, _ arguments: [Expression?], at range: Range<Int>
    ) -> Expression? {
        let from = arguments[0].flatMap { require([.instant], $0) }
        let types: [ValueType] = builtin == .addWorkingDays ? [.integer] : [.instant]
        let to = arguments[1].flatMap { require(types, $0) }.flatMap { whole($0) }
        guard let from, let to else { return nil }
        return switch builtin {
        case .workingDays: Expression(.workingDays(from, to), .integer, at: range)
        case .addWorkingDays: Expression(.addWorkingDays(from, to), .instant, at: range)
        default: Expression(.workingTime(from, to), .duration, at: range)
        }
    }

    private mutating func extreme(
        _ builtin: Builtin, _ arguments: [Expression?], at range: Range<Int>
    ) -> Expression? {
        guard let (type, typed) = ofOneType(arguments) else { return nil }
        guard let type, let first = typed.first else { return .null(at: range) }
        let ordered: [ValueType] = [.integer, .duration, .instant]
        guard ordered.contains(type) else {
            report(.wrongType(expected: ordered, found: type), at: first.range)
            return nil
        }
        return Expression(
            builtin == .least ? .least(typed) : .greatest(typed), type, at: range,
            scale: first.scale)
    }

    /// The function of that name.
    mutating func builtin(_ call: Syntax.Call) -> Builtin? {
        if let builtin = Builtin(rawValue: call.function) { return builtin }
        let suggestion = nearest(to: call.function, among: Builtin.allCases.map(\.rawValue))
        report(
            .unknownFunction(call.function, suggestion: suggestion), at: call.functionRange)
        return nil
    }

    /// Whether the number of arguments fits, `*` counting as one where it is allowed.
    mutating func hasFittingArguments(_ call: Syntax.Call, _ builtin: Builtin) -> Bool {
        if call.hasStar {
            if builtin == .count { return true }
            report(.starArgument(function: call.function), at: call.functionRange)
            return false
        }
        if call.order == nil, builtin.takesOrder {
            report(.orderNeeded(function: call.function), at: call.functionRange)
            return false
        }
        if let order = call.order, !builtin.takesOrder {
            report(.orderOnFunction(call.function), at: order.range)
            return false
        }
        let expected = builtin.argumentCount
        if expected.contains(call.arguments.count) { return true }
        report(
            .argumentCount(
                function: call.function, expected: expected, found: call.arguments.count),
            at: call.functionRange)
        return false
    }

    private mutating func nullif(
        _ value: Expression?, _ other: Expression?, at range: Range<Int>
    ) -> Expression? {
        guard let equality = compare(.equal, value, other, at: range), let value else {
            return nil
        }
        guard let type = value.type else { return .null(at: range) }
        let branch = Expression.Branch(
            condition: equality, value: Expression.null(at: range).adopting(type))
        return Expression(
            .choice([branch], otherwise: value), type, at: range, scale: value.scale)
    }
}
