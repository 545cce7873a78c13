import Columnar
import Testing

@Suite struct `Integers of a column` {
    @Test(
        arguments: [
            ("0", 0), ("7", 7), ("007", 7), ("12345678", 12_345_678), ("123456789", 123_456_789),
            ("-5", -5), ("+5", 5), ("-0", 0), (" 42 ", 42), ("99999999", 99_999_999),
            ("9223372036854775807", .max), ("-9223372036854775807", -.max),
            ("0000000000000000000000000000001", 1), ("000000000009223372036854775807", .max),
        ] as [(String, Int64)])
    func `are read with sign and leading zeros`(text: String, value: Int64) {
        // Once with bytes behind the field and once at the very end of the batch.
        let (cells, rejected) = FieldColumn([text, "a b c d e", text]).integers(IntegerRule())
        #expect(cells == [value, missing, value])
        #expect(rejected == [1])
    }

    @Test(arguments: [
        "-9223372036854775808", "9223372036854775808", "99999999999999999999", "-", "+", "1.0",
        "1,000", "1 000", "0x1", "1e3", "--1", "+-1", "12a", "a12", "１２", "1-", ":", "/",
        "1234567:",
        "\u{B0}", "0\u{0}",
    ])
    func `reject what is no whole number or does not fit`(text: String) {
        let (cells, rejected) = FieldColumn([text]).integers(IntegerRule())
        #expect(cells == [missing])
        #expect(rejected == [0])
    }

    @Test(
        arguments: [
            ("1.234.567", 1_234_567), ("-12.345", -12_345), ("1234567", 1_234_567), ("1.000", 1000),
            ("1.0000", nil), ("1.00", nil), (".100", nil), ("1.", nil), ("1..000", nil),
            ("1234.567", nil), ("1,000", nil), ("1.234.56", nil), (".", nil), ("-.000", nil),
        ] as [(String, Int64?)])
    func `groups are of three digits, or there are none`(text: String, value: Int64?) {
        let rule = IntegerRule(groupSeparator: UInt8(ascii: "."))
        let (cells, rejected) = FieldColumn([text]).integers(rule)
        #expect(cells == [value ?? missing])
        #expect(rejected.isEmpty == (value != nil))
    }

    @Test func `absent, blank and declared nulls are missing`() {
        let rule = IntegerRule(nulls: ["-1", "0", "n/a"])
        let column = FieldColumn([nil, "", " ", "-1", "0", "n/a", "00", " 0 ", "1"])
        let (cells, rejected) = column.integers(rule)
        #expect(cells == [missing, missing, missing, missing, missing, missing, 0, missing, 1])
        #expect(rejected.isEmpty)
    }

    @Test(arguments: [21, 22] as [UInt64])
    func `agree with the standard library`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let texts = (0..<20_000).map { _ in
            let bits = Int.random(in: 0..<64, using: &random)
            var text = Array(String(Int64(truncatingIfNeeded: random.next() >> UInt64(bits))).utf8)
            if Int.random(in: 0..<4, using: &random) == 0 {
                let place = text.indices.randomElement(using: &random) ?? 0
                text[place] = UInt8.random(in: 0x21..<0x7F, using: &random)
            }
            return String(decoding: text, as: UTF8.self)
        }
        let (cells, rejected) = FieldColumn(texts).integers(IntegerRule())
        let expected = texts.map { Int64($0) ?? missing }
        #expect(cells == expected, "seed \(seed)")
        #expect(rejected.map(Int.init) == expected.indices.filter { expected[$0] == missing })
    }
}

@Suite struct `Flags of a column` {
    @Test func `only declared texts are true or false`() throws {
        let rule = try #require(
            FlagRule(yes: ["true", "Có", "1"], no: ["false", "Không", "0"], nulls: ["null"]))
        let texts = [
            "true", " Có ", "1", "false", "Không", "0", nil, "", "null", "True", "Co", "2",
        ]
        let (cells, rejected) = FieldColumn(texts).flags(rule)
        #expect(cells == [2, 2, 2, 0, 0, 0, 1, 1, 1, 1, 1, 1])
        #expect(rejected == [9, 10, 11])
    }

    @Test func `a text has one meaning`() {
        #expect(FlagRule(yes: ["x"], no: ["x"]) == nil)
        #expect(FlagRule(yes: ["x"], no: ["y"], nulls: ["y"]) == nil)
        #expect(FlagRule(yes: ["x", "x"], no: ["y"]) != nil)
    }
}
