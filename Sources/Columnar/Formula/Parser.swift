/// Recursive descent over the tokens of a formula.
///
/// Loosest first: `or`, `and`, `not`, one comparison or test, `+ -`, `* / %`, sign, primary; the
/// precedence of standard SQL. Comparisons do not chain.
struct Parser {
    private let tokens: [Token]
    private var position = 0
    private var nesting = 0

    init(_ tokens: [Token]) {
        self.tokens = tokens
    }

    /// The whole text as one expression.
    mutating func formula() throws(FormulaFault) -> Syntax {
        let syntax = try expression()
        guard token.kind == .end else { throw unexpected("the end or an operator") }
        return syntax
    }

    var token: Token { tokens[position] }
    var following: Token { tokens[min(position + 1, tokens.count - 1)] }
    var consumedEnd: Int { position == 0 ? 0 : tokens[position - 1].range.upperBound }

    mutating func advance() {
        position = min(position + 1, tokens.count - 1)
    }

    /// Steps over a token of that kind, if it stands here.
    mutating func take(_ kind: Token.Kind) -> Bool {
        guard token.kind == kind else { return false }
        advance()
        return true
    }

    mutating func expect(_ kind: Token.Kind, _ wording: String) throws(FormulaFault) {
        guard take(kind) else { throw unexpected(wording) }
    }

    func unexpected(_ wanted: String) -> FormulaFault {
        FormulaFault(.expected(wanted, found: token.wording), at: token.range)
    }

    /// A node from `start` up to the last token taken.
    func node(_ kind: Syntax.Kind, from start: Int) throws(FormulaFault) -> Syntax {
        let syntax = Syntax(kind, at: start..<consumedEnd)
        guard syntax.depth <= Formula.deepest else { throw tooDeep(at: syntax.range) }
        return syntax
    }

    private func tooDeep(at range: Range<Int>) -> FormulaFault {
        FormulaFault(.tooDeep(limit: Formula.deepest), at: range)
    }

    /// An expression of any precedence; all recursion passes here.
    mutating func expression() throws(FormulaFault) -> Syntax {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Formula.deepest else { throw tooDeep(at: token.range) }
        let start = token.range.lowerBound
        var parts = [try conjunction()]
        while take(.keyword(.or)) { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : try node(.any(parts), from: start)
    }

    private mutating func conjunction() throws(FormulaFault) -> Syntax {
        let start = token.range.lowerBound
        var parts = [try negation()]
        while take(.keyword(.and)) { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : try node(.all(parts), from: start)
    }

    private mutating func negation() throws(FormulaFault) -> Syntax {
        var starts: [Int] = []
        while token.kind == .keyword(.not) {
            starts.append(token.range.lowerBound)
            advance()
        }
        var syntax = try predicate()
        for start in starts.reversed() { syntax = try node(.not(syntax), from: start) }
        return syntax
    }

    private mutating func predicate() throws(FormulaFault) -> Syntax {
        let start = token.range.lowerBound
        var syntax = try sum()
        if case .comparison(let comparison) = token.kind {
            advance()
            let right = try sum()
            syntax = try node(.comparison(comparison, syntax, right), from: start)
        } else {
            syntax = try setPredicate(syntax, from: start)
        }
        while take(.keyword(.is)) {
            let isNot = take(.keyword(.not))
            try expect(.keyword(.null), isNot ? "null" : "null or not null")
            syntax = try node(.isNull(syntax, isNot: isNot), from: start)
        }
        return syntax
    }

    /// `[not] in (…)`, `[not] between … and …` or `[not] like …` behind a value.
    private mutating func setPredicate(
        _ value: Syntax, from start: Int
    ) throws(FormulaFault) -> Syntax {
        let isNot = token.kind == .keyword(.not)
        let word = isNot ? following : token
        switch word.kind {
        case .name(let name) where name.lowercasedASCII == "like":
            if isNot { advance() }
            advance()
            let pattern = try sum()
            let escape = takeWord("escape") ? try sum() : nil
            return try node(
                .like(value, pattern: pattern, escape: escape, isNot: isNot), from: start)
        case .name(let name) where Self.otherMatches.contains(name.lowercasedASCII):
            throw FormulaFault(.unsupported(name.lowercasedASCII), at: word.range)
        case .keyword(.in):
            if isNot { advance() }
            advance()
            try expect(.sign(.leftParenthesis), "(")
            let members = try list()
            return try node(.membership(value, members, isNot: isNot), from: start)
        case .keyword(.between):
            if isNot { advance() }
            advance()
            let low = try sum()
            try expect(.keyword(.and), "and")
            let high = try sum()
            return try node(.between(value, low, high, isNot: isNot), from: start)
        default:
            if isNot { throw unexpected("an operator") }
            return value
        }
    }

    /// Ways to match a text that not all databases have.
    private static let otherMatches = ["similar", "ilike", "regexp", "rlike", "glob"]

    /// Steps over a word that is not reserved, if it stands here.
    mutating func takeWord(_ word: String) -> Bool {
        guard case .name(let name) = token.kind, name.lowercasedASCII == word else { return false }
        advance()
        return true
    }

    mutating func expectWord(_ word: String) throws(FormulaFault) {
        guard takeWord(word) else { throw unexpected(word) }
    }

    /// Expressions between commas up to the closing parenthesis, at least one.
    mutating func list() throws(FormulaFault) -> [Syntax] {
        var members: [Syntax] = []
        repeat { members.append(try expression()) } while take(.sign(.comma))
        try expect(.sign(.rightParenthesis), ", or )")
        return members
    }

    private mutating func sum() throws(FormulaFault) -> Syntax {
        let start = token.range.lowerBound
        var syntax = try product()
        while token.kind == .sign(.plus) || token.kind == .sign(.minus) {
            let sign: ArithmeticOperator = token.kind == .sign(.plus) ? .plus : .minus
            advance()
            let right = try product()
            syntax = try node(.arithmetic(sign, syntax, right), from: start)
        }
        return syntax
    }

    private mutating func product() throws(FormulaFault) -> Syntax {
        let start = token.range.lowerBound
        var syntax = try signed()
        while let sign = factorSign {
            advance()
            let right = try signed()
            syntax = try node(.arithmetic(sign, syntax, right), from: start)
        }
        return syntax
    }

    /// The operator that stands here, if it binds as tightly as `*`.
    private var factorSign: ArithmeticOperator? {
        switch token.kind {
        case .sign(.star): .times
        case .sign(.slash): .dividedBy
        case .sign(.percent): .modulo
        default: nil
        }
    }

    private mutating func signed() throws(FormulaFault) -> Syntax {
        var starts: [Int] = []
        while token.kind == .sign(.minus) || token.kind == .sign(.plus) {
            if token.kind == .sign(.minus) { starts.append(token.range.lowerBound) }
            advance()
        }
        var syntax = try primary()
        for start in starts.reversed() { syntax = try node(.negated(syntax), from: start) }
        return syntax
    }
}
