import Columnar
import Testing

@Suite struct `Interning` {
    @Test func `codes follow first appearance`() {
        var interner = Interner()
        let codes = FieldColumn(["b", "a", nil, "b", "", "ấ", "a", " a"]).codes(&interner)
        #expect(codes == [0, 1, missingCode, 0, missingCode, 2, 1, 3])
        #expect((0..<4).map { interner.text($0) } == ["b", "a", "ấ", " a"])
        #expect(interner.withBytes(2) { $0.count } == 3)
    }

    @Test func `texts that Unicode holds equal stay apart by their bytes`() {
        var interner = Interner()
        let codes = FieldColumn(["h\u{F2}a", "ho\u{300}a"]).codes(&interner)
        #expect(codes == [0, 1])
    }

    @Test(arguments: [31, 32, 33] as [UInt64])
    func `agrees with a dictionary, in one pass or in merged chunks`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pool = (0..<3000).map { _ in randomBytes(upTo: 200, &random) }
        let texts = (0..<20_000).map { _ -> String? in
            // Small indexes are frequent, so that runs and repetitions occur.
            let index = Int.random(in: 0..<Int.random(in: 1...3000, using: &random), using: &random)
            return index == 7 ? nil : pool[index]
        }
        var interner = Interner()
        let codes = FieldColumn(texts).codes(&interner)
        var known: [String: UInt32] = [:]
        for (text, code) in zip(texts, codes) {
            guard let text, !text.isEmpty else {
                #expect(code == missingCode)
                continue
            }
            let expected = known[text] ?? UInt32(known.count)
            known[text] = expected
            guard code == expected, interner.text(code) == text else {
                Issue.record("seed \(seed): \(text)")
                return
            }
        }
        #expect(interner.count == known.count)

        var merged = Interner()
        var mergedCodes: [UInt32] = []
        for start in stride(from: 0, to: texts.count, by: 7001) {
            var chunk = Interner()
            let end = min(start + 7001, texts.count)
            let own = FieldColumn(Array(texts[start..<end])).codes(&chunk)
            let map = merged.merge(chunk)
            mergedCodes += own.map { $0 == missingCode ? missingCode : map[Int($0)] }
        }
        #expect(mergedCodes == codes, "seed \(seed)")
        #expect(merged.count == interner.count)
    }

    private func randomBytes(upTo limit: Int, _ random: inout SplitMix64) -> String {
        let count = Int.random(in: 0...Int.random(in: 1...limit, using: &random), using: &random)
        let letters = (0..<count).map { _ in UInt8.random(in: 0x61...0x63, using: &random) }
        return String(decoding: letters, as: UTF8.self)
    }
}

@Suite struct `Content hash` {
    @Test func `every length has its own value, wherever the text stands`() {
        var seen: Set<UInt64> = []
        for count in 0...300 {
            let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
            let hash = contentHash(text.span, 0..<count)
            #expect(seen.insert(hash).inserted)
            let moved = [1, 2, 3] + text + [4, 5]
            #expect(contentHash(moved.span, 3..<3 + count) == hash)
        }
    }

    @Test func `every byte of a text counts`() {
        for count in [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 47, 48, 49, 63, 64, 65, 80, 200] {
            var text = [UInt8](repeating: 0x61, count: count)
            let hash = contentHash(text.span, 0..<count)
            var seen: Set<UInt64> = [hash]
            for index in 0..<count {
                for bit in 0..<8 {
                    text[index] ^= 1 << bit
                    #expect(seen.insert(contentHash(text.span, 0..<count)).inserted)
                    text[index] ^= 1 << bit
                }
            }
        }
    }

    @Test func `is the same on every machine`() {
        let hashes = ["", "a", "H29", "000.00.14", "000.00.14.H56-240613-1000001"].map {
            let bytes = Array($0.utf8)
            return contentHash(bytes.span, bytes.indices)
        }
        #expect(
            hashes == [
                15_160_101_453_438_040_566, 2_167_013_816_339_228_501,
                7_064_955_336_307_477_927, 10_655_935_132_003_842_060,
                4_404_460_157_532_733_389,
            ])
    }

    @Test func `numbered codes fill the tables evenly`() {
        var low = [Int](repeating: 0, count: 256)
        var high = [Int](repeating: 0, count: 256)
        for number in 0..<65_536 {
            let text = Array("000.00.14.H56-240613-\(1_000_000 + number)".utf8)
            let hash = contentHash(text.span, text.indices)
            low[Int(hash & 255)] += 1
            high[Int(hash >> 56)] += 1
        }
        // 256 expected in each, standard deviation 16.
        #expect(low.allSatisfy { 170...350 ~= $0 })
        #expect(high.allSatisfy { 170...350 ~= $0 })
    }
}
