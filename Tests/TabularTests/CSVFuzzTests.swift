import Tabular
import Testing

@Suite struct `CSV against its twin` {
    static let alphabets: [[UInt8]] = [
        Array("a,\"\n".utf8),
        Array("a ,\"\n\r;é".utf8) + [0],
        Array("ab,\n".utf8),
        Array("a,\"\n\r".utf8) + [0xe1, 0xba, 0xa5, 0xff, 0xed, 0xa0],
        Array("Nguyễn Văn,\"\"\r\n".utf8),
        [0x61, 0x2c, 0xc3, 0xa0, 0xe0, 0xe1, 0xed, 0xf0, 0xf4, 0x80, 0x8f, 0x90, 0x9f, 0xbf, 0xc0],
    ]

    /// Random bytes in records that are mostly well quoted, longer than a mask block.
    static func mostlyRegular(_ random: inout SplitMix64) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<random.below(60) {
            switch random.below(12) {
            case 0...3: bytes += Array(repeating: 0x61, count: random.below(40))
            case 4...6: bytes += [0x2c]
            case 7: bytes += Array("\"x\"\"y,\r\nz\"".utf8)
            case 8: bytes += Array("ấậ".utf8)
            case 9: bytes += [0x0d, 0x0a]
            case 10: bytes += [0x0a]
            default: bytes += random.below(8) == 0 ? [0x22] : Array(",\"\",".utf8)
            }
        }
        return bytes
    }

    func check(_ bytes: [UInt8], header: Bool, _ comment: String) throws {
        let expected = plainCSV(bytes, delimiter: 0x2c, header: header)
        for batchBytes in [1, 65, 100, 1 << 14] {
            let dialect = CSVDialect(headerRecords: header ? 1 : 0)
            var reader: CSVReader
            do throws(TabularError) {
                reader = try CSVReader(
                    source: FileBytes(memory: bytes), dialect: dialect, batchBytes: batchBytes)
            } catch { continue }
            let found = readAll(&reader)
            #expect(found == expected, "\(comment), batch \(batchBytes), \(bytes)")
            if found != expected { return }
        }
    }

    @Test(arguments: alphabets.indices)
    func `random bytes give the same records in every batch size`(_ alphabet: Int) throws {
        let letters = Self.alphabets[alphabet]
        for seed in 0..<2000 as Range<UInt64> {
            var random = SplitMix64(seed: seed * 31 + UInt64(alphabet))
            let count = random.below(seed % 10 == 0 ? 400 : 40)
            let bytes = (0..<count).map { _ in letters[random.below(letters.count)] }
            try check(bytes, header: seed % 2 == 0, "seed \(seed)")
        }
    }

    @Test func `long regular records give the same records in every batch size`() throws {
        for seed in 0..<2000 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            try check(Self.mostlyRegular(&random), header: seed % 2 == 0, "seed \(seed)")
        }
    }

    @Test func `all short texts over the characters that matter`() throws {
        let letters = Array("a,\"\r\n".utf8)
        for length in 0...6 {
            var digits = Array(repeating: 0, count: length)
            repeat {
                try check(digits.map { letters[$0] }, header: false, "exhaustive")
            } while increment(&digits, base: letters.count)
        }
    }

    private func increment(_ digits: inout [Int], base: Int) -> Bool {
        for index in digits.indices {
            digits[index] += 1
            if digits[index] < base { return true }
            digits[index] = 0
        }
        return false
    }
}
