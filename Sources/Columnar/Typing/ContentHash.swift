/// Hash of a run of bytes, the same on every machine and in every run.
///
/// Written after wyhash (Wang Yi): 16 bytes are folded by one 64 × 64 → 128 bit product. Fields of
/// 8 to 32 bytes, most names and codes, take four words that overlap where the text is shorter, so
/// that their length costs no branch that could be guessed wrong. It spreads keys; it is no defence
/// against somebody who makes keys that collide, hence nothing but speed may rest on it.
package func contentHash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    return fieldHash(bytes, range.lowerBound, range.count)
}

/// `contentHash` of bytes whose bounds have been checked.
@inline(__always)
func fieldHash(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    if count &- 8 <= 24, count >= 8 { return wordsHash(bytes, start, count) }
    if count > 32 { return longHash(bytes, start, count) }
    var low: UInt64 = 0
    var high: UInt64 = 0
    if count >= 4 {
        low = halfWord(bytes, at: start)
        high = halfWord(bytes, at: start &+ count &- 4)
    } else if count > 0 {
        // First, middle and last byte are all bytes of a text of one to three.
        low = UInt64(byte(bytes, at: start)) | UInt64(byte(bytes, at: start &+ count / 2)) << 8
        high = UInt64(byte(bytes, at: start &+ count &- 1))
    }
    return finish(fold(low ^ 0xa076_1d64_78bd_642f, high ^ 0xe703_7ed1_a0b4_28db), count)
}

/// Hash of 8 to 32 bytes: four words, the later ones moved back to where the text ends.
@inline(__always)
private func wordsHash(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    let last = count &- 8
    let hash =
        fold(
            word(bytes, at: start) ^ 0xa076_1d64_78bd_642f,
            word(bytes, at: start &+ min(8, last)) ^ 0xe703_7ed1_a0b4_28db)
        ^ fold(
            word(bytes, at: start &+ min(16, last)) ^ 0x8ebc_6af0_9c88_c6e3,
            word(bytes, at: start &+ last) ^ 0x5899_65cc_7537_4cc3)
    return finish(hash, count)
}

/// Hash of more than 32 bytes: 16 at a time, each step depending on the one before.
@inline(never)
private func longHash(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    let last = start &+ count &- 16
    var hash: UInt64 = 0x2d35_8dcc_aa6c_78a5
    var index = start
    while index < last {
        hash = fold(
            word(bytes, at: index) ^ 0xa076_1d64_78bd_642f, word(bytes, at: index &+ 8) ^ hash)
        index &+= 16
    }
    hash ^= fold(
        word(bytes, at: last) ^ 0x9fb2_1c65_1e98_df25,
        word(bytes, at: last &+ 8) ^ 0xd6e8_feb8_6659_fd93)
    return finish(hash, count)
}

@inline(__always)
private func finish(_ hash: UInt64, _ count: Int) -> UInt64 {
    fold(hash ^ 0x8bb8_4b93_962e_acc9, UInt64(truncatingIfNeeded: count) ^ 0x4b33_a62e_d433_d4a3)
}

/// The two halves of the 128 bit product, laid over each other.
@inline(__always)
private func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}

/// Whether two ranges of bytes hold the same; compared by words.
package func areSame(_ bytes: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
    precondition(
        min(left.lowerBound, right.lowerBound) >= 0
            && max(left.upperBound, right.upperBound) <= bytes.count)
    return left.count == right.count
        && sameBytes(bytes, left.lowerBound, bytes, right.lowerBound, count: left.count)
}

/// True if two runs of equal length, both inside their buffers, hold the same bytes.
@inline(__always)
func sameBytes(
    _ left: Span<UInt8>, _ leftStart: Int, _ right: Span<UInt8>, _ rightStart: Int, count: Int
) -> Bool {
    @inline(__always) func difference(_ offset: Int) -> UInt64 {
        word(left, at: leftStart &+ offset) ^ word(right, at: rightStart &+ offset)
    }
    if count &- 8 <= 24, count >= 8 {
        let last = count &- 8
        return difference(0) | difference(min(8, last)) | difference(min(16, last))
            | difference(last) == 0
    }
    if count > 32 {
        let last = count &- 16
        var offset = 0
        while offset < last {
            if difference(offset) | difference(offset &+ 8) != 0 { return false }
            offset &+= 16
        }
        return difference(last) | difference(last &+ 8) == 0
    }
    if count >= 4 {
        let head = halfWord(left, at: leftStart) ^ halfWord(right, at: rightStart)
        let tail =
            halfWord(left, at: leftStart &+ count &- 4)
            ^ halfWord(right, at: rightStart &+ count &- 4)
        return head | tail == 0
    }
    for offset in 0..<count
    where byte(left, at: leftStart &+ offset) != byte(right, at: rightStart &+ offset) {
        return false
    }
    return true
}
