/// What a part of an instant's text says.
package enum InstantPart: Sendable, Hashable {
    /// `yyyy`, or `yy` with the declared pivot.
    case year
    /// `MM`, `M`
    case month
    /// `dd`, `d`
    case day
    /// `HH`, `H`: 0 to 23; `hh`, `h`: 1 to 12.
    case hour
    /// `mm`, `m`
    case minute
    /// `ss`, `s`
    case second
    /// `f` to `fffffffff`
    case fraction
    /// `a`: AM, PM, SA, CH
    case halfDay
    /// `X`: Z, ±HH, ±HHmm, ±HH:mm
    case offset
}

/// Why a pattern cannot say how an instant is written.
///
/// Offsets count characters of the pattern from 0.
package enum InstantPatternFault: Error, Sendable, Equatable {
    /// A letter that stands for nothing; words belong in quotes.
    case unknownLetter(Character, offset: Int)
    /// A letter in a number in which it stands for nothing, such as `yyy` or `MMM`.
    case wrongRepeat(String, offset: Int)
    /// A quote without its second.
    case unclosedQuote(offset: Int)
    /// A bracket without its second.
    case unbalancedBracket(offset: Int)
    /// More optional parts than `InstantFormat.optionalPartLimit`.
    case tooManyOptionalParts(limit: Int)
    /// A part occurs twice.
    case repeated(InstantPart)
    /// A part on which others rest is missing; a date needs year, month and day.
    case lacks(InstantPart)
    /// `h` or `hh` without `a`: half of the day would be lost.
    case clockHourWithoutHalfDay
    /// `a` beside `H` or `HH`, which need none.
    case halfDayWithoutClockHour
    /// A number of open length directly before another digit.
    case openNumberBeforeDigit(InstantPart)
    /// The pattern begins or ends with white space, which no trimmed field does.
    case blankEnd
}

/// One step in reading the text of an instant.
enum InstantToken: Sendable, Equatable {
    case literal([UInt8])
    /// A number of `least` to `most` digits; two ways to write the same part differ in `style`.
    case number(InstantPart, NumberStyle, least: Int, most: Int)
    case halfDay
    case offset

    enum NumberStyle: Sendable, Equatable { case plain, shortYear, clockHour, roundedUp }

    var part: InstantPart? {
        switch self {
        case .literal: nil
        case .number(let part, _, _, _): part
        case .halfDay: .halfDay
        case .offset: .offset
        }
    }
}

/// A pattern as a tree: tokens, and groups that may be absent.
indirect enum InstantNode: Sendable {
    case token(InstantToken)
    case optional([InstantNode])
}

/// Reads the text of a pattern.
struct InstantPatternParser {
    private let characters: [Character]
    private var position = 0

    init(_ pattern: String) {
        characters = Array(pattern)
    }

    /// The whole pattern as a tree.
    mutating func parse() throws(InstantPatternFault) -> [InstantNode] {
        let limit = InstantFormat.optionalPartLimit
        guard characters.filter({ $0 == "[" }).count <= limit else {
            throw .tooManyOptionalParts(limit: limit)
        }
        let nodes = try parseSequence()
        guard position == characters.count else { throw .unbalancedBracket(offset: position) }
        return nodes
    }

    private mutating func parseSequence() throws(InstantPatternFault) -> [InstantNode] {
        var nodes: [InstantNode] = []
        while position < characters.count, characters[position] != "]" {
            nodes.append(try parseNode())
        }
        return nodes
    }

    private mutating func parseNode() throws(InstantPatternFault) -> InstantNode {
        let character = characters[position]
        if character == "[" {
            let open = position
            position += 1
            let nodes = try parseSequence()
            guard position < characters.count else { throw .unbalancedBracket(offset: open) }
            position += 1
            return .optional(nodes)
        }
        if character == "'" { return .token(.literal(try parseQuoted())) }
        if character == "±" { return .token(try parseSignedOffset()) }
        if character.isLetter { return .token(try parseLetters()) }
        position += 1
        return .token(.literal(Array(String(character).utf8)))
    }

    /// `'…'`, in which two quotes stand for one; `''` alone is a quote too.
    private mutating func parseQuoted() throws(InstantPatternFault) -> [UInt8] {
        let open = position
        var text = ""
        position += 1
        while position < characters.count {
            let character = characters[position]
            position += 1
            if character != "'" {
                text.append(character)
            } else if position < characters.count, characters[position] == "'" {
                text.append("'")
                position += 1
            } else {
                return Array((text.isEmpty ? "'" : text).utf8)
            }
        }
        throw .unclosedQuote(offset: open)
    }

    /// `±HH`, `±HHmm`, `±HH:mm`, `±HH[:mm]`: the way in which manuals write an offset.
    private mutating func parseSignedOffset() throws(InstantPatternFault) -> InstantToken {
        let rest = characters[(position + 1)...]
        for form in ["HH[:mm]", "HH:mm", "HHmm", "HH"] where rest.starts(with: Array(form)) {
            position += 1 + form.count
            return .offset
        }
        throw .unknownLetter("±", offset: position)
    }

    /// A run of letters: a word if one of them is outside ASCII (`giờ`, `phút`), else one part.
    private mutating func parseLetters() throws(InstantPatternFault) -> InstantToken {
        let run = characters[position...].prefix { $0.isLetter }
        if run.contains(where: { !$0.isASCII }) {
            position += run.count
            return .literal(Array(String(run).utf8))
        }
        let letter = characters[position]
        let part = run.prefix { $0 == letter }
        let offset = position
        position += part.count
        return try token(letter, count: part.count, offset: offset)
    }

    private func token(
        _ letter: Character, count: Int, offset: Int
    ) throws(InstantPatternFault) -> InstantToken {
        switch (letter, count) {
        case ("y", 4): return .number(.year, .plain, least: 4, most: 4)
        case ("y", 2): return .number(.year, .shortYear, least: 2, most: 2)
        case ("M", 1...2): return .number(.month, .plain, least: count, most: 2)
        case ("d", 1...2): return .number(.day, .plain, least: count, most: 2)
        case ("H", 1...2): return .number(.hour, .plain, least: count, most: 2)
        case ("h", 1...2): return .number(.hour, .clockHour, least: count, most: 2)
        case ("m", 1...2): return .number(.minute, .plain, least: count, most: 2)
        case ("s", 1...2): return .number(.second, .plain, least: count, most: 2)
        case ("f", 1): return .number(.fraction, .plain, least: 1, most: 9)
        case ("f", 2...9): return .number(.fraction, .plain, least: count, most: count)
        case ("F", 1): return .number(.fraction, .roundedUp, least: 1, most: 9)
        case ("F", 2...9): return .number(.fraction, .roundedUp, least: count, most: count)
        case ("a", 1): return .halfDay
        case ("X", 1...3): return .offset
        case ("y", _), ("M", _), ("d", _), ("H", _), ("h", _), ("m", _), ("s", _), ("f", _),
            ("F", _), ("a", _), ("X", _):
            throw .wrongRepeat(String(repeating: letter, count: count), offset: offset)
        default: throw .unknownLetter(letter, offset: offset)
        }
    }
}
