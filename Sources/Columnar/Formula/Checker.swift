/// Gives types to a parsed formula over one row, and collects every fault on the way.
///
/// A part that is at fault comes back as nil; whatever holds it keeps silent about it, so that one
/// mistake is told once.
struct Checker {
    let schema: Schema
    /// The aggregate whose arguments are being checked, if any.
    var aggregate: String?
    private(set) var faults: [FormulaFault] = []

    init(_ schema: Schema) {
        self.schema = schema
    }

    mutating func report(_ kind: FormulaFault.Kind, at range: Range<Int>) {
        faults.append(FormulaFault(kind, at: range))
    }

    /// The typed tree, or nil after reporting why there is none.
    mutating func check(_ syntax: Syntax) -> Expression? {
        let range = syntax.range
        switch syntax.kind {
        case .integer(let value): return Expression(.constant(value), .integer, at: range)
        case .decimal(let value):
            return Expression(.constant(value.units), .integer, at: range, scale: value.places)
        case .interval(let value): return Expression(.constant(value), .duration, at: range)
        case .date(let value), .timestamp(let value):
            return Expression(.constant(value), .instant, at: range)
        case .text(let text): return Expression(.text(text), .text, at: range)
        case .truth(let truth): return Expression(.truth(truth ? 2 : 0), .flag, at: range)
        case .null: return .null(at: range)
        case .name(let name, let isQuoted): return column(name, isQuoted: isQuoted, at: range)
        case .negated(let inner): return negated(inner, at: range)
        case .arithmetic(let sign, let left, let right):
            return arithmetic(sign, left, right, at: range)
        case .comparison(let comparison, let left, let right):
            let (left, right) = (check(left), check(right))
            return compare(comparison, left, right, at: range)
        case .not(let inner):
            return condition(inner).map { Expression(.not($0), .flag, at: range) }
        case .all(let parts):
            return conditions(parts).map { Expression(.all($0), .flag, at: range) }
        case .any(let parts):
            return conditions(parts).map { Expression(.any($0), .flag, at: range) }
        case .isNull(let value, let isNot):
            return check(value).map {
                negate(Expression(.isNull($0), .flag, at: range), isNot)
            }
        case .membership(let value, let members, let isNot):
            return membership(value, members, isNot: isNot, at: range)
        case .between(let value, let low, let high, let isNot):
            return between(value, low, high, isNot: isNot, at: range)
        case .like(let value, let pattern, let escape, let isNot):
            return like(value, pattern, escape, isNot: isNot, at: range)
        case .extract(let field, let inner):
            return check(inner).flatMap { require([.instant], $0) }.map {
                Expression(.extract(field, $0), .integer, at: range)
            }
        case .choice(let subject, let branches, let otherwise):
            return choice(subject, branches, otherwise, at: range)
        case .call(let call): return self.call(call, at: range)
        }
    }

    /// A typed tree whose value is a flag.
    mutating func condition(_ syntax: Syntax) -> Expression? {
        check(syntax).flatMap { require([.flag], $0) }
    }

    private mutating func conditions(_ parts: [Syntax]) -> [Expression]? {
        var checked: [Expression] = []
        for part in parts {
            if let condition = condition(part) { checked.append(condition) }
        }
        return checked.count == parts.count ? checked : nil
    }

    /// The expression if its type is one of these; a bare null becomes the first of them.
    mutating func require(_ types: [ValueType], _ expression: Expression) -> Expression? {
        guard let type = expression.type else { return expression.adopting(types.first) }
        if types.contains(type) { return expression }
        if case .text(let text) = expression.operation, types == [.instant] {
            report(.textForInstant(text), at: expression.range)
        } else {
            report(.wrongType(expected: types, found: type), at: expression.range)
        }
        return nil
    }

    /// The expression if its value has no digits behind the point.
    mutating func whole(_ expression: Expression) -> Expression? {
        guard expression.scale == 0 else {
            report(.decimalForWhole, at: expression.range)
            return nil
        }
        return expression
    }

    func negate(_ expression: Expression, _ isNot: Bool) -> Expression {
        isNot ? Expression(.not(expression), .flag, at: expression.range) : expression
    }

    private mutating func column(
        _ name: String, isQuoted: Bool, at range: Range<Int>
    ) -> Expression? {
        if !isQuoted, let bound = Bound(rawValue: name.lowercasedASCII) {
            return Expression(.bound(bound), .instant, at: range)
        }
        guard let field = field(name, isQuoted: isQuoted) else {
            let known = schema.fields.map(\.name) + (isQuoted ? [] : Bound.allCases.map(\.rawValue))
            report(.unknownColumn(name, suggestion: nearest(to: name, among: known)), at: range)
            return nil
        }
        return Expression(.column(field.name), field.type, at: range)
    }

    /// The field of that name; unquoted, letter case does not matter where it need not.
    private func field(_ name: String, isQuoted: Bool) -> Schema.Field? {
        if let index = schema.index(of: name) { return schema.fields[index] }
        guard !isQuoted else { return nil }
        let folded = name.lowercasedASCII
        let matches = schema.fields.filter { $0.name.lowercasedASCII == folded }
        return matches.count == 1 ? matches[0] : nil
    }

    /// The values of a column that can have no others.
    func closedValues(of expression: Expression) -> (column: String, values: [String])? {
        guard case .column(let name) = expression.operation, let index = schema.index(of: name),
            let values = schema.fields[index].values
        else { return nil }
        return (name, values)
    }
}

extension Expression {
    /// This expression, or a null of that type if it is a bare null.
    func adopting(_ type: ValueType?) -> Expression {
        guard self.type == nil, let type else { return self }
        return Expression(type == .flag ? .truth(1) : .constant(missing), type, at: range)
    }
}
