/// A ratio of whole numbers of any size, not negative and without error.
package struct LargeRatio: Sendable {
    /// Upper side.
    package private(set) var numerator: LargeNatural
    /// Lower side, not zero.
    package private(set) var denominator: LargeNatural

    private init(_ numerator: LargeNatural, over denominator: LargeNatural) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// A ratio; nil where it is negative or its denominator zero.
    package init?(_ numerator: Int128, over denominator: Int128) {
        guard numerator >= 0, denominator > 0 else { return nil }
        self.init(
            LargeNatural(UInt128(numerator)), over: LargeNatural(UInt128(denominator)))
    }

    /// An exact number; nil where it is negative.
    package init?(_ number: Exact) {
        self.init(number.numerator, over: number.denominator)
    }

    /// Zero.
    package static let zero = LargeRatio(LargeNatural(0), over: LargeNatural(1))

    /// The sum with a ratio whose denominator is small: over the least common denominator.
    package mutating func add(_ other: LargeRatio) {
        let divisor = other.denominator.small.map { denominator.commonDivisor($0) } ?? 1
        let own = other.denominator.divided(by: LargeNatural(divisor))?.quotient
        let factor = denominator.divided(by: LargeNatural(divisor))?.quotient
        guard let own, let factor else { return }
        numerator = numerator.times(own).plus(other.numerator.times(factor))
        denominator = denominator.times(own)
    }

    /// The product.
    package func times(_ other: LargeRatio) -> LargeRatio {
        LargeRatio(
            numerator.times(other.numerator), over: denominator.times(other.denominator))
    }

    /// The quotient; nil where the divisor is zero.
    package func divided(by other: LargeRatio) -> LargeRatio? {
        if other.numerator.isZero { return nil }
        return LargeRatio(
            numerator.times(other.denominator), over: denominator.times(other.numerator))
    }

    /// How far the two lie apart.
    package func distance(to other: LargeRatio) -> LargeRatio {
        let (left, right) = (
            numerator.times(other.denominator), other.numerator.times(denominator)
        )
        return LargeRatio(
            left.minus(right) ?? right.minus(left) ?? LargeNatural(0),
            over: denominator.times(other.denominator))
    }

    /// The decimal text with so many digits behind the point, rounded half away from zero.
    package func rounded(places: Int) -> String {
        let power = (0..<places).reduce(LargeNatural(1)) { power, _ in
            power.times(LargeNatural(10))
        }
        // Twice the number and one more, halved: the half goes up.
        let doubled = numerator.times(power).times(LargeNatural(2)).plus(denominator)
        let digits = doubled.divided(by: denominator.times(LargeNatural(2)))?.quotient.text ?? "0"
        guard places > 0 else { return digits }
        let padded = String(repeating: "0", count: max(places + 1 - digits.count, 0)) + digits
        return "\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}

extension LargeRatio: Comparable {
    /// Compares the true values.
    package static func < (left: LargeRatio, right: LargeRatio) -> Bool {
        left.numerator.times(right.denominator) < right.numerator.times(left.denominator)
    }

    /// Whether both have the same value, however written.
    package static func == (left: LargeRatio, right: LargeRatio) -> Bool {
        left.numerator.times(right.denominator) == right.numerator.times(left.denominator)
    }
}
