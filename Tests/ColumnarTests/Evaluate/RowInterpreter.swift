import Columnar

/// A value of one row; text as bytes, so that it compares as SQL's binary collation does.
enum Value: Equatable {
    case null
    case number(Int64)
    case text([UInt8])
    case truth(Bool)
}

/// A number beyond 64 bits.
struct TooLarge: Error {}

/// Evaluates terms for one row the way a textbook would.
struct RowInterpreter {
    let row: [String: Value]
    let bounds: [String: Int64]

    func value(_ term: Term) throws(TooLarge) -> Value {
        switch term {
        case .integer(let value), .interval(let value), .date(_, let value): return .number(value)
        case .text(let text): return .text(Array(text.utf8))
        case .truth(let truth): return .truth(truth)
        case .null: return .null
        case .column(let name): return row[name] ?? .null
        case .bound(let name): return .number(bounds[name] ?? 0)
        case .arithmetic(let sign, let left, let right):
            return try arithmetic(sign, try value(left), try value(right))
        case .dayStart(let inner):
            guard case .number(let instant) = try value(inner) else { return .null }
            let (midnight, isTooLarge) = instant.subtractingReportingOverflow(
                ((instant % 86_400) + 86_400) % 86_400)
            if isTooLarge || midnight == .min { throw TooLarge() }
            return .number(midnight)
        case .extract(let field, let inner):
            guard case .number(let instant) = try value(inner) else { return .null }
            return .number(SlowCalendar(instant).field(field))
        case .function(let name, let parts):
            var values: [Value] = []
            for part in parts { values.append(try value(part)) }
            return try call(name, values)
        case .like(let tested, let pattern, let escape, let isNot):
            guard case .text(let bytes) = try value(tested) else { return .null }
            let text = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
            let found = slowLike(text[...], Array(pattern.unicodeScalars)[...], escape)
            return .truth(found != isNot)
        case .decimal(let sign, let left, let units, let places, let right):
            // Trailing zeros of the decimal say nothing: the last digit of `units` is 5.
            let power = (0..<places).reduce(Int64(1)) { power, _ in power * 10 }
            let scaled = try arithmetic("*", try value(left), .number(units))
            return compare(sign, scaled, try arithmetic("*", try value(right), .number(power)))
        case .compare(let sign, let left, let right):
            return compare(sign, try value(left), try value(right))
        case .all(let parts): return try decide(parts, decisive: false)
        case .any(let parts): return try decide(parts, decisive: true)
        case .not(let inner): return negated(try value(inner))
        case .isNull(let inner, let isNot): return .truth((try value(inner) == .null) != isNot)
        case .member(let tested, let members, let isNot):
            let equalities = members.map { Term.compare("=", tested, $0) }
            let found = try decide(equalities, decisive: true)
            return isNot ? negated(found) : found
        case .between(let tested, let low, let high, let isNot):
            let parts = [Term.compare(">=", tested, low), .compare("<=", tested, high)]
            let found = try decide(parts, decisive: false)
            return isNot ? negated(found) : found
        case .coalesce(let parts):
            for part in parts {
                let value = try value(part)
                if value != .null { return value }
            }
            return .null
        case .nullif(let left, let right):
            let isEqual = compare("=", try value(left), try value(right)) == .truth(true)
            return isEqual ? .null : try value(left)
        case .choice(let subject, let branches, let otherwise):
            for (condition, result) in branches {
                let holds = try value(subject.map { .compare("=", $0, condition) } ?? condition)
                if holds == .truth(true) { return try value(result) }
            }
            guard let otherwise else { return .null }
            return try value(otherwise)
        }
    }

    /// AND or OR: one decisive part decides whatever the others are, faults included.
    private func decide(_ parts: [Term], decisive: Bool) throws(TooLarge) -> Value {
        var hasFault = false
        var result = Value.truth(!decisive)
        for part in parts {
            do throws(TooLarge) {
                switch try value(part) {
                case .truth(decisive): return .truth(decisive)
                case .null: result = .null
                default: break
                }
            } catch {
                hasFault = true
            }
        }
        if hasFault { throw TooLarge() }
        return result
    }

    private func negated(_ value: Value) -> Value {
        if case .truth(let truth) = value { .truth(!truth) } else { .null }
    }

    private func arithmetic(
        _ sign: String, _ left: Value, _ right: Value
    ) throws(TooLarge) -> Value {
        guard case .number(let x) = left, case .number(let y) = right else { return .null }
        if sign == "/" { return y == 0 ? .null : .number(x / y) }
        if sign == "%" { return y == 0 ? .null : .number(x % y) }
        let (result, isTooLarge) =
            switch sign {
            case "+": x.addingReportingOverflow(y)
            case "-": x.subtractingReportingOverflow(y)
            default: x.multipliedReportingOverflow(by: y)
            }
        if isTooLarge || result == .min { throw TooLarge() }
        return .number(result)
    }

    private func call(_ name: String, _ values: [Value]) throws(TooLarge) -> Value {
        let numbers = values.compactMap { value in
            if case .number(let number) = value { number } else { nil }
        }
        switch name {
        case "least": return numbers.min().map { .number($0) } ?? .null
        case "greatest": return numbers.max().map { .number($0) } ?? .null
        case "mod": return try arithmetic("%", values[0], values[1])
        default: return numbers.first.map { .number(abs($0)) } ?? .null
        }
    }

    private func compare(_ sign: String, _ left: Value, _ right: Value) -> Value {
        let order: Int
        switch (left, right) {
        case (.number(let x), .number(let y)): order = x < y ? -1 : (x == y ? 0 : 1)
        case (.truth(let x), .truth(let y)): order = x == y ? 0 : (x ? 1 : -1)
        case (.text(let x), .text(let y)):
            order = x == y ? 0 : (x.lexicographicallyPrecedes(y) ? -1 : 1)
        default: return .null
        }
        return switch sign {
        case "=": .truth(order == 0)
        case "<>", "!=": .truth(order != 0)
        case "<": .truth(order < 0)
        case "<=": .truth(order <= 0)
        case ">": .truth(order > 0)
        default: .truth(order >= 0)
        }
    }
}
