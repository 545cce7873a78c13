extension Parser {
    /// A call, or one of the forms that SQL writes like calls.
    mutating func call(_ function: String) throws(FormulaFault) -> Syntax {
        let nameToken = token
        let start = nameToken.range.lowerBound
        advance()
        advance()
        switch function {
        case "extract": return try node(try extract(), from: start)
        case "cast": return try cast(nameToken)
        default: break
        }
        let isDistinct = takeDistinct()
        var arguments: [Syntax] = []
        var hasStar = false
        if take(.sign(.star)) {
            hasStar = true
            try expect(.sign(.rightParenthesis), ")")
        } else if !take(.sign(.rightParenthesis)) {
            arguments = try list()
        }
        let call = Syntax.Call(
            function: function, functionRange: nameToken.range, arguments: arguments,
            hasStar: hasStar, isDistinct: isDistinct, order: try order(), filter: try filter())
        return try node(.call(call), from: start)
    }

    /// `distinct` before an argument; a column may have that name.
    private mutating func takeDistinct() -> Bool {
        guard following.kind != .sign(.comma), following.kind != .sign(.rightParenthesis) else {
            return false
        }
        return takeWord("distinct")
    }

    /// What stands in `extract(year from x)`.
    private mutating func extract() throws(FormulaFault) -> Syntax.Kind {
        guard case .name(let name) = token.kind else { throw unexpected("a part such as year") }
        guard let field = CalendarField(rawValue: name.lowercasedASCII) else {
            let known = CalendarField.allCases.map(\.rawValue)
            throw FormulaFault(
                .unknownField(name, suggestion: nearest(to: name, among: known)), at: token.range)
        }
        advance()
        try expectWord("from")
        let instant = try expression()
        try expect(.sign(.rightParenthesis), ")")
        return .extract(field, instant)
    }

    /// What stands in `cast(x as date)`, which is `date(x)`.
    private mutating func cast(_ nameToken: Token) throws(FormulaFault) -> Syntax {
        let value = try expression()
        try expectWord("as")
        guard takeWord("date") else {
            throw FormulaFault(.unsupported("cast as \(token.wording)"), at: token.range)
        }
        try expect(.sign(.rightParenthesis), ")")
        let call = Syntax.Call(
            function: Builtin.date.rawValue, functionRange: nameToken.range, arguments: [value],
            hasStar: false, isDistinct: false, order: nil, filter: nil)
        return try node(.call(call), from: nameToken.range.lowerBound)
    }

    /// `within group (order by …)`, if it stands here.
    private mutating func order() throws(FormulaFault) -> Syntax? {
        guard takeWord("within") else { return nil }
        try expectWord("group")
        try expect(.sign(.leftParenthesis), "(")
        try expectWord("order")
        try expectWord("by")
        let value = try expression()
        if case .name(let word) = token.kind, word.lowercasedASCII == "desc" {
            throw FormulaFault(.unsupported("desc"), at: token.range)
        }
        _ = takeWord("asc")
        try expect(.sign(.rightParenthesis), ")")
        return value
    }

    /// `filter (where …)`, if it stands here.
    private mutating func filter() throws(FormulaFault) -> Syntax? {
        guard takeWord("filter") else { return nil }
        try expect(.sign(.leftParenthesis), "(")
        try expectWord("where")
        let condition = try expression()
        try expect(.sign(.rightParenthesis), ")")
        return condition
    }
}
