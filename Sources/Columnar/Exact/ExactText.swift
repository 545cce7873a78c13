extension Exact {
    /// The decimal text: all digits where they end within the places, else rounded there.
    ///
    /// Rounding is half away from zero. No trailing zeros, never `-0`.
    package func decimalText(places: Int = 12) -> String {
        if let text = shortText(places: places, unit: "", isPadded: false) { return text }
        var digits = roundedDigits(places)
        while digits.fraction.last == 0 { digits.fraction.removeLast() }
        return text(digits)
    }

    /// The decimal text with exactly `places` digits behind the point, rounded half away from zero,
    /// and the unit behind it.
    package func rounded(places: Int, unit: String = "") -> String {
        shortText(places: places, unit: unit, isPadded: true) ?? text(roundedDigits(places)) + unit
    }

    /// The number without any rounding: digits that end within 12 places, else `29/3`.
    package var fractionText: String {
        var rest = denominator.magnitude
        var places = 0
        while rest % 10 == 0 { (rest, places) = (rest / 10, places + 1) }
        while rest % 5 == 0 { (rest, places) = (rest / 5, places + 1) }
        while rest % 2 == 0 { (rest, places) = (rest / 2, places + 1) }
        return rest == 1 && places <= 12 ? decimalText() : "\(numerator)/\(denominator)"
    }

    private typealias Digits = (whole: UInt128, fraction: [UInt8])

    private func text(_ digits: Digits) -> String {
        let isZero = digits.whole == 0 && digits.fraction.allSatisfy { $0 == 0 }
        let sign = numerator < 0 && !isZero ? "-" : ""
        guard !digits.fraction.isEmpty else { return "\(sign)\(digits.whole)" }
        let fraction = String(decoding: digits.fraction.map { $0 + 0x30 }, as: UTF8.self)
        return "\(sign)\(digits.whole).\(fraction)"
    }

    /// The same text where all fits in words of 64 bits and the text is short: nearly always.
    ///
    /// A night writes two of them for each of a hundred thousand figures. Nil where it takes more.
    private func shortText(places: Int, unit: String, isPadded: Bool) -> String? {
        guard (0...12).contains(places), unit.utf8.count <= 16,
            let upper = UInt64(exactly: numerator.magnitude),
            let divisor = UInt64(exactly: denominator.magnitude)
        else { return nil }
        var power: UInt64 = 1
        for _ in 0..<places { power *= 10 }
        var (whole, rest) = upper.quotientAndRemainder(dividingBy: divisor)
        // Below the power, so that one word holds all places; wider where the product is.
        let (scaled, isWide) = rest.multipliedReportingOverflow(by: power)
        var fraction: UInt64
        if isWide {
            (fraction, rest) = divisor.dividingFullWidth(rest.multipliedFullWidth(by: power))
        } else {
            (fraction, rest) = scaled.quotientAndRemainder(dividingBy: divisor)
        }
        if rest >= divisor - rest { fraction += 1 }
        if fraction == power { (whole, fraction) = (whole + 1, 0) }
        var count = places
        while !isPadded, count > 0, fraction % 10 == 0 {
            (fraction, count) = (fraction / 10, count - 1)
        }
        var text = ShortText()
        text.prepend(unit)
        let isZero = whole == 0 && fraction == 0
        if count > 0 {
            for _ in 0..<count { fraction = text.prependDigit(of: fraction) }
            text.prepend(UInt8(ascii: "."))
        }
        repeat { whole = text.prependDigit(of: whole) } while whole > 0
        if numerator < 0, !isZero { text.prepend(UInt8(ascii: "-")) }
        return text.text
    }

    /// Long division of the magnitude, one digit at a time.
    private func roundedDigits(_ places: Int) -> Digits {
        let divisor = denominator.magnitude
        var (whole, remainder) = numerator.magnitude.quotientAndRemainder(dividingBy: divisor)
        var fraction: [UInt8] = []
        for _ in 0..<max(places, 0) {
            let digit: UInt128
            (digit, remainder) = Self.nextDigit(remainder, divisor)
            fraction.append(UInt8(truncatingIfNeeded: digit))
        }
        // Half or more: the remainder is at least what is missing to the divisor.
        guard remainder >= divisor - remainder else { return (whole, fraction) }
        var index = fraction.count - 1
        while index >= 0, fraction[index] == 9 {
            fraction[index] = 0
            index -= 1
        }
        if index >= 0 { fraction[index] += 1 } else { whole += 1 }
        return (whole, fraction)
    }

    /// Ten times the remainder by the divisor; at full width only where it could overflow.
    private static func nextDigit(
        _ remainder: UInt128, _ divisor: UInt128
    ) -> (quotient: UInt128, remainder: UInt128) {
        // The remainder is below the divisor, so ten times it fits as well.
        if divisor <= UInt128(UInt64.max / 10) {
            let (quotient, rest) = (UInt64(truncatingIfNeeded: remainder) * 10)
                .quotientAndRemainder(dividingBy: UInt64(truncatingIfNeeded: divisor))
            return (UInt128(quotient), UInt128(rest))
        }
        guard remainder > UInt128.max / 10 else {
            return (remainder * 10).quotientAndRemainder(dividingBy: divisor)
        }
        return divisor.dividingFullWidth(remainder.multipliedFullWidth(by: 10))
    }
}

extension Exact {
    /// Reads `12`, `-3.25`, `29/3`, as figures are written; nil where the text is none of them.
    package init?(fractionText text: String) throws(Overflow) {
        let sides = text.split(separator: "/", omittingEmptySubsequences: false)
        if sides.count == 2, let upper = Int128(sides[0]), let lower = Int128(sides[1]) {
            guard let ratio = try Exact(upper, over: lower) else { return nil }
            self = ratio
            return
        }
        let digits = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let first = digits.first, digits.count <= 2 else { return nil }
        let places = digits.count == 2 ? digits[1] : ""
        guard let units = Int128(first + places), !first.isEmpty else { return nil }
        var power = Exact(1)
        for _ in places { power = try power.times(Exact(10)) }
        guard let number = try Exact(units).divided(by: power) else { return nil }
        self = number
    }
}

/// A text of few bytes that is written from its end.
private struct ShortText {
    private var bytes = InlineArray<64, UInt8>(repeating: 0)
    private var start = 64

    mutating func prepend(_ byte: UInt8) {
        start -= 1
        bytes[start] = byte
    }

    mutating func prepend(_ text: String) {
        for byte in text.utf8.reversed() { prepend(byte) }
    }

    /// Puts the last digit of a number in front and returns the digits before it.
    mutating func prependDigit(of number: UInt64) -> UInt64 {
        let (rest, digit) = number.quotientAndRemainder(dividingBy: 10)
        prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
        return rest
    }

    var text: String? {
        guard let text = try? UTF8Span(validating: bytes.span.extracting(start..<64)) else {
            return nil
        }
        return String(copying: text)
    }
}
