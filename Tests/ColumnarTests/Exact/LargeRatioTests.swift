import Columnar
import Testing

/// Whole numbers and ratios of any size.
struct LargeRatioTests {
    @Test func `small numbers are as the machine has them`() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next() -> UInt128 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt128(state >> (state & 63))
        }
        for _ in 0..<2000 {
            let (left, right) = (next(), next())
            let (large, other) = (LargeNatural(left), LargeNatural(right))
            #expect(large.plus(other).text == String(left + right))
            #expect(large.times(other).text == String(left * right))
            #expect(large.minus(other)?.text == (left < right ? nil : String(left - right)))
            #expect((large < other) == (left < right))
            #expect(large.small == left)
            let parts = large.divided(by: other)
            #expect(parts?.quotient.text == (right == 0 ? nil : String(left / right)))
            #expect(parts?.remainder.text == (right == 0 ? nil : String(left % right)))
        }
    }

    @Test func `numbers grow beyond 128 bits`() {
        var product = LargeNatural(1)
        for factor in 1...UInt128(40) { product = product.times(LargeNatural(factor)) }
        #expect(product.text == "815915283247897734345611269596115894272000000000")
        #expect(product.small == nil)
        for factor in 1...UInt128(40) {
            let parts = product.divided(by: LargeNatural(factor))
            #expect(parts?.remainder.isZero == true)
            product = parts?.quotient ?? product
        }
        #expect(product.text == "1")
        #expect(LargeNatural(0).text == "0")
        #expect(LargeNatural(1_000_000_000).text == "1000000000")
    }

    @Test func `a sum of many fractions is exact`() throws {
        // 1/1 + 1/2 + … + 1/60: its denominator has 25 digits, that of the product 82.
        var sum = LargeRatio.zero
        for part in 1...60 { sum.add(try #require(LargeRatio(1, over: Int128(part)))) }
        #expect(sum.denominator.text == "9690712164777231700912800")
        #expect(sum.rounded(places: 12) == "4.679870412952")
        // Taking each away again leaves nothing.
        for part in 1...60 {
            sum = sum.distance(to: try #require(LargeRatio(1, over: Int128(part))))
        }
        #expect(sum == .zero)
    }

    @Test(
        arguments: [
            (1, 3, 2, "0.33"), (2, 3, 2, "0.67"), (1, 2, 0, "1"), (1, 8, 2, "0.13"),
            (0, 7, 1, "0.0"), (1999, 20, 1, "100.0"), (5, 1, 0, "5"), (1, 200, 2, "0.01"),
            (1, 201, 2, "0.00"),
        ] as [(Int128, Int128, Int, String)])
    func `is rounded half away from zero`(
        upper: Int128, lower: Int128, places: Int, text: String
    ) throws {
        #expect(try #require(LargeRatio(upper, over: lower)).rounded(places: places) == text)
    }

    @Test func `compares values, not spellings`() throws {
        let half = try #require(LargeRatio(1, over: 2))
        #expect(half == LargeRatio(3, over: 6))
        #expect(try half < #require(LargeRatio(51, over: 100)))
        #expect(half.divided(by: .zero) == nil)
        #expect(half.divided(by: half) == LargeRatio(1, over: 1))
        #expect(LargeRatio(-1, over: 2) == nil)
        #expect(LargeRatio(1, over: 0) == nil)
    }
}
