extension Syntax {
    /// The tree in one canonical spelling: small keywords, single spaces, no idle parentheses.
    ///
    /// Parsing it gives the same tree.
    package var canonical: String { text(atLeast: .disjunction) }

    /// What binds tighter than what; parentheses are needed around anything looser than asked.
    private enum Precedence: Int {
        case disjunction, conjunction, negation, predicate, sum, product, sign, primary
    }

    private func text(atLeast wanted: Precedence) -> String {
        precedence.rawValue < wanted.rawValue ? "(\(bareText))" : bareText
    }

    private var precedence: Precedence {
        switch kind {
        case .any: .disjunction
        case .all: .conjunction
        case .not: .negation
        case .comparison, .isNull, .membership, .between, .like: .predicate
        case .arithmetic(.times, _, _), .arithmetic(.dividedBy, _, _), .arithmetic(.modulo, _, _):
            .product
        case .arithmetic: .sum
        case .negated: .sign
        default: .primary
        }
    }

    private var bareText: String {
        switch kind {
        case .integer(let value): "\(value)"
        case .decimal(let value): value.text
        case .text(let text): Self.quote(text, with: "'")
        case .date(let instant): "date '\(InstantLiteral.dateText(instant))'"
        case .timestamp(let instant): "timestamp '\(InstantLiteral.timestampText(instant))'"
        case .interval(let seconds): "interval '\(IntervalLiteral.text(seconds))'"
        case .truth(let truth): "\(truth)"
        case .null: "null"
        case .name(let name, let isQuoted): isQuoted ? Self.quote(name, with: "\"") : name
        case .negated(let inner): "- \(inner.text(atLeast: .sign))"
        case .not(let inner): "not \(inner.text(atLeast: .negation))"
        case .arithmetic(let sign, let left, let right):
            precedence == .product
                ? "\(left.text(atLeast: .product)) \(sign.rawValue) \(right.text(atLeast: .sign))"
                : "\(left.text(atLeast: .sum)) \(sign.rawValue) \(right.text(atLeast: .product))"
        case .comparison(let comparison, let left, let right):
            "\(left.text(atLeast: .sum)) \(comparison.rawValue) \(right.text(atLeast: .sum))"
        case .all(let parts):
            parts.map { $0.text(atLeast: .negation) }.joined(separator: " and ")
        case .any(let parts):
            parts.map { $0.text(atLeast: .conjunction) }.joined(separator: " or ")
        case .isNull(let value, let isNot):
            "\(value.text(atLeast: .sum)) is\(isNot ? " not" : "") null"
        case .membership(let value, let members, let isNot):
            "\(value.text(atLeast: .sum))\(isNot ? " not" : "") in (\(Self.list(members)))"
        case .between(let value, let low, let high, let isNot):
            "\(value.text(atLeast: .sum))\(isNot ? " not" : "") between "
                + "\(low.text(atLeast: .sum)) and \(high.text(atLeast: .sum))"
        case .like(let value, let pattern, let escape, let isNot):
            "\(value.text(atLeast: .sum))\(isNot ? " not" : "") like \(pattern.text(atLeast: .sum))"
                + (escape.map { " escape \($0.text(atLeast: .sum))" } ?? "")
        case .extract(let field, let inner): "extract(\(field.rawValue) from \(inner.canonical))"
        case .choice(let subject, let branches, let otherwise):
            Self.choice(subject, branches, otherwise)
        case .call(let call): call.text
        }
    }

    fileprivate static func list(_ parts: [Syntax]) -> String {
        parts.map(\.canonical).joined(separator: ", ")
    }

    private static func choice(
        _ subject: Syntax?, _ branches: [Branch], _ otherwise: Syntax?
    ) -> String {
        var words = ["case"]
        if let subject { words.append(subject.canonical) }
        for branch in branches {
            words.append("when \(branch.condition.canonical) then \(branch.value.canonical)")
        }
        if let otherwise { words.append("else \(otherwise.canonical)") }
        return (words + ["end"]).joined(separator: " ")
    }

    private static func quote(_ text: String, with quote: Character) -> String {
        let doubled = text.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return "\(quote)\(String(doubled))\(quote)"
    }
}

extension Syntax.Call {
    fileprivate var text: String {
        let inner = hasStar ? "*" : Syntax.list(arguments)
        let group = order.map { " within group (order by \($0.canonical))" } ?? ""
        let suffix = filter.map { " filter (where \($0.canonical))" } ?? ""
        return "\(function)(\(isDistinct ? "distinct " : "")\(inner))\(group)\(suffix)"
    }
}
