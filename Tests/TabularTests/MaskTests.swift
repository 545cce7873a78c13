import CMasks
import Testing

@Suite struct `Masks of 64 bytes` {
    @Test func `the processor's gathering agrees with the portable one and with a loop`() {
        for seed in 0..<2000 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            let bytes = (0..<64).map { _ in UInt8(random.below(seed % 2 == 0 ? 256 : 4)) }
            let value = bytes[random.below(64)]
            var equal: UInt64 = 0
            var below: UInt64 = 0
            var high: UInt64 = 0
            for (bit, byte) in bytes.enumerated() {
                if byte == value { equal |= 1 << UInt64(bit) }
                if byte < value { below |= 1 << UInt64(bit) }
                if byte >= 0x80 { high |= 1 << UInt64(bit) }
            }
            #expect(unsafe masks_equal(bytes, value) == equal)
            #expect(unsafe masks_equal_portable(bytes, value) == equal)
            #expect(unsafe masks_below(bytes, value) == below)
            #expect(unsafe masks_below_portable(bytes, value) == below)
            #expect(unsafe masks_high(bytes) == high)
            #expect(unsafe (masks_any_nul(bytes) != 0) == bytes.contains(0))
            let narrowing = bytes.contains {
                $0 == 0xc0 || $0 == 0xc1 || $0 == 0xe0 || $0 == 0xed || $0 >= 0xf0
            }
            #expect(unsafe (masks_any_narrowing(bytes) != 0) == narrowing)
        }
    }

    /// Each variant that this processor has.
    static let levels = 0...wide_level_here()

    @Test(arguments: levels) func `masks of a stretch are those of its blocks`(_ level: Int32) {
        for seed in 0..<500 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            let blocks = 1 + random.below(9)
            let letters = Array(",;\"\r\na".utf8) + [0x00, 0x8d, 0xff]
            let bytes = (0..<64 * blocks).map { _ in letters[random.below(letters.count)] }
            let (delimiter, quote) = (letters[random.below(2)], letters[2])
            var masks = Array(repeating: wide_masks(), count: blocks)
            var expected = masks
            unsafe wide_fill(level, bytes, blocks, delimiter, quote, &masks)
            unsafe wide_fill_portable(bytes, blocks, delimiter, quote, &expected)
            for (found, known) in zip(masks, expected) {
                #expect(found.delimiters == known.delimiters && found.quotes == known.quotes)
                #expect(found.lines == known.lines && found.returns == known.returns)
            }
        }
    }

    @Test(arguments: levels) func `text is text up to its first fault`(_ level: Int32) {
        guard level > 0 else { return }
        let characters = ["a", "é", "ấ", "\u{ffff}", "😀", "\u{7f}", "\u{800}", "\u{d7ff}"]
        let leads: [UInt8] = [
            0x00, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
            0x8f, 0x90, 0x9f, 0xa0,
        ]
        var faults = 0
        for seed in 0..<20_000 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var text: [UInt8] = []
            while text.count < 192 { text += characters[random.below(characters.count)].utf8 }
            for _ in 0..<random.below(3) {
                text[random.below(192)] = leads[random.below(leads.count)]
            }
            let bytes = Array(text.prefix(192))
            let bad = firstBadByte(bytes, 0..<192) ?? 192
            let found = unsafe wide_text(level, bytes, 3)
            // A sequence that the next block, or the end, cuts short may show only there.
            let longest = bad / 64 * 64
            let isOpen = bad >= 61 && bad % 64 >= 61
            #expect(found == longest || isOpen && found == longest + 64, "seed \(seed)")
            if bad < 189 { faults += 1 }
        }
        #expect(faults > 5000)
    }
}
