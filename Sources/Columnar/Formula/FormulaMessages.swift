extension FormulaFault.Kind: CustomStringConvertible {
    /// The fault in one sentence, without its place.
    package var description: String {
        switch self {
        case .tooLong(let limit): "the formula is longer than \(limit) bytes"
        case .tooDeep(let limit): "the formula is nested deeper than \(limit) levels"
        case .unexpectedCharacter(let character): "unexpected character \(character)"
        case .unclosedQuote(let quote): "the quote \(quote) is never closed"
        case .numberTooLarge(let number): "\(number) is beyond 64 bits"
        case .notWhole(let number): "\(number) is not a whole number"
        case .expected(let wanted, let found): "expected \(wanted), found \(found)"
        case .invalidLiteral(let form, let text):
            "'\(text)' is no \(form.name); write \(form.example)"
        case .unknownUnit(let unit, let suggestion):
            "unknown unit of time \(unit)" + Self.hint(suggestion)
                + "; there are weeks, days, hours, minutes, seconds"
        case .unsupported(let construct): "\(construct) is not part of the formula language"
        case .unknownColumn(let name, let suggestion):
            "unknown column \(name)" + Self.hint(suggestion)
        case .unknownFunction(let name, let suggestion):
            "unknown function \(name)" + Self.hint(suggestion)
        case .unknownValue(let value, let column, let suggestion):
            "column \(column) never holds '\(value)'" + Self.hint(suggestion.map { "'\($0)'" })
        case .wrongType(let expected, let found):
            "expected \(Self.list(expected)), found \(found.phrase)"
        case .unlikeTypes(let left, let right):
            "\(left.phrase) cannot be compared with \(right.phrase)"
        case .textForInstant(let text):
            "expected an instant, found a text; write date '\(text)' or timestamp '\(text)'"
        case .undefinedArithmetic(let sign, let left, let right):
            "\(left.phrase) \(sign.rawValue) \(right.phrase) is not defined"
        case .argumentCount(let function, let expected, let found):
            "\(function) takes \(Self.number(expected)), found \(found)"
        case .percentileRank: "expected a percentile from 0 to 100 as an integer literal"
        case .starArgument(let function): "\(function)(*) is not defined; only count(*) is"
        case .aggregateInRow(let function):
            "\(function) is an aggregate, here one row is considered"
        case .nestedAggregate(let function): "\(function) stands within another aggregate"
        case .columnOutsideAggregate(let name):
            "column \(name) must stand inside an aggregate such as sum or max"
        case .notArithmeticOnAggregates: "expected an aggregate, a literal, or + - * on them"
        case .filterOnFunction(let function): "filter needs an aggregate, \(function) is none"
        case .division: "division is not written; declare numerator and denominator apart"
        case .unlikePair(let numerator, let denominator):
            "\(numerator.phrase) over \(denominator.phrase) makes no ratio"
        }
    }

    private static func hint(_ suggestion: String?) -> String {
        suggestion.map { ", did you mean \($0)?" } ?? ""
    }

    private static func list(_ types: [ValueType]) -> String {
        types.map(\.phrase).joined(separator: " or ")
    }

    private static func number(_ expected: ClosedRange<Int>) -> String {
        if expected.lowerBound != expected.upperBound {
            return "at least \(expected.lowerBound) argument"
        }
        return "\(expected.lowerBound) argument\(expected.lowerBound == 1 ? "" : "s")"
    }
}

extension FormulaFault.LiteralForm {
    fileprivate var name: String {
        switch self {
        case .date: "date"
        case .timestamp: "timestamp"
        case .interval: "interval"
        }
    }

    fileprivate var example: String {
        switch self {
        case .date: "date '2025-01-31'"
        case .timestamp: "timestamp '2025-01-31 08:00:00'"
        case .interval: "interval '8 hours'"
        }
    }
}

extension ValueType {
    /// The type with its article, as messages name it.
    package var phrase: String {
        switch self {
        case .integer: "an integer"
        case .instant: "an instant"
        case .duration: "a duration"
        case .text: "a text"
        case .flag: "a truth value"
        }
    }
}

extension FormulaFault {
    /// The sentence, the line of the formula that is at fault, and carets under the place.
    package func rendered(in text: String) -> String {
        let bytes = Array(text.utf8)
        let start = min(range.lowerBound, bytes.count)
        let newline = UInt8(ascii: "\n")
        let lineStart = (bytes[..<start].lastIndex(of: newline) ?? -1) + 1
        let lineEnd = bytes[start...].firstIndex(of: newline) ?? bytes.count
        let end = max(start, min(range.upperBound, lineEnd))
        let before = String(decoding: bytes[lineStart..<start], as: UTF8.self)
        let marked = String(decoding: bytes[start..<end], as: UTF8.self)
        let indent = String(before.map { $0 == "\t" ? "\t" : " " })
        let carets = String(repeating: "^", count: max(1, marked.count))
        let line = String(decoding: bytes[lineStart..<lineEnd], as: UTF8.self)
        return "\(kind.description)\n  \(line)\n  \(indent)\(carets)"
    }
}
