extension Checker {
    /// A comparison of two values of one type.
    mutating func compare(
        _ comparison: ComparisonOperator, _ left: Expression?, _ right: Expression?,
        at range: Range<Int>
    ) -> Expression? {
        guard let left, let right, let (left, right) = alike(left, right, at: range) else {
            return nil
        }
        checkValue(right, of: left)
        checkValue(left, of: right)
        let sides = [left, right].atOneScale
        return Expression(.comparison(comparison, sides[0], sides[1]), .flag, at: range)
    }

    /// Both expressions if they have one type; a bare null takes the other's.
    private mutating func alike(
        _ left: Expression, _ right: Expression, at range: Range<Int>
    ) -> (Expression, Expression)? {
        guard let leftType = left.type, let rightType = right.type else {
            let type = left.type ?? right.type ?? .integer
            return (left.adopting(type), right.adopting(type))
        }
        if leftType == rightType { return (left, right) }
        if leftType == .instant, rightType == .text {
            _ = require([.instant], right)
        } else if leftType == .text, rightType == .instant {
            _ = require([.instant], left)
        } else {
            report(.unlikeTypes(leftType, rightType), at: range)
        }
        return nil
    }

    /// Reports a text that a column with a closed set of values can never hold.
    private mutating func checkValue(_ literal: Expression, of column: Expression) {
        guard case .text(let text) = literal.operation,
            let (name, values) = closedValues(of: column),
            !values.contains(where: { $0.utf8.elementsEqual(text.utf8) })
        else { return }
        let suggestion = nearest(to: text, among: values)
        report(.unknownValue(text, column: name, suggestion: suggestion), at: literal.range)
    }

    mutating func like(
        _ value: Syntax, _ pattern: Syntax, _ escape: Syntax?, isNot: Bool, at range: Range<Int>
    ) -> Expression? {
        let value = check(value).flatMap { require([.text], $0) }
        var escapeScalar: Unicode.Scalar?
        if let escape {
            guard case .text(let text) = escape.kind, text.unicodeScalars.count == 1 else {
                report(.invalidEscape, at: escape.range)
                return nil
            }
            escapeScalar = text.unicodeScalars.first
        }
        guard case .text(let text) = pattern.kind else {
            report(.patternNotLiteral, at: pattern.range)
            return nil
        }
        guard let read = LikePattern(text, escape: escapeScalar) else {
            report(.idleEscape(pattern: text), at: pattern.range)
            return nil
        }
        guard let value else { return nil }
        if let (column, values) = closedValues(of: value),
            !values.contains(where: { read.matches(Array($0.utf8)) })
        {
            report(.matchesNothing(pattern: text, column: column), at: pattern.range)
        }
        return negate(Expression(.like(value, read), .flag, at: range), isNot)
    }

    mutating func membership(
        _ value: Syntax, _ members: [Syntax], isNot: Bool, at range: Range<Int>
    ) -> Expression? {
        let value = check(value)
        var equalities: [Expression] = []
        for member in members {
            let member = check(member)
            let place = member?.range ?? range
            if let equality = compare(.equal, value, member, at: place) {
                equalities.append(equality)
            }
        }
        guard equalities.count == members.count else { return nil }
        return negate(Expression(.any(equalities), .flag, at: range), isNot)
    }

    mutating func between(
        _ value: Syntax, _ low: Syntax, _ high: Syntax, isNot: Bool, at range: Range<Int>
    ) -> Expression? {
        let (value, low, high) = (check(value), check(low), check(high))
        let above = compare(.greaterOrEqual, value, low, at: low?.range ?? range)
        let below = compare(.lessOrEqual, value, high, at: high?.range ?? range)
        guard let above, let below else { return nil }
        // Both halves stand where the whole stands: a reader sees one clause.
        let halves = [above, below].map { Expression($0.operation, .flag, at: range) }
        return negate(Expression(.all(halves), .flag, at: range), isNot)
    }

    /// `case`: all values have one type, the simple form compares its subject.
    mutating func choice(
        _ subject: Syntax?, _ branches: [Syntax.Branch], _ otherwise: Syntax?, at range: Range<Int>
    ) -> Expression? {
        let subjectValue = subject.map { check($0) }
        var conditions: [Expression?] = []
        var values: [Expression?] = []
        for branch in branches {
            if let subjectValue {
                let value = check(branch.condition)
                conditions.append(
                    compare(.equal, subjectValue, value, at: branch.condition.range))
            } else {
                conditions.append(condition(branch.condition))
            }
            values.append(check(branch.value))
        }
        values.append(otherwise.map { check($0) } ?? .null(at: range))
        guard let (type, typed) = ofOneType(values),
            conditions.allSatisfy({ $0 != nil })
        else { return nil }
        guard let type, let last = typed.last else { return .null(at: range) }
        let checked = zip(conditions.compactMap(\.self), typed).map {
            Expression.Branch(condition: $0, value: $1)
        }
        return Expression(.choice(checked, otherwise: last), type, at: range, scale: last.scale)
    }

    /// Expressions that must have the type of the first that has one.
    mutating func ofOneType(_ expressions: [Expression?]) -> (ValueType?, [Expression])? {
        let present = expressions.compactMap(\.self)
        let type = present.lazy.compactMap(\.type).first
        var typed: [Expression] = []
        for expression in present {
            if let type, expression.type != nil {
                if let fitting = require([type], expression) { typed.append(fitting) }
            } else {
                typed.append(expression.adopting(type))
            }
        }
        return typed.count == expressions.count ? (type, typed.atOneScale) : nil
    }
}
