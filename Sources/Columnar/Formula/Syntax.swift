/// A formula as parsed: what was written, not yet checked against any columns.
package struct Syntax: Sendable, Equatable {
    let kind: Kind
    /// Place in the text of the formula, UTF-8 offsets.
    package let range: Range<Int>
    /// Nesting below this node: the recursion that a walk needs.
    let depth: Int

    init(_ kind: Kind, at range: Range<Int>) {
        self.kind = kind
        self.range = range
        depth = 1 + (kind.children.map(\.depth).max() ?? 0)
    }

    indirect enum Kind: Sendable, Equatable {
        case integer(Int64)
        case decimal(DecimalLiteral)
        case text(String)
        case date(Int64)
        case timestamp(Int64)
        case interval(Int64)
        case truth(Bool)
        case null
        case name(String, isQuoted: Bool)
        case negated(Syntax)
        case not(Syntax)
        case arithmetic(ArithmeticOperator, Syntax, Syntax)
        case comparison(ComparisonOperator, Syntax, Syntax)
        case all([Syntax])
        case any([Syntax])
        case isNull(Syntax, isNot: Bool)
        case membership(Syntax, [Syntax], isNot: Bool)
        case between(Syntax, Syntax, Syntax, isNot: Bool)
        case like(Syntax, pattern: Syntax, escape: Syntax?, isNot: Bool)
        case extract(CalendarField, Syntax)
        case choice(subject: Syntax?, branches: [Branch], otherwise: Syntax?)
        case call(Call)
    }

    /// One branch: `when condition then value`.
    struct Branch: Sendable, Equatable {
        let condition: Syntax
        let value: Syntax
    }

    /// A call: `function(distinct arguments) within group (order by order) filter (where filter)`.
    struct Call: Sendable, Equatable {
        let function: String
        let functionRange: Range<Int>
        let arguments: [Syntax]
        /// Whether `*` stands for the arguments.
        let hasStar: Bool
        /// Whether `distinct` stands before the arguments.
        let isDistinct: Bool
        /// What `within group (order by …)` names.
        let order: Syntax?
        let filter: Syntax?
    }
}

extension Syntax.Kind {
    /// The nodes directly below.
    var children: [Syntax] {
        switch self {
        case .integer, .decimal, .text, .date, .timestamp, .interval, .truth, .null, .name: []
        case .negated(let inner), .not(let inner), .isNull(let inner, _), .extract(_, let inner):
            [inner]
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right):
            [left, right]
        case .all(let parts), .any(let parts): parts
        case .membership(let value, let members, _): [value] + members
        case .between(let value, let low, let high, _): [value, low, high]
        case .like(let value, let pattern, let escape, _):
            [value, pattern] + (escape.map { [$0] } ?? [])
        case .choice(let subject, let branches, let otherwise):
            [subject, otherwise].compactMap(\.self)
                + branches.flatMap { [$0.condition, $0.value] }
        case .call(let call): call.arguments + [call.order, call.filter].compactMap(\.self)
        }
    }
}

/// Reading formulas.
package enum Formula {
    /// Longest text of a formula, bytes.
    package static let longest = 65_536
    /// Deepest nesting of a formula, so that hostile text cannot exhaust the stack.
    package static let deepest = 200

    /// The tree of a formula, or the first fault of its grammar.
    package static func parse(_ text: String) throws(FormulaFaults) -> Syntax {
        do throws(FormulaFault) {
            guard text.utf8.count <= longest else {
                throw FormulaFault(.tooLong(limit: longest), at: 0..<text.utf8.count)
            }
            var parser = Parser(try Scanner.tokens(of: text))
            return try parser.formula()
        } catch {
            throw FormulaFaults([error])
        }
    }
}
