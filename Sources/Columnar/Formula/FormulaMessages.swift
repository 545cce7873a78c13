extension FormulaFault.Kind: CustomStringConvertible {
    /// The fault in one sentence, without its place.
    package var description: String {
        switch self {
        case .tooLong(let limit): "the formula is longer than \(limit) bytes"
        case .tooDeep(let limit): "the formula is nested deeper than \(limit) levels"
        case .unexpectedCharacter(let character): "unexpected character \(character)"
        case .unclosedQuote(let quote): "the quote \(quote) is never closed"
        case .numberTooLarge(let number):
            "\(number) is beyond 64 bits or 18 digits behind the point"
        case .notANumber(let number): "\(number) is no number; write digits, such as 12 or 0.95"
        case .expected(let wanted, let found): "expected \(wanted), found \(found)"
        case .invalidLiteral(let form, let text):
            "'\(text)' is no \(form.name); write \(form.example)"
        case .unknownUnit(let unit, let suggestion):
            "unknown unit of time \(unit)" + Self.hint(suggestion)
                + "; there are weeks, days, hours, minutes, seconds"
        case .calendarUnit(let unit):
            "\(unit) have no fixed length; write days, or compare with a date"
        case .unknownField(let name, let suggestion):
            "extract knows no \(name)" + Self.hint(suggestion)
        case .unsupported(let construct): "\(construct) is not part of the formula language"
        case .unknownColumn(let name, let suggestion):
            "unknown column \(name)" + Self.hint(suggestion)
        case .unknownFunction(let name, let suggestion):
            "unknown function \(name)" + Self.hint(suggestion)
        case .unknownValue(let value, let column, let suggestion):
            "column \(column) never holds '\(value)'" + Self.hint(suggestion.map { "'\($0)'" })
        case .wrongType, .unlikeTypes, .textForInstant, .undefinedArithmetic, .unlikePair,
            .decimalForWhole, .decimalDivision, .tooManyPlaces:
            typeSentence
        case .patternNotLiteral: "the pattern of like must be a text in single quotes"
        case .invalidEscape: "escape must be a single character in single quotes"
        case .idleEscape(let pattern):
            "in '\(pattern)' the escape character stands before something else than %, _ or itself"
        case .matchesNothing(let pattern, let column):
            "column \(column) never holds a text like '\(pattern)'"
        case .argumentCount, .percentileRank, .percentileFraction, .percentileContinuous,
            .orderNeeded, .orderOnFunction, .distinctArgument, .starArgument, .aggregateInRow,
            .nestedAggregate, .columnOutsideAggregate, .notArithmeticOnAggregates,
            .filterOnFunction:
            callSentence
        }
    }

    /// The sentence of a fault of types and units, with the remedy.
    private var typeSentence: String {
        switch self {
        case .wrongType(let expected, let found):
            "expected \(Self.list(expected)), found \(found.phrase)"
        case .unlikeTypes(let left, let right):
            "\(left.phrase) cannot be compared with \(right.phrase)"
                + Self.unitRemedy(left, right)
        case .textForInstant(let text):
            "expected an instant, found a text; write date '\(text)' or timestamp '\(text)'"
        case .undefinedArithmetic(let sign, let left, let right):
            "\(left.phrase) \(sign.rawValue) \(right.phrase) is not defined"
                + Self.unitRemedy(left, right)
        case .unlikePair(let numerator, let denominator):
            "\(numerator.phrase) over \(denominator.phrase) makes no ratio"
        case .decimalForWhole: "expected a whole number, found a decimal"
        case .decimalDivision:
            "a row divides whole numbers only; multiply by the decimal, or divide aggregates"
        case .tooManyPlaces(let limit): "more than \(limit) digits behind the point"
        default: ""
        }
    }

    /// What to write where units do not fit.
    private static func unitRemedy(_ left: ValueType, _ right: ValueType) -> String {
        switch (left, right) {
        case (.duration, .integer), (.integer, .duration):
            "; write a length of time with its unit, such as interval '8 hours'"
        case (.instant, .integer), (.integer, .instant):
            "; write interval '3 days' for days, date '2025-01-31' for a day"
        case (.instant, .duration), (.duration, .instant):
            "; the time between two instants is their difference"
        case (.instant, .instant): "; instants are subtracted, or moved by an interval"
        default: ""
        }
    }

    /// The sentence of a fault of a call or an aggregate.
    private var callSentence: String {
        switch self {
        case .argumentCount(let function, let expected, let found):
            "\(function) takes \(Self.number(expected)), found \(found)"
        case .percentileRank: "expected a percentile from 0 to 100 as an integer literal"
        case .percentileFraction: "expected a fraction from 0 to 1 as a literal, such as 0.9"
        case .percentileContinuous:
            "percentile_cont is there for 0.5, the median; for others write percentile_disc"
        case .orderNeeded(let function):
            "\(function) needs an order: \(function)(0.5) within group (order by …)"
        case .orderOnFunction(let function):
            "within group needs percentile_disc or percentile_cont, \(function) takes none"
        case .distinctArgument(let function):
            "\(function)(distinct …) is not defined; only count(distinct …) is"
        case .starArgument(let function): "\(function)(*) is not defined; only count(*) is"
        case .aggregateInRow(let function):
            "\(function) is an aggregate, here one row is considered"
        case .nestedAggregate(let function): "\(function) stands within another aggregate"
        case .columnOutsideAggregate(let name):
            "column \(name) must stand inside an aggregate such as sum or max"
        case .notArithmeticOnAggregates:
            "expected an aggregate, a literal, or + - * / % and functions of numbers on them"
        case .filterOnFunction(let function): "filter needs an aggregate, \(function) is none"
        default: ""
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
            let number = expected.lowerBound
            return "at least \(number) argument\(number == 1 ? "" : "s")"
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
