extension Measure {
    /// The measure with the period and `as_of` put in, and worked out as far as that goes.
    ///
    /// Two moments that give the same text give the same tallies over the same rows: once a period
    /// is over, `as_of` has no say in `case when as_of < period_end then as_of else period_end end`
    /// nor in `due_at < as_of` beside `due_at < period_end`.
    package func settled(periodStart: Int64, periodEnd: Int64, asOf: Int64) -> String {
        let scope = Scope(
            periodStart: periodStart, periodEnd: periodEnd, asOf: asOf, calendar: nil)
        var parts = [condition.map { $0.expression.settled(scope).canonicalText } ?? "true"]
        for side in [numerator, denominator].compactMap({ $0 }) {
            parts.append(side.expression.settledText(scope))
            for aggregate in side.aggregates { parts.append(aggregate.settledText(scope)) }
        }
        return parts.joined(separator: "; ")
    }
}

extension Measure {
    /// Whether `as_of` stands in it; where it does not, all instants settle the measure alike.
    package var readsAsOf: Bool {
        let sides = [numerator, denominator].compactMap { $0 }
        return condition?.expression.readsAsOf ?? false
            || sides.contains { $0.expression.readsAsOf }
            || sides.flatMap(\.aggregates).flatMap(\.expressions).contains(where: \.readsAsOf)
    }
}

extension Expression {
    fileprivate var readsAsOf: Bool {
        if case .bound(.asOf) = operation { return true }
        return children.contains(where: \.readsAsOf)
    }
}

extension AggregateExpression {
    fileprivate var readsAsOf: Bool {
        switch self {
        case .constant, .fraction, .aggregate: false
        case .bound(let bound): bound == .asOf
        case .arithmetic(_, let left, let right): left.readsAsOf || right.readsAsOf
        case .function(_, let parts): parts.contains(where: \.readsAsOf)
        }
    }

    fileprivate func settledText(_ scope: Scope) -> String {
        switch self {
        case .constant(let value): "\(value)"
        case .fraction(let value): "\(value.numerator)/\(value.denominator)"
        case .bound(let bound): "\(scope.value(of: bound))"
        case .aggregate(let index): "aggregate \(index)"
        case .arithmetic(let sign, let left, let right):
            "(\(sign) \(left.settledText(scope)) \(right.settledText(scope)))"
        case .function(let function, let parts):
            "(\(function) \(parts.map { $0.settledText(scope) }.joined(separator: " ")))"
        }
    }
}

extension Aggregate {
    fileprivate func settledText(_ scope: Scope) -> String {
        let arguments = expressions.map { $0.settled(scope).canonicalText }
        let rank =
            switch function {
            case .count: "count"
            case .countDistinct: "count distinct"
            case .sum: "sum"
            case .mean: "avg"
            case .least: "min"
            case .greatest: "max"
            case .median: "median"
            case .percentile(_, let rank):
                "percentile \(rank.numerator)/\(rank.denominator)"
            case .peak: "peak"
            }
        // Arguments, and behind them the filter where there is one.
        return "\(rank) (\(arguments.joined(separator: ", "))) filter: \(filter != nil)"
    }
}

extension Expression {
    /// The expression with the bounds of a scope put in.
    fileprivate func settled(_ scope: Scope) -> Expression {
        switch operation {
        case .constant, .truth, .text, .column: return self
        case .bound(let bound): return with(.constant(scope.value(of: bound)))
        case .arithmetic(let sign, let left, let right):
            let (left, right) = (left.settled(scope), right.settled(scope))
            if let x = left.constant, let y = right.constant, let value = sign.checked(x, y) {
                return with(.constant(value))
            }
            return with(.arithmetic(sign, left, right))
        case .dayStart(let inner):
            let inner = inner.settled(scope)
            if let value = inner.constant.flatMap(checkedDayStart) { return with(.constant(value)) }
            return with(.dayStart(inner))
        case .extract(let field, let inner):
            let inner = inner.settled(scope)
            if let value = inner.constant {
                return with(.constant(value == missing ? missing : field.value(of: value)))
            }
            return with(.extract(field, inner))
        case .workingTime(let from, let to):
            return with(.workingTime(from.settled(scope), to.settled(scope)))
        case .workingDays(let from, let to):
            return with(.workingDays(from.settled(scope), to.settled(scope)))
        case .addWorkingDays(let from, let days):
            return with(.addWorkingDays(from.settled(scope), days.settled(scope)))
        case .magnitude(let inner): return with(.magnitude(inner.settled(scope)))
        case .least(let parts): return with(.least(parts.map { $0.settled(scope) }))
        case .greatest(let parts): return with(.greatest(parts.map { $0.settled(scope) }))
        case .like(let inner, let pattern): return with(.like(inner.settled(scope), pattern))
        case .comparison(let comparison, let left, let right):
            let (left, right) = (left.settled(scope), right.settled(scope))
            if let x = left.constant, let y = right.constant {
                return with(.truth(comparison.truth(x, y)))
            }
            return with(.comparison(comparison, left, right))
        case .all(let parts): return with(allOf(parts.map { $0.settled(scope) }))
        case .any(let parts): return with(anyOf(parts.map { $0.settled(scope) }))
        case .not(let inner):
            let inner = inner.settled(scope)
            return with(inner.truth.map { .truth(2 - $0) } ?? .not(inner))
        case .isNull(let inner):
            let inner = inner.settled(scope)
            return with(inner.constant.map { .truth($0 == missing ? 2 : 0) } ?? .isNull(inner))
        case .coalesce(let parts): return with(.coalesce(parts.map { $0.settled(scope) }))
        case .choice(let branches, let otherwise):
            return chosen(branches, otherwise: otherwise, scope)
        }
    }

    private func with(_ operation: Operation) -> Expression {
        Expression(operation, type, at: range, scale: scale)
    }

    private var constant: Int64? {
        if case .constant(let value) = operation { value } else { nil }
    }

    private var truth: UInt8? {
        if case .truth(let truth) = operation { truth } else { nil }
    }

    /// The first branch whose condition is true decides; those that are not true are passed over.
    private func chosen(
        _ branches: [Branch], otherwise: Expression, _ scope: Scope
    ) -> Expression {
        var open: [Branch] = []
        for branch in branches {
            let condition = branch.condition.settled(scope)
            switch condition.truth {
            case 2?:
                let value = branch.value.settled(scope)
                return open.isEmpty ? value : with(.choice(open, otherwise: value))
            case .some: continue
            case nil: open.append(Branch(condition: condition, value: branch.value.settled(scope)))
            }
        }
        let last = otherwise.settled(scope)
        return open.isEmpty ? last : with(.choice(open, otherwise: last))
    }

    /// AND: false decides; of two bounds on one value the tighter says what both say.
    private func allOf(_ parts: [Expression]) -> Operation {
        var kept: [Expression] = []
        for part in parts {
            if part.truth == 2 { continue }
            if part.truth == 0 { return .truth(0) }
            if let place = kept.firstIndex(where: { $0.boundsTheSame(as: part) }) {
                kept[place] = kept[place].tighter(part)
            } else {
                kept.append(part)
            }
        }
        return kept.isEmpty ? .truth(2) : .all(kept)
    }

    private func anyOf(_ parts: [Expression]) -> Operation {
        let open = parts.filter { $0.truth != 0 }
        if open.contains(where: { $0.truth == 2 }) { return .truth(2) }
        return open.isEmpty ? .truth(0) : .any(open)
    }

    /// Whether both compare one value, in one way, with a constant that is not null.
    private func boundsTheSame(as other: Expression) -> Bool {
        guard case .comparison(let own, let left, let right) = operation,
            case .comparison(let others, let otherLeft, let otherRight) = other.operation,
            own == others, own != .equal, own != .unequal,
            let limit = right.constant, let otherLimit = otherRight.constant
        else { return false }
        return limit != missing && otherLimit != missing
            && left.canonicalText == otherLeft.canonicalText
    }

    private func tighter(_ other: Expression) -> Expression {
        guard case .comparison(let comparison, let left, let right) = operation,
            case .comparison(_, _, let otherRight) = other.operation,
            let limit = right.constant, let otherLimit = otherRight.constant
        else { return self }
        let isUpper = comparison == .less || comparison == .lessOrEqual
        let limits = isUpper ? min(limit, otherLimit) : max(limit, otherLimit)
        return with(.comparison(comparison, left, right.with(.constant(limits))))
    }

    /// A text that another expression has only if it is the same.
    fileprivate var canonicalText: String {
        func list(_ parts: [Expression]) -> String {
            parts.map(\.canonicalText).joined(separator: " ")
        }
        let kind = type.map { "\($0)" } ?? "null"
        switch operation {
        case .constant(let value): return "\(kind):\(value)"
        case .truth(let truth): return "truth:\(truth)"
        case .text(let text): return "'\(text.utf8.map { String($0) }.joined(separator: " "))'"
        case .column(let name): return "[\(name)]"
        case .bound(let bound): return bound.rawValue
        case .arithmetic(let sign, let left, let right): return "(\(sign) \(list([left, right])))"
        case .dayStart(let inner): return "(day \(inner.canonicalText))"
        case .extract(let field, let inner):
            return "(extract \(field.rawValue) \(inner.canonicalText))"
        case .workingTime(let from, let to): return "(working_time \(list([from, to])))"
        case .workingDays(let from, let to): return "(working_days \(list([from, to])))"
        case .addWorkingDays(let from, let days):
            return "(add_working_days \(list([from, days])))"
        case .magnitude(let inner): return "(abs \(inner.canonicalText))"
        case .least(let parts): return "(least \(list(parts)))"
        case .greatest(let parts): return "(greatest \(list(parts)))"
        case .like(let inner, let pattern):
            return "(like \(inner.canonicalText) \(pattern.canonicalText))"
        case .comparison(let comparison, let left, let right):
            return "(\(comparison) \(list([left, right])))"
        case .all(let parts): return "(and \(list(parts)))"
        case .any(let parts): return "(or \(list(parts)))"
        case .not(let inner): return "(not \(inner.canonicalText))"
        case .isNull(let inner): return "(null \(inner.canonicalText))"
        case .coalesce(let parts): return "(coalesce \(list(parts)))"
        case .choice(let branches, let otherwise):
            let all = branches.flatMap { [$0.condition, $0.value] } + [otherwise]
            return "(case \(list(all)))"
        }
    }
}

extension ComparisonOperator {
    /// The truth of a comparison of two numbers: 0, 1 or 2.
    fileprivate func truth(_ left: Int64, _ right: Int64) -> UInt8 {
        if left == missing || right == missing { return 1 }
        let holds =
            switch self {
            case .equal: left == right
            case .unequal: left != right
            case .less: left < right
            case .lessOrEqual: left <= right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            }
        return holds ? 2 : 0
    }
}
