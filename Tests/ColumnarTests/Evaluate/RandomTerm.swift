import Columnar

/// A formula tree of the tests' own: it writes itself as text and is evaluated row by row.
///
/// The slow clear twin of the evaluation by columns; nothing is shared with it.
indirect enum Term {
    case integer(Int64)
    case text(String)
    case interval(Int64)
    case date(String, Int64)
    case truth(Bool)
    case null
    case column(String)
    case bound(String)
    case arithmetic(String, Term, Term)
    case dayStart(Term)
    case extract(String, Term)
    /// `abs`, `mod`, `least`, `greatest`
    case function(String, [Term])
    case like(Term, String, escape: Character?, isNot: Bool)
    /// The first times a decimal, of so many places, against the second.
    case decimal(String, Term, units: Int64, places: Int, Term)
    case compare(String, Term, Term)
    case all([Term])
    case any([Term])
    case not(Term)
    case isNull(Term, isNot: Bool)
    case member(Term, [Term], isNot: Bool)
    case between(Term, Term, Term, isNot: Bool)
    case coalesce([Term])
    case nullif(Term, Term)
    case choice(subject: Term?, [(Term, Term)], otherwise: Term?)

    var written: String {
        switch self {
        case .integer(let value): value < 0 ? "(\(value))" : "\(value)"
        case .text(let text): "'\(text)'"
        case .interval(let seconds): "interval '\(seconds) seconds'"
        case .date(let text, _): "date '\(text)'"
        case .truth(let truth): "\(truth)"
        case .null: "null"
        case .column(let name), .bound(let name): name
        case .arithmetic(let sign, let left, let right):
            "(\(left.written) \(sign) \(right.written))"
        case .dayStart(let inner): "date(\(inner.written))"
        case .extract(let field, let inner): "extract(\(field) from \(inner.written))"
        case .function(let name, let parts): "\(name)(\(Term.list(parts)))"
        case .like(let value, let pattern, let escape, let isNot):
            "(\(value.written) \(isNot ? "not " : "")like '\(pattern)'"
                + (escape.map { " escape '\($0)'" } ?? "") + ")"
        case .decimal(let sign, let left, let units, let places, let right):
            "(\(left.written) * \(Term.decimal(units, places)) \(sign) \(right.written))"
        case .compare(let sign, let left, let right):
            "(\(left.written) \(sign) \(right.written))"
        case .all(let parts): "(" + parts.map(\.written).joined(separator: " and ") + ")"
        case .any(let parts): "(" + parts.map(\.written).joined(separator: " or ") + ")"
        case .not(let inner): "(not \(inner.written))"
        case .isNull(let inner, let isNot):
            "(\(inner.written) is \(isNot ? "not " : "")null)"
        case .member(let value, let members, let isNot):
            "(\(value.written) \(isNot ? "not " : "")in (\(Term.list(members))))"
        case .between(let value, let low, let high, let isNot):
            "(\(value.written) \(isNot ? "not " : "")between \(low.written) and \(high.written))"
        case .coalesce(let parts): "coalesce(\(Term.list(parts)))"
        case .nullif(let left, let right): "nullif(\(left.written), \(right.written))"
        case .choice(let subject, let branches, let otherwise):
            "case \(subject?.written ?? "") "
                + branches.map { "when \($0.written) then \($1.written) " }.joined()
                + (otherwise.map { "else \($0.written) " } ?? "") + "end"
        }
    }

    private static func decimal(_ units: Int64, _ places: Int) -> String {
        let digits = String(units)
        let zeros = String(repeating: "0", count: max(0, places + 1 - digits.count))
        let padded = zeros + digits
        return "\(padded.dropLast(places)).\(padded.suffix(places))"
    }

    private static func list(_ terms: [Term]) -> String {
        terms.map(\.written).joined(separator: ", ")
    }
}

/// Makes well-typed terms over the columns of `RandomTable`.
struct TermMaker {
    var random: SplitMix64

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    mutating func term(_ type: ValueType, _ depth: Int) -> Term {
        if depth <= 0 || below(5) == 0 { return leaf(type) }
        if type != .flag || below(8) == 0 {
            switch below(type == .text ? 3 : 5) {
            case 0:
                return .coalesce((0...below(2)).map { _ in term(type, depth - 1) } + [leaf(type)])
            case 1: return .nullif(column(type), term(type, depth - 1))
            case 2: return choice(type, depth)
            default: return type == .flag ? condition(depth) : arithmetic(type, depth)
            }
        }
        return condition(depth)
    }

    private mutating func leaf(_ type: ValueType) -> Term {
        if below(3) > 0 { return column(type) }
        switch type {
        case .integer: return .integer(Int64(below(7)) - 2)
        case .instant:
            return pick([
                .bound("period_start"), .bound("period_end"), .bound("as_of"),
                .date("1970-01-02", 86_400), .date("1969-12-31", -86_400),
            ])
        case .duration: return .interval(pick([0, 1, 3_600, 86_400, 40_000_000]))
        case .text: return .text(pick(["a", "b", "c", "zz", ""]))
        case .flag: return .truth(below(2) == 0)
        }
    }

    private mutating func column(_ type: ValueType) -> Term {
        switch type {
        case .integer: .column(pick(["n", "m"]))
        case .instant: .column(pick(["x", "y"]))
        case .duration: .column("d")
        case .text: .column(pick(["s", "t", "s", "id"]))
        case .flag: .column("f")
        }
    }

    private mutating func arithmetic(_ type: ValueType, _ depth: Int) -> Term {
        switch (type, below(6)) {
        case (.integer, 0), (.duration, 0):
            .arithmetic("*", term(type, depth - 1), term(.integer, depth - 1))
        case (.integer, 3): number(depth)
        case (_, 4):
            .function(
                pick(["least", "greatest"]), (0...below(2)).map { _ in term(type, depth - 1) })
        case (.integer, 5), (.duration, 5):
            pick([
                .arithmetic("/", term(type, depth - 1), term(.integer, depth - 1)),
                .arithmetic("%", term(type, depth - 1), term(type, depth - 1)),
                .function("mod", [term(type, depth - 1), leaf(type)]),
                .function("abs", [term(type, depth - 1)]),
            ])
        case (.integer, _): .arithmetic(pick(["+", "-"]), term(type, depth - 1), leaf(type))
        case (.duration, 1): .arithmetic("-", term(.instant, depth - 1), term(.instant, depth - 1))
        case (.duration, _): .arithmetic(pick(["+", "-"]), term(type, depth - 1), leaf(type))
        case (_, 0): .dayStart(term(.instant, depth - 1))
        default: .arithmetic(pick(["+", "-"]), term(.instant, depth - 1), leaf(.duration))
        }
    }

    /// A number that is made of other things.
    private mutating func number(_ depth: Int) -> Term {
        if below(4) == 0 {
            return .arithmetic("/", term(.duration, depth - 1), term(.duration, depth - 1))
        }
        let fields = [
            "year", "quarter", "month", "day", "hour", "minute", "second", "dow", "isodow", "doy",
            "week", "isoyear",
        ]
        return .extract(pick(fields), term(.instant, depth - 1))
    }

    private mutating func choice(_ type: ValueType, _ depth: Int) -> Term {
        let subjectType = pick([ValueType.integer, .text])
        let subject = below(2) == 0 ? column(subjectType) : nil
        let branches = (0...below(2)).map { _ in
            (
                subject == nil ? term(.flag, depth - 1) : term(subjectType, depth - 1),
                term(type, depth - 1)
            )
        }
        return .choice(
            subject: subject, branches, otherwise: below(2) == 0 ? nil : term(type, depth - 1))
    }

    private mutating func condition(_ depth: Int) -> Term {
        let type = pick([ValueType.integer, .instant, .instant, .duration, .text, .text, .flag])
        switch below(11) {
        case 9:
            let patterns = [
                "%", "a%", "%a", "_", "a_", "_%", "", "%a%a%", "id_", "z_", "!%", "!!_",
            ]
            let hasEscape = below(3) == 0
            let pattern = pick(patterns)
            return .like(
                term(.text, depth - 1), pattern, escape: hasEscape ? "!" : nil,
                isNot: below(2) == 0)
        case 10:
            let type = pick([ValueType.integer, .duration])
            return .decimal(
                pick(["=", "<", ">="]), term(type, depth - 1),
                units: Int64(1 + below(999)) * 10 + 5,
                places: 1 + below(5), leaf(type))
        case 0: return .all((0...1 + below(2)).map { _ in term(.flag, depth - 1) })
        case 1: return .any((0...1 + below(2)).map { _ in term(.flag, depth - 1) })
        case 2: return .not(term(.flag, depth - 1))
        case 3: return .isNull(term(type, depth - 1), isNot: below(2) == 0)
        case 4:
            let members = (0...below(3)).map { _ in below(6) == 0 ? Term.null : leaf(type) }
            return .member(term(type, depth - 1), members, isNot: below(2) == 0)
        case 5:
            return .between(
                term(type, depth - 1), leaf(type), term(type, depth - 1), isNot: below(2) == 0)
        default:
            let sign = pick(["=", "<>", "!=", "<", "<=", ">", ">="])
            return .compare(sign, term(type, depth - 1), term(type, depth - 1))
        }
    }
}
