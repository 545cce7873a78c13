import Columnar
import Pipeline
import Testing

/// Points of values, exactly, against a slow twin that computes with whole numbers only.
@Suite struct `Point functions` {
    private static func ratio(_ upper: Int, _ lower: Int) throws -> PointValue {
        let ratio = try #require(try Exact(Int128(upper), over: Int128(lower)))
        return PointValue(ratio: ratio, published: try ratio.times(Exact(100)))
    }

    private static func decimal(_ text: String) throws -> Exact {
        try #require(try parseExact(text))
    }

    /// Decision 766: component 3.3 has all 6 points from half of the dossiers on.
    @Test(arguments: [
        (0, 10, "0"), (1, 10, "1.2"), (49, 100, "5.88"), (1, 2, "6"), (51, 100, "6"), (1, 1, "6"),
        (1, 3, "4"),
    ])
    func `saturate where the rule says`(upper: Int, lower: Int, points: String) throws {
        let function = PointFunction.saturating(most: Exact(6), at: try Self.decimal("0.5"))
        #expect(
            try function.points(of: Self.ratio(upper, lower)).decimalText() == points)
    }

    /// 4.2: the description says 80 %, the published points fit 100 %: two parameters.
    @Test func `have their threshold as a parameter`() throws {
        let value = try Self.ratio(3, 4)
        for (at, points) in [("0.8", "3.75"), ("1", "3")] {
            let function = PointFunction.saturating(most: Exact(4), at: try Self.decimal(at))
            #expect(try function.points(of: value).decimalText() == points)
        }
    }

    @Test func `of payment are linear up to their maximum`() throws {
        let function = PointFunction.linear(factor: try Self.decimal("2.5"), most: Exact(2))
        for (upper, lower, points) in [(0, 5, "0"), (2, 5, "1"), (4, 5, "2"), (5, 5, "2")] {
            #expect(try function.points(of: Self.ratio(upper, lower)).decimalText() == points)
        }
    }

    /// The first step that holds decides, on the published value, boundaries exact.
    @Test(arguments: [
        (10, 10, "2"), (9, 10, "2"), (899_999, 1_000_000, "1"), (4, 5, "1"), (799, 1000, "0"),
        (0, 1, "0"),
    ])
    func `of steps are exact on their bounds`(upper: Int, lower: Int, points: String) throws {
        let function = PointFunction.steps([
            PointStep(comparison: .atLeast, bound: Exact(90), points: Exact(2)),
            PointStep(comparison: .atLeast, bound: Exact(80), points: Exact(1)),
        ])
        #expect(try function.points(of: Self.ratio(upper, lower)).decimalText() == points)
        #expect(function.most == Exact(2))
    }

    @Test func `of steps know every comparison`() throws {
        let bound = Exact(5)
        let below = Exact(4)
        let above = Exact(6)
        for (comparison, holding) in [
            (PointStep.Comparison.atLeast, [bound, above]), (.above, [above]),
            (.atMost, [below, bound]), (.below, [below]), (.exactly, [bound]),
        ] {
            let step = PointStep(comparison: comparison, bound: bound, points: Exact(1))
            #expect([below, bound, above].filter(step.holds) == holding)
        }
    }

    @Test func `of a target are all or nothing`() throws {
        let function = PointFunction.target(most: Exact(40))
        for (isMet, points) in [(true, 40), (false, 0), (nil, 0)] as [(Bool?, Int)] {
            let value = PointValue(ratio: Exact(1), published: Exact(100), isMet: isMet)
            #expect(try function.points(of: value) == Exact(points))
        }
    }

    /// Random functions and ratios; the twin compares and divides whole numbers.
    @Test(arguments: [0x5C0E_0001, 0x5C0E_0002, 0x5C0E_0003])
    func `agree with a twin that knows whole numbers only`(seed: UInt64) throws {
        var random = SeededRandom(state: seed)
        for round in 0..<2000 {
            let (upper, lower) = (
                Int.random(in: -3...40, using: &random), Int.random(in: 1...30, using: &random)
            )
            let (most, atHundredths) = (
                Int.random(in: 1...30, using: &random), Int.random(in: 1...120, using: &random)
            )
            let value = try Self.ratio(upper, lower)
            let at = try #require(try Exact(Int128(atHundredths), over: 100))
            let cases: [(PointFunction, upper: Int, lower: Int)] = [
                (.proportional(most: Exact(most)), most * upper, lower),
                (.saturating(most: Exact(most), at: at), most * upper * 100, lower * atHundredths),
                (.linear(factor: at, most: Exact(most)), atHundredths * upper, lower * 100),
            ]
            for (function, numerator, denominator) in cases {
                let capped =
                    numerator < 0
                    ? (0, 1) : numerator > most * denominator ? (most, 1) : (numerator, denominator)
                let points = try function.points(of: value)
                #expect(
                    points == (try Exact(Int128(capped.0), over: Int128(capped.1))),
                    "seed \(seed), round \(round): \(function) of \(upper)/\(lower)")
                // Rounded half away from zero, as a schoolbook does it.
                let places = Int.random(in: 0...3, using: &random)
                let power = [1, 10, 100, 1000][places]
                let rounded = (2 * capped.0 * power + capped.1) / (2 * capped.1)
                #expect(
                    try points.rounded(toPlaces: places)
                        == (try Exact(Int128(rounded), over: Int128(power))),
                    "seed \(seed), round \(round): \(capped) to \(places) places")
            }
        }
    }

    @Test func `round half away from zero, on both sides`() throws {
        for (text, places, rounded) in [
            ("1.25", 1, "1.3"), ("-1.25", 1, "-1.3"), ("1.2499", 1, "1.2"), ("0.05", 1, "0.1"),
            ("14.95", 1, "15"), ("14.949", 1, "14.9"), ("2.5", 0, "3"), ("-0.4", 0, "0"),
        ] {
            #expect(try Self.decimal(text).rounded(toPlaces: places).decimalText() == rounded)
        }
        #expect(try Self.decimal("1.25").rounded(toPlaces: nil).decimalText() == "1.25")
    }
}

/// A decimal text as an exact number.
func parseExact(_ text: String) throws -> Exact? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let places = parts.count > 1 ? parts[1].count : 0
    let power = (0..<places).reduce(Int128(1)) { product, _ in product * 10 }
    return try Int128(parts.joined()).flatMap { try Exact($0, over: power) }
}
