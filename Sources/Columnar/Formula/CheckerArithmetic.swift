extension Checker {
    mutating func negated(_ inner: Syntax, at range: Range<Int>) -> Expression? {
        guard let value = check(inner).flatMap({ require([.integer, .duration], $0) }) else {
            return nil
        }
        let zero = Expression(.constant(0), value.type, at: range)
        return Expression(
            .arithmetic(.minus, zero, value), value.type, at: range, scale: value.scale)
    }

    mutating func arithmetic(
        _ sign: ArithmeticOperator, _ left: Syntax, _ right: Syntax, at range: Range<Int>
    ) -> Expression? {
        arithmetic(sign, check(left), check(right), at: range)
    }

    mutating func arithmetic(
        _ sign: ArithmeticOperator, _ left: Expression?, _ right: Expression?, at range: Range<Int>
    ) -> Expression? {
        guard let left, let right else { return nil }
        guard let types = sign.types(left.type, right.type) else {
            if let leftType = left.type ?? right.type, let rightType = right.type ?? left.type {
                report(.undefinedArithmetic(sign, leftType, rightType), at: range)
                return nil
            }
            return .null(at: range)
        }
        return scaled(
            sign, left.adopting(types.left), right.adopting(types.right), types.result, at: range)
    }

    /// Arithmetic on decimals: sums at one scale, products at the sum of both.
    private mutating func scaled(
        _ sign: ArithmeticOperator, _ left: Expression, _ right: Expression, _ type: ValueType,
        at range: Range<Int>
    ) -> Expression? {
        let scale: Int
        var operands = [left, right]
        switch sign {
        case .plus, .minus:
            if type == .instant, left.scale + right.scale > 0 {
                report(.decimalForWhole, at: left.scale > 0 ? left.range : right.range)
                return nil
            }
            operands = operands.atOneScale
            scale = operands[0].scale
        case .times:
            scale = left.scale + right.scale
            guard scale <= DecimalLiteral.mostPlaces else {
                report(.tooManyPlaces(limit: DecimalLiteral.mostPlaces), at: range)
                return nil
            }
        case .dividedBy, .modulo:
            guard left.scale + right.scale == 0 else {
                report(.decimalDivision, at: range)
                return nil
            }
            scale = 0
        }
        return Expression(
            .arithmetic(sign, operands[0], operands[1]), type, at: range, scale: scale)
    }
}

extension Expression {
    /// The same value with more digits behind the point: its number times a power of ten.
    fileprivate func atScale(_ scale: Int) -> Expression {
        guard scale > self.scale, let type else { return self }
        let factor = Int64(truncatingIfNeeded: powerOfTen(scale - self.scale))
        if case .constant(let value) = operation {
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: factor)
            if value == missing || !isTooLarge && product != missing {
                let number = value == missing ? missing : product
                return Expression(.constant(number), type, at: range, scale: scale)
            }
        }
        let multiplier = Expression(.constant(factor), .integer, at: range)
        return Expression(.arithmetic(.times, self, multiplier), type, at: range, scale: scale)
    }
}

extension [Expression] {
    /// The expressions with as many digits behind the point as any of them has.
    var atOneScale: [Expression] {
        let scale = map(\.scale).max() ?? 0
        return scale == 0 ? self : map { $0.atScale(scale) }
    }
}

extension ArithmeticOperator {
    typealias Types = (left: ValueType, right: ValueType, result: ValueType)

    /// All that is defined: an instant is never added to an instant, hours never to a number.
    private var defined: [Types] {
        switch self {
        case .plus:
            [
                (.integer, .integer, .integer), (.duration, .duration, .duration),
                (.instant, .duration, .instant), (.duration, .instant, .instant),
            ]
        case .minus:
            [
                (.integer, .integer, .integer), (.duration, .duration, .duration),
                (.instant, .duration, .instant), (.instant, .instant, .duration),
            ]
        case .times:
            [
                (.integer, .integer, .integer), (.duration, .integer, .duration),
                (.integer, .duration, .duration),
            ]
        case .dividedBy:
            [
                (.integer, .integer, .integer), (.duration, .integer, .duration),
                (.duration, .duration, .integer),
            ]
        case .modulo: [(.integer, .integer, .integer), (.duration, .duration, .duration)]
        }
    }

    /// The types of both sides and of the result; a bare null takes the first that fits.
    func types(_ left: ValueType?, _ right: ValueType?) -> Types? {
        guard left != nil || right != nil else { return nil }
        return defined.first { ($0.left == left ?? $0.left) && ($0.right == right ?? $0.right) }
    }
}
