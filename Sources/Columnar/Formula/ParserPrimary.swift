extension Parser {
    /// A literal, a name, a call, a `case`, or an expression in parentheses.
    mutating func primary() throws(FormulaFault) -> Syntax {
        let start = token.range.lowerBound
        switch token.kind {
        case .integer(let value): return try leaf(.integer(value), from: start)
        case .decimal(let value): return try leaf(.decimal(value), from: start)
        case .text(let text): return try leaf(.text(text), from: start)
        case .keyword(.null): return try leaf(.null, from: start)
        case .keyword(.true): return try leaf(.truth(true), from: start)
        case .keyword(.false): return try leaf(.truth(false), from: start)
        case .quotedName(let name): return try leaf(.name(name, isQuoted: true), from: start)
        case .keyword(.case): return try choice()
        case .name(let name):
            if case .text(let text) = following.kind,
                let literal = try literal(name.lowercasedASCII, text)
            {
                advance()
                return try leaf(literal, from: start)
            }
            if following.kind == .sign(.leftParenthesis) { return try call(name.lowercasedASCII) }
            return try leaf(.name(name, isQuoted: false), from: start)
        case .sign(.leftParenthesis):
            advance()
            let inner = try expression()
            try expect(.sign(.rightParenthesis), ")")
            return inner
        default:
            throw unexpected("a value")
        }
    }

    private mutating func leaf(
        _ kind: Syntax.Kind, from start: Int
    ) throws(FormulaFault) -> Syntax {
        advance()
        return try node(kind, from: start)
    }

    /// The literal that a word and the text behind it make, if the word begins one.
    private func literal(_ word: String, _ text: String) throws(FormulaFault) -> Syntax.Kind? {
        let range = following.range
        switch word {
        case "date":
            guard let instant = InstantLiteral.date(text) else {
                throw FormulaFault(.invalidLiteral(.date, text: text), at: range)
            }
            return .date(instant)
        case "timestamp":
            guard let instant = InstantLiteral.timestamp(text) else {
                throw FormulaFault(.invalidLiteral(.timestamp, text: text), at: range)
            }
            return .timestamp(instant)
        case "interval":
            return .interval(try IntervalLiteral.seconds(of: text, at: range))
        default:
            return nil
        }
    }

    private mutating func choice() throws(FormulaFault) -> Syntax {
        let start = token.range.lowerBound
        advance()
        let subject = token.kind == .keyword(.when) ? nil : try expression()
        var branches: [Syntax.Branch] = []
        while take(.keyword(.when)) {
            let condition = try expression()
            try expect(.keyword(.then), "then")
            branches.append(Syntax.Branch(condition: condition, value: try expression()))
        }
        guard !branches.isEmpty else { throw unexpected("when") }
        let otherwise = take(.keyword(.else)) ? try expression() : nil
        try expect(.keyword(.end), otherwise == nil ? "when, else or end" : "end")
        return try node(
            .choice(subject: subject, branches: branches, otherwise: otherwise), from: start)
    }
}

extension Token {
    /// How messages name this token.
    var wording: String {
        switch kind {
        case .keyword(let keyword): keyword.rawValue
        case .name(let name): name
        case .quotedName(let name): "\"\(name)\""
        case .integer(let value): "\(value)"
        case .decimal(let value): value.text
        case .text(let text): "'\(text)'"
        case .comparison(let comparison): comparison.rawValue
        case .sign(let sign): sign.rawValue
        case .end: "the end"
        }
    }
}
