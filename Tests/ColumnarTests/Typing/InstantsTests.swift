import Columnar
import Testing

@Suite struct `Instants of a column` {
    @Test func `absent, blank and declared nulls are missing and not rejected`() throws {
        let rule = try instantRule(
            ["dd/MM/yyyy HH:mm:ss", "dd/MM/yyyy"],
            nulls: ["01/01/0001", "01/01/1900 00:00:00", "NULL"])
        let column = FieldColumn([
            nil, "", "  ", "01/01/0001", " 01/01/0001 ", "01/01/1900 00:00:00", "NULL", "null",
            "01/01/0001 00:00:00", "01/01/1900 00:00:01", "02/09/2025", "31/02/2025",
        ])
        let (cells, rejected) = column.instants(rule)
        #expect(cells[..<8] == [Int64](repeating: missing, count: 8)[...])
        #expect(cells[8] == instant("0001-01-01"))
        #expect(cells[9] == instant("1900-01-01 00:00:01"))
        #expect(cells[10] == instant("2025-09-02"))
        #expect(rejected == [7, 11])
    }

    @Test func `every day of the years around those that are looked up, and no other day`() throws {
        let rule = try instantRule(["dd/MM/yyyy"])
        let years = [1899, 1900, 1969, 1970, 1972, 2000, 2025, 2096, 2099, 2100, 2101, 2400, 9999]
        for year in years {
            for month in 0...13 {
                let digits = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
                let days = Array(0...32)
                let column = FieldColumn(days.map { "\(digits($0))/\(digits(month))/\(year)" })
                let expected = days.map { day in
                    CivilDate(year: year, month: month, day: day)?.instant ?? missing
                }
                #expect(column.instants(rule).cells == expected, "\(month)/\(year)")
            }
        }
    }

    @Test func `cells are appended to those that are there`() throws {
        let rule = try instantRule(["dd/MM/yyyy"])
        var cells: [Int64] = [5]
        var rejected: [UInt32] = [9]
        let column = FieldColumn(["01/01/1970", "x", "02/01/1970"])
        appendInstants(
            column.bytes.span, starts: column.starts.span, ends: column.ends.span, rule: rule,
            to: &cells, rejected: &rejected)
        #expect(cells == [5, 0, missing, 86_400])
        #expect(rejected == [9, 1])
    }

    @Test(arguments: [
        ("2025-09-02T00:30:00Z", "2025-09-02 07:30:00"),
        ("2025-09-02T00:30:00+07:00", "2025-09-02 00:30:00"),
        ("2025-09-01T20:30:00-0330", "2025-09-02 07:00:00"),
        ("2025-12-31T23:00:00+00", "2026-01-01 06:00:00"),
        ("2025-09-02T00:30:00", "2025-09-02 00:30:00"),
    ])
    func `an offset is converted to the declared clock, or ignored`(
        text: String, local: String
    ) throws {
        let pattern = "yyyy-MM-dd'T'HH:mm:ss[X]"
        let fixed = try instantRule([pattern], zone: .fixed(seconds: 7 * 3600))
        #expect(FieldColumn([text]).instants(fixed).cells == [try #require(instant(local))])
        let asWritten = try instantRule([pattern])
        let written = try #require(instant(String(text.prefix(19))))
        #expect(FieldColumn([text]).instants(asWritten).cells == [written])
    }

    @Test func `the first format that fits decides`() throws {
        let text = FieldColumn(["05/06/2025", "25/06/2025", "05/06/2025"])
        let american = try instantRule(["M/d/yyyy", "dd/MM/yyyy"])
        #expect(
            text.instants(american).cells.map(instantText).map { $0.prefix(10) } == [
                "2025-05-06", "2025-06-25", "2025-05-06",
            ])
        let both = try instantRule(["MM/dd/yyyy", "dd/MM/yyyy"])
        #expect(text.instants(both).cells == text.instants(american).cells)
    }

    @Test(
        arguments: [
            (["dd/MM/yyyy HH:mm:ss"], 1), (["yyyyMMddHHmmss"], 2), (["yyyyMMdd"], 3),
            (["HH:mm dd/MM/yyyy"], 4), (["yyyy-MM-dd'T'HH:mm:ss.fff"], 5), (["dd.MM.yy"], 6),
            (["dd/MM/yyyy", "dd/MM/yyyy HH:mm", "dd-MM-yyyy"], 7), (["ss:mm:HH yyyy-dd-MM"], 8),
            (["dd/MM/yyyy[ HH:mm[:ss]]", "yyyyMMddHHmmss"], 9), (["MM/dd/yyyy", "dd/MM/yyyy"], 10),
            (["HH 'h' ddMMyyyy mm"], 11), (["yyyy/MM/dd HH:mm:ss.ffff"], 12),
        ] as [([String], UInt64)])
    func `reading by place agrees with reading step by step`(
        patterns: [String], seed: UInt64
    ) throws {
        // An offset that is always absent keeps a form from being read by place.
        let nulls = ["01/01/0001", "01/01/2025 00:00:00", "20250101000000"]
        let rule = try instantRule(patterns, nulls: nulls)
        let slow = try instantRule(patterns.map { "['#']\($0)" }, nulls: nulls)
        let never = try instantRule(["'never reached 'd/M/yyyy"] + patterns, nulls: nulls)
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let texts = (0..<50).map { _ in
                randomText(of: patterns[Int.random(in: patterns.indices, using: &random)], &random)
            }
            let column = FieldColumn(texts)
            let (cells, rejected) = column.instants(rule)
            for twin in [never, slow] {
                let expected = column.instants(twin)
                guard cells == expected.cells, rejected == expected.rejected else {
                    Issue.record("seed \(seed): \(texts)")
                    return
                }
            }
        }
    }

    /// A text of a pattern with parts that are often right, and sometimes damage.
    private func randomText(of pattern: String, _ random: inout SplitMix64) -> String? {
        if Int.random(in: 0..<20, using: &random) == 0 {
            return [nil, "", "  "].randomElement(using: &random) ?? nil
        }
        if Int.random(in: 0..<30, using: &random) == 0 { return "01/01/2025 00:00:00" }
        var text = ""
        var rest = Substring(pattern.filter { !"[]'".contains($0) })
        let isOdd = Int.random(in: 0..<10, using: &random) == 0
        while let letter = rest.first {
            let run = rest.prefix { $0 == letter }
            rest = rest.dropFirst(run.count)
            let range: ClosedRange<Int>? =
                switch letter {
                case "d": isOdd ? 0...33 : 1...3
                case "M": isOdd ? 0...14 : 1...2
                case "y": isOdd ? 0...9999 : 2024...2025
                case "H": isOdd ? 0...30 : 0...23
                case "m", "s": isOdd ? 0...70 : 0...59
                case "f": 0...9999
                default: nil
                }
            guard let range else {
                text += run
                continue
            }
            let digits = String(Int.random(in: range, using: &random))
            text += (String(repeating: "0", count: 9) + digits).suffix(run.count)
        }
        guard Int.random(in: 0..<8, using: &random) == 0 else { return text }
        var bytes = Array(text.utf8)
        let place = Int.random(in: bytes.indices, using: &random)
        bytes[place] = UInt8.random(in: 0x20..<0x7F, using: &random)
        return String(decoding: bytes, as: UTF8.self)
    }
}
