extension ArithmeticOperator {
    /// The result without error; null by zero.
    func value(_ left: Exact, _ right: Exact) throws(Exact.Overflow) -> Exact? {
        switch self {
        case .plus: return try left.plus(right)
        case .minus: return try left.minus(right)
        case .times: return try left.times(right)
        case .dividedBy: return try left.divided(by: right)
        case .modulo:
            guard let quotient = try left.divided(by: right) else { return nil }
            // Toward zero, as rows are divided.
            let whole = Exact(quotient.numerator / quotient.denominator)
            return try left.minus(try whole.times(right))
        }
    }
}

extension NumberFunction {
    /// The function's value; nil is null.
    func value(_ values: [Exact?]) throws(Exact.Overflow) -> Exact? {
        let present = values.compactMap(\.self)
        switch self {
        case .abs:
            guard let value = present.first else { return nil }
            return value.numerator < 0 ? try value.negated() : value
        case .coalesce: return present.first
        case .nullif: return values[0] == values[1] ? nil : values[0]
        case .least: return present.min()
        case .greatest: return present.max()
        }
    }
}
