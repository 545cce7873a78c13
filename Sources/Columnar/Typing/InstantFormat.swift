/// One declared way of writing an instant, made from a pattern such as `dd/MM/yyyy HH:mm:ss`.
///
/// Letters: `yyyy`, `yy`, `MM`, `M`, `dd`, `d`, `HH`, `H`, `hh`, `h` (with `a`), `mm`, `m`, `ss`,
/// `s`, `f`, `F`, `a`, `X`. A doubled letter takes exactly that many digits, a single one takes one
/// or two; `f` takes one to nine digits of a fraction and `ff…` exactly so many, all cut off; `F`
/// and `FF…` do the same and round up to the next second, so that an end a moment after its due
/// date is not on time. `a` is AM, PM, SA or CH in any case. `X` (also `XX`, `XXX`, `±HH[:mm]`) is
/// `Z`, `+07`, `+0700` or `+07:00`. `[…]` may be absent, `'…'` is literal, and so is a word with a
/// letter outside ASCII, such as `giờ`. A year of two digits lies in 1970 to 2069.
///
/// Only real days and times of day match, and only where the whole field does.
package struct InstantFormat: Sendable {
    /// Most optional parts that a pattern may have.
    package static let optionalPartLimit = 6
    /// Years of two digits below this one belong to 20yy, the others to 19yy.
    package static let shortYearPivot = 70

    /// The pattern as declared.
    package let pattern: String
    /// Every form that the optional parts allow, those with fewer parts first.
    let layouts: [InstantLayout]

    /// Compiles the pattern; throws the reason why it cannot be read exactly.
    package init(_ pattern: String) throws(InstantPatternFault) {
        self.pattern = pattern
        var parser = InstantPatternParser(pattern)
        var layouts: [InstantLayout] = []
        for tokens in Self.forms(of: try parser.parse()[...]) {
            layouts.append(try InstantLayout(tokens))
        }
        self.layouts = layouts
    }

    /// All sequences of tokens that a tree stands for; without an optional part before with it.
    private static func forms(of nodes: ArraySlice<InstantNode>) -> [[InstantToken]] {
        guard let first = nodes.first else { return [[]] }
        let rest = forms(of: nodes.dropFirst())
        switch first {
        case .token(let token): return rest.map { [token] + $0 }
        case .optional(let inner):
            let filled = forms(of: inner[...])
            return rest + filled.flatMap { head in rest.map { head + $0 } }
        }
    }
}

/// One form of a format, without optional parts: its tokens in order, checked.
struct InstantLayout: Sendable {
    let tokens: [InstantToken]
    /// The tokens again, without a reference to count in each step of the reading.
    let steps: [InstantStep]
    /// The bytes of all literals, one after the other.
    let literals: [UInt8]

    init(_ tokens: [InstantToken]) throws(InstantPatternFault) {
        self.tokens = Self.joiningLiterals(tokens)
        var literals: [UInt8] = []
        steps = self.tokens.map { InstantStep($0, literals: &literals) }
        self.literals = literals
        try checkParts()
        try checkBorders()
    }

    private static func joiningLiterals(_ tokens: [InstantToken]) -> [InstantToken] {
        var joined: [InstantToken] = []
        for token in tokens {
            if case .literal(let next) = token, case .literal(let text) = joined.last {
                joined[joined.count - 1] = .literal(text + next)
            } else {
                joined.append(token)
            }
        }
        return joined
    }

    /// No part twice, and none without those on which it rests.
    private func checkParts() throws(InstantPatternFault) {
        var seen: [InstantPart] = []
        var hasClockHour = false
        for token in tokens {
            guard let part = token.part else { continue }
            guard !seen.contains(part) else { throw .repeated(part) }
            seen.append(part)
            if case .number(_, .clockHour, _, _) = token { hasClockHour = true }
        }
        for part in [InstantPart.year, .month, .day] where !seen.contains(part) {
            throw .lacks(part)
        }
        let hasHalfDay = seen.contains(.halfDay)
        if hasClockHour, !hasHalfDay { throw .clockHourWithoutHalfDay }
        if hasHalfDay, !hasClockHour { throw .halfDayWithoutClockHour }
        let rests: [(InstantPart, on: InstantPart)] = [
            (.minute, .hour), (.second, .minute), (.fraction, .second), (.offset, .hour),
        ]
        for (part, base) in rests where seen.contains(part) && !seen.contains(base) {
            throw .lacks(base)
        }
    }

    /// A number of open length must end where it visibly ends, and nothing may need trimming.
    private func checkBorders() throws(InstantPatternFault) {
        for (token, next) in zip(tokens, tokens.dropFirst()) {
            guard case .number(let part, _, let least, let most) = token, least < most else {
                continue
            }
            switch next {
            case .number: throw .openNumberBeforeDigit(part)
            case .literal(let text):
                if let first = text.first, isDigit(first) { throw .openNumberBeforeDigit(part) }
            case .halfDay, .offset: break
            }
        }
        if case .literal(let text) = tokens.first, let first = text.first, isBlank(first) {
            throw .blankEnd
        }
        if case .literal(let text) = tokens.last, let last = text.last, isBlank(last) {
            throw .blankEnd
        }
    }
}
