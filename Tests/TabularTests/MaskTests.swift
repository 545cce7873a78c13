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
}
