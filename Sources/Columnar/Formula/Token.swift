/// A word or sign of a formula with its place.
struct Token: Equatable {
    enum Kind: Equatable {
        /// A reserved word.
        case keyword(Keyword)
        /// A name, as written.
        case name(String)
        /// A name in double quotes: always a column.
        case quotedName(String)
        /// A whole number.
        case integer(Int64)
        /// A number with a fraction.
        case decimal(DecimalLiteral)
        /// A text in single quotes.
        case text(String)
        /// A comparison sign.
        case comparison(ComparisonOperator)
        /// Another sign.
        case sign(Sign)
        /// The end of the text.
        case end
    }

    enum Sign: String {
        case leftParenthesis = "("
        case rightParenthesis = ")"
        case comma = ","
        case plus = "+"
        case minus = "-"
        case star = "*"
        case slash = "/"
        case percent = "%"
    }

    let kind: Kind
    let range: Range<Int>
}

/// Words that are never names unless quoted.
enum Keyword: String {
    case and, or, not, `is`, null, `in`, between, `case`, when, then, `else`, end
    case `true`, `false`
}

extension String {
    /// ASCII letters made small: all that keywords and function names need.
    var lowercasedASCII: String {
        String(
            decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
