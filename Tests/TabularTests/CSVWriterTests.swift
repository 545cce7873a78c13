import Tabular
import Testing

@Suite struct `Writing CSV` {
    func written(_ fields: [String], _ formulas: CSVWriter.Formulas = .kept) -> String {
        var buffer: [UInt8] = []
        CSVWriter(formulas: formulas).append(fields, to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }

    @Test(arguments: [
        (["a", "b"], "a,b\n"), (["a,b", "c\"d"], "\"a,b\",\"c\"\"d\"\n"), ([""], "\"\"\n"),
        (["", ""], ",\n"), (["a\nb", "c\rd"], "\"a\nb\",\"c\rd\"\n"), (["ấ", " x "], "ấ, x \n"),
    ])
    func `quotes only what needs it`(_ fields: [String], _ expected: String) {
        #expect(written(fields) == expected)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+84", "+84"), ("-3.5", "-3.5"), ("-3,5", "\"-3,5\""),
        ("-cmd", "'-cmd"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("-", "'-"),
        ("-1.2.3", "'-1.2.3"), ("--1", "'--1"), ("1=1", "1=1"), ("", "\"\""), ("-1e5", "'-1e5"),
    ])
    func `neutralizes formulas and leaves numbers`(_ field: String, _ expected: String) {
        #expect(written([field], .neutralized) == expected + "\n")
        #expect(written([field, "x"], .kept).hasPrefix(field) || expected.hasPrefix("\""))
    }

    @Test(arguments: [0, 7, 10, 1_234_567_890, -1, -90, Int64.max, .min])
    func `writes whole numbers as texts are written`(_ number: Int64) {
        var (direct, texts): ([UInt8], [UInt8]) = ([], [])
        let writer = CSVWriter(formulas: .neutralized)
        for isFirst in [true, false] {
            writer.append(number, isFirst: isFirst, to: &direct)
            writer.append(String(number), isFirst: isFirst, to: &texts)
        }
        #expect(direct == texts)
    }

    @Test func `the reader gives back what was written`() throws {
        let letters = ["a", ",", "\"", "\n", "\r", "ấ", " ", "=", ";", "-"]
        for seed in 0..<3000 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var buffer: [UInt8] = []
            let width = 1 + random.below(4)
            let rows = (0..<1 + random.below(5)).map { _ in
                (0..<width).map { _ in
                    (0..<random.below(6)).map { _ in letters[random.below(letters.count)] }.joined()
                }
            }
            for row in rows { CSVWriter(formulas: .kept).append(row, to: &buffer) }
            var reader = try CSVReader(
                source: FileBytes(memory: buffer), dialect: CSVDialect(headerRecords: 0))
            #expect(readAll(&reader).records.map(\.fields) == rows, "seed \(seed)")
        }
    }
}
