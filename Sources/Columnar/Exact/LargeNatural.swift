/// A whole number of any size, not negative: sums of many fractions outgrow 128 bits.
package struct LargeNatural: Sendable, Hashable {
    /// Digits to the base of 2^32, the lowest first, no zero at the end.
    private var digits: [UInt32]

    private init(digits: [UInt32]) {
        var digits = digits
        while digits.last == 0 { digits.removeLast() }
        self.digits = digits
    }

    /// The number.
    package init(_ number: UInt128) {
        self.init(digits: (0..<4).map { UInt32(truncatingIfNeeded: number >> (32 * $0)) })
    }

    /// Whether it is zero.
    package var isZero: Bool { digits.isEmpty }

    /// Number of bits.
    private var bitCount: Int {
        digits.count * 32 - (digits.last?.leadingZeroBitCount ?? 0)
    }

    /// The sum.
    package func plus(_ other: LargeNatural) -> LargeNatural {
        var sum: [UInt32] = []
        var carry: UInt64 = 0
        for index in 0..<max(digits.count, other.digits.count) {
            carry += UInt64(digit(index)) + UInt64(other.digit(index))
            sum.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        return LargeNatural(digits: sum + [UInt32(carry)])
    }

    /// The difference; nil where the other number is larger.
    package func minus(_ other: LargeNatural) -> LargeNatural? {
        guard self >= other else { return nil }
        var difference: [UInt32] = []
        var borrow: Int64 = 0
        for index in digits.indices {
            borrow += Int64(digits[index]) - Int64(other.digit(index))
            difference.append(UInt32(truncatingIfNeeded: borrow))
            borrow >>= 32
        }
        return LargeNatural(digits: difference)
    }

    /// The product.
    package func times(_ other: LargeNatural) -> LargeNatural {
        var product = [UInt32](repeating: 0, count: digits.count + other.digits.count)
        for (index, digit) in digits.enumerated() {
            var carry: UInt64 = 0
            for (place, factor) in other.digits.enumerated() {
                carry += UInt64(digit) * UInt64(factor) + UInt64(product[index + place])
                product[index + place] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            product[index + other.digits.count] = UInt32(carry)
        }
        return LargeNatural(digits: product)
    }

    /// Quotient and remainder; nil where the divisor is zero.
    ///
    /// One bit of the quotient at a time: quotients are small where this is used.
    package func divided(
        by divisor: LargeNatural
    ) -> (quotient: LargeNatural, remainder: LargeNatural)? {
        guard !divisor.isZero else { return nil }
        var remainder = self
        var quotient = LargeNatural(0)
        var shift = max(bitCount - divisor.bitCount, 0)
        while shift >= 0 {
            quotient = quotient.plus(quotient)
            if let rest = remainder.minus(divisor.shifted(left: shift)) {
                remainder = rest
                quotient = quotient.plus(LargeNatural(1))
            }
            shift -= 1
        }
        return (quotient, remainder)
    }

    /// The greatest common divisor with a number that is not zero.
    package func commonDivisor(_ number: UInt128) -> UInt128 {
        guard let rest = divided(by: LargeNatural(number))?.remainder.small else { return number }
        var (left, right) = (number, rest)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }

    /// The number, nil where it needs more than 128 bits.
    package var small: UInt128? {
        guard digits.count <= 4 else { return nil }
        return digits.reversed().reduce(0) { $0 << 32 | UInt128($1) }
    }

    /// Its decimal digits.
    package var text: String {
        var rest = digits
        var groups: [String] = []
        while !rest.isEmpty {
            var remainder: UInt64 = 0
            for index in rest.indices.reversed() {
                let part = remainder << 32 | UInt64(rest[index])
                rest[index] = UInt32(part / 1_000_000_000)
                remainder = part % 1_000_000_000
            }
            while rest.last == 0 { rest.removeLast() }
            let group = String(remainder)
            groups.append(
                rest.isEmpty ? group : String(repeating: "0", count: 9 - group.count) + group)
        }
        return groups.isEmpty ? "0" : groups.reversed().joined()
    }

    private func digit(_ index: Int) -> UInt32 { index < digits.count ? digits[index] : 0 }

    private func shifted(left bits: Int) -> LargeNatural {
        let (words, rest) = (bits / 32, UInt64(bits % 32))
        var shifted = [UInt32](repeating: 0, count: words)
        var carry: UInt64 = 0
        for digit in digits {
            carry |= UInt64(digit) << rest
            shifted.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        return LargeNatural(digits: shifted + [UInt32(carry)])
    }
}

extension LargeNatural: Comparable {
    /// Compares the numbers.
    package static func < (left: LargeNatural, right: LargeNatural) -> Bool {
        if left.digits.count != right.digits.count {
            return left.digits.count < right.digits.count
        }
        return left.digits.reversed().lexicographicallyPrecedes(right.digits.reversed())
    }
}
