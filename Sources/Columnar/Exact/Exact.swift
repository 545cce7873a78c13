/// A rational number without error: an integer over a positive integer, in lowest terms.
package struct Exact: Sendable, Hashable {
    /// Upper side, with the sign.
    package let numerator: Int128
    /// Lower side, positive; 1 for whole numbers.
    package let denominator: Int128

    /// A result beyond 128 bits.
    package struct Overflow: Error, Sendable, Equatable {}

    /// A whole number.
    package init(_ whole: Int128) {
        numerator = whole
        denominator = 1
    }

    /// A whole number.
    package init(_ whole: Int) {
        self.init(Int128(whole))
    }

    /// A fraction, reduced; nil where the denominator is zero.
    package init?(
        _ numerator: Int128, over denominator: Int128
    ) throws(Overflow) {
        guard denominator != 0 else { return nil }
        let divisor = Self.commonDivisor(numerator.magnitude, denominator.magnitude)
        let (upper, lower) = (numerator.magnitude / divisor, denominator.magnitude / divisor)
        let isNegative = (numerator < 0) != (denominator < 0)
        self.numerator = try Self.signed(upper, isNegative: isNegative)
        self.denominator = try Self.signed(lower, isNegative: false)
    }

    /// Both sides, known to be in lowest terms and the lower one positive.
    private init(upper: Int128, lower: Int128) {
        numerator = upper
        denominator = lower
    }

    private static func signed(
        _ magnitude: UInt128, isNegative: Bool
    ) throws(Overflow) -> Int128 {
        if isNegative, magnitude == Int128.min.magnitude { return .min }
        guard let value = Int128(exactly: magnitude) else { throw Overflow() }
        return isNegative ? -value : value
    }

    private static func commonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        // Counts fit in 64 bits, where a division takes a tenth of the time.
        if let left = UInt64(exactly: left), let right = UInt64(exactly: right) {
            return UInt128(commonDivisor(left, right))
        }
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return max(left, 1)
    }

    private static func commonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return max(left, 1)
    }

    /// Whether there is no fraction.
    package var isWhole: Bool { denominator == 1 }
}

extension Exact {
    /// The sum.
    package func plus(_ other: Exact) throws(Overflow) -> Exact {
        let divisor = Int128(Self.commonDivisor(denominator.magnitude, other.denominator.magnitude))
        let left = try Self.product(numerator, other.denominator / divisor)
        let right = try Self.product(other.numerator, denominator / divisor)
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        guard !isTooLarge else { throw Overflow() }
        let lower = try Self.product(denominator, other.denominator / divisor)
        return try Exact(sum, over: lower) ?? self
    }

    /// The number with the other sign.
    package func negated() throws(Overflow) -> Exact {
        try Exact(numerator, over: -denominator) ?? self
    }

    /// The difference.
    package func minus(_ other: Exact) throws(Overflow) -> Exact {
        try plus(try other.negated())
    }

    /// The product.
    package func times(_ other: Exact) throws(Overflow) -> Exact {
        // What the upper side of one shares with the lower side of the other is all that the
        // product has in common, since both are in lowest terms: divided out first, nothing is to
        // be reduced, and whatever fits in range stays there.
        let left = Self.commonDivisor(numerator.magnitude, other.denominator.magnitude)
        let right = Self.commonDivisor(other.numerator.magnitude, denominator.magnitude)
        return Exact(
            upper: try Self.product(
                Self.quotient(numerator, left), Self.quotient(other.numerator, right)),
            lower: try Self.product(
                Self.quotient(denominator, right), Self.quotient(other.denominator, left)))
    }

    /// The quotient, nil where the divisor is zero.
    package func divided(by other: Exact) throws(Overflow) -> Exact? {
        guard other.numerator != 0 else { return nil }
        guard other.numerator != .min else { throw Overflow() }
        return try times(
            other.numerator < 0
                ? Exact(upper: -other.denominator, lower: -other.numerator)
                : Exact(upper: other.denominator, lower: other.numerator))
    }

    /// The exact quotient by a divisor of the number; most have nothing in common but 1.
    private static func quotient(_ number: Int128, _ divisor: UInt128) -> Int128 {
        if divisor == 1 { return number }
        let magnitude = number.magnitude / divisor
        return number < 0 ? Int128(truncatingIfNeeded: 0 &- magnitude) : Int128(magnitude)
    }

    private static func product(_ left: Int128, _ right: Int128) throws(Overflow) -> Int128 {
        let (product, isTooLarge) = left.multipliedReportingOverflow(by: right)
        guard !isTooLarge else { throw Overflow() }
        return product
    }
}

extension Exact: Comparable {
    /// Compares the true values; nothing can overflow.
    ///
    /// Both cross products are taken at full width, 256 bits.
    package static func < (left: Exact, right: Exact) -> Bool {
        let leftIsNegative = left.numerator < 0
        guard leftIsNegative == (right.numerator < 0) else { return leftIsNegative }
        let upper = left.numerator.magnitude.multipliedFullWidth(by: right.denominator.magnitude)
        let lower = right.numerator.magnitude.multipliedFullWidth(by: left.denominator.magnitude)
        return leftIsNegative
            ? (lower.high, lower.low) < (upper.high, upper.low)
            : (upper.high, upper.low) < (lower.high, lower.low)
    }
}
