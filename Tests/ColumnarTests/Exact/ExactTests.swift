import Columnar
import Testing

@Suite struct `Exact numbers` {
    @Test(arguments: [
        (1, 3, 12, "0.333333333333"), (2, 3, 12, "0.666666666667"), (1, 8, 12, "0.125"),
        (-1, 3, 2, "-0.33"), (1, 2, 0, "1"), (-1, 2, 0, "-1"), (1, 200, 2, "0.01"),
        (-1, 200, 2, "-0.01"), (-1, 201, 2, "0"), (999, 1000, 2, "1"), (7, 1, 12, "7"),
        (-1999, 1000, 2, "-2"), (35_591, 43_821, 6, "0.812191"), (0, 5, 12, "0"),
        (1, 4096, 12, "0.000244140625"), (1, 8192, 12, "0.00012207031 3"),
    ])
    func `become decimal text`(upper: Int, lower: Int, places: Int, expected: String) throws {
        let number = try #require(try Exact(Int128(upper), over: Int128(lower)))
        #expect(number.decimalText(places: places) == expected.filter { $0 != " " })
    }

    @Test(arguments: [
        (27, 4, "6.75"), (29, 3, "29/3"), (-1, 7, "-1/7"), (5, 1, "5"), (1, 8192, "1/8192"),
        (1, 4096, "0.000244140625"), (1, 12, "1/12"), (3, 50, "0.06"),
    ])
    func `become text without rounding`(upper: Int, lower: Int, expected: String) throws {
        let number = try #require(try Exact(Int128(upper), over: Int128(lower)))
        #expect(number.fractionText == expected)
    }

    @Test func `are padded when a number of places is asked for`() throws {
        let number = try #require(try Exact(-19_995, over: 1_000))
        #expect(number.rounded(places: 2) == "-20.00")
        #expect(number.rounded(places: 4) == "-19.9950")
        #expect(Exact(0).rounded(places: 1) == "0.0")
    }

    @Test func `hold the whole range and say when they cannot`() throws {
        #expect(throws: Exact.Overflow.self) { try Exact(Int128.max).plus(Exact(1)) }
        #expect(throws: Exact.Overflow.self) { try Exact(Int128.min).negated() }
        #expect(throws: Exact.Overflow.self) { try Exact(Int128.max).times(Exact(2)) }
        #expect(throws: Exact.Overflow.self) { try Exact(1, over: Int128.min) }
        #expect(try Exact(Int128.min, over: Int128.min) == Exact(1))
        #expect(try Exact(Int128.max, over: 0) == nil)
        #expect(try Exact(5).divided(by: Exact(0)) == nil)
        #expect(Exact(Int128.min).decimalText() == "\(Int128.min)")
        let tiny = try #require(try Exact(1, over: Int128.max))
        #expect(tiny.decimalText() == "0")
        let nearOne = try #require(try Exact(Int128.max - 1, over: Int128.max))
        #expect(nearOne.decimalText() == "1")
        #expect(nearOne < Exact(1) && tiny > Exact(0))
    }

    @Test(arguments: UInt64(1)...200)
    func `obey the laws of fractions`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let numbers = try (0..<3).map { _ in
            try #require(
                try Exact(
                    Int128(Int64.random(in: -1_000_000...1_000_000, using: &random)),
                    over: Int128(Int64.random(in: 1...99_999, using: &random))))
        }
        let (a, b, c) = (numbers[0], numbers[1], numbers[2])
        #expect(try a.plus(b) == b.plus(a), "seed \(seed)")
        #expect(try a.plus(b).plus(c) == a.plus(b.plus(c)), "seed \(seed)")
        #expect(try a.times(b.plus(c)) == a.times(b).plus(a.times(c)), "seed \(seed)")
        #expect(try a.plus(b).minus(b) == a, "seed \(seed)")
        #expect(try (a < b) == (a.plus(c) < b.plus(c)), "seed \(seed)")
        if b != Exact(0) { #expect(try a.divided(by: b)?.times(b) == a, "seed \(seed)") }
    }

    @Test(arguments: UInt64(1)...200)
    func `compare and round right at the limits of 128 bits`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let lower = Int128.max - Int128(Int64.random(in: 1...Int64.max, using: &random))
        let upper = lower - Int128(Int64.random(in: 1...1_000, using: &random))
        let below = try #require(try Exact(upper, over: lower))
        let above = try #require(try Exact(upper + 1, over: lower))
        #expect(below < above && !(above < below), "seed \(seed)")
        #expect(try above.negated() < below.negated(), "seed \(seed)")
        #expect(below.rounded(places: 40).hasPrefix("0.99999"), "seed \(seed)")
    }

    @Test(arguments: UInt64(1)...300)
    func `round half away from zero`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let places = Int.random(in: 0...6, using: &random)
        let scale = (0..<places).reduce(Int128(1)) { power, _ in power * 10 }
        let upper = Int128(Int64.random(in: -99_999_999...99_999_999, using: &random))
        let lower = Int128(Int64.random(in: 1...2_000, using: &random))
        // The integer nearest to upper * scale / lower, by the schoolbook: (2u + l) / 2l.
        let doubled = 2 * upper.magnitude * scale.magnitude + lower.magnitude
        let units = doubled / (2 * lower.magnitude)
        let number = try #require(try Exact(upper, over: lower))
        let digits = number.rounded(places: places).filter { $0 != "." && $0 != "-" }
        #expect(UInt128(digits) == units, "seed \(seed)")
        #expect(number.rounded(places: places).hasPrefix("-") == (upper < 0 && units > 0))
    }

    /// The digits one by one, as on paper: the twin of what is done with whole words.
    private func paperText(_ number: Exact, places: Int, isPadded: Bool) -> String {
        let divisor = number.denominator.magnitude
        var (whole, rest) = number.numerator.magnitude.quotientAndRemainder(dividingBy: divisor)
        var digits: [UInt128] = []
        for _ in 0..<places {
            let wide = rest.multipliedFullWidth(by: 10)
            let (digit, left) = divisor.dividingFullWidth(wide)
            digits.append(digit)
            rest = left
        }
        var carry: UInt128 = rest >= divisor - rest ? 1 : 0
        for place in digits.indices.reversed() {
            digits[place] += carry
            carry = digits[place] / 10
            digits[place] %= 10
        }
        whole += carry
        while !isPadded, digits.last == 0 { digits.removeLast() }
        let isZero = whole == 0 && digits.allSatisfy { $0 == 0 }
        let fraction = digits.map { "\($0)" }.joined()
        return (number.numerator < 0 && !isZero ? "-" : "") + "\(whole)"
            + (digits.isEmpty ? "" : "." + fraction)
    }

    @Test(arguments: UInt64(1)...400)
    func `are written as on paper, whatever words they take`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func side() -> Int128 {
            let bits = Int128.random(in: 0...126, using: &random)
            let wide = Int128.random(in: 0...Int128.max, using: &random) >> bits
            // Near the end of 64 bits as well, where the way changes.
            return Int.random(in: 0...3, using: &random) == 0
                ? Int128(UInt64.max) + Int128.random(in: -2...2, using: &random) : wide
        }
        let upper = Bool.random(using: &random) ? side() : -side()
        let number = try #require(try Exact(upper, over: max(side(), 1)))
        for places in 0...14 {
            let padded = paperText(number, places: places, isPadded: true)
            #expect(number.rounded(places: places) == padded, "seed \(seed)")
            #expect(number.rounded(places: places, unit: " ngày") == padded + " ngày")
            #expect(
                number.decimalText(places: places)
                    == paperText(number, places: places, isPadded: false), "seed \(seed)")
        }
    }

    @Test(arguments: UInt64(1)...400)
    func `multiply and divide in lowest terms`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func number() throws -> Exact {
            try #require(
                try Exact(
                    Int128.random(in: -1_000_000...1_000_000, using: &random),
                    over: Int128.random(in: 1...1_000_000, using: &random)))
        }
        let (a, b) = (try number(), try number())
        // Built from the plain products, which the initializer reduces.
        let product = try Exact(
            a.numerator * b.numerator, over: a.denominator * b.denominator)
        #expect(try a.times(b) == product, "seed \(seed)")
        let quotient = try Exact(
            a.numerator * b.denominator, over: a.denominator * b.numerator)
        #expect(try a.divided(by: b) == quotient, "seed \(seed)")
    }

    @Test func `a pair keeps both sides`() throws {
        let pair = ExactPair(Exact(35_591), over: Exact(43_821))
        #expect(try pair.quotient()?.times(Exact(100)).rounded(places: 2) == "81.22")
        #expect(try ExactPair(Exact(0), over: Exact(0)).quotient() == nil)
    }
}
