import CMasks

/// Room behind the text that runs may be read into.
let runPadding = 64

/// Runs of plain bytes within a block; what stands at an index below `to` is text of the block.
///
/// `unsafe` lives here because the C functions take addresses. Each reads at most 64 bytes behind
/// `to`, which must be in the span.
extension Span<UInt8> {
    /// Index of the first of `<`, `&`, `]` and CR; `to` if there is none.
    @inline(__always)
    func textEnd(from: Int, to: Int) -> Int {
        precondition(from >= 0 && from <= to && to + runPadding <= count)
        return unsafe withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return to }
            return unsafe runs_text_end(base, from, to)
        }
    }

    /// Index of the first byte that is the quote, `<`, `&` or below a space; `to` if there is none.
    @inline(__always)
    func valueEnd(from: Int, to: Int, quote: UInt8) -> Int {
        precondition(from >= 0 && from <= to && to + runPadding <= count)
        return unsafe withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return to }
            return unsafe runs_value_end(base, from, to, quote)
        }
    }

    /// Index of the first byte that equals the value; `to` if there is none.
    @inline(__always)
    func find(_ value: UInt8, from: Int, to: Int) -> Int {
        precondition(from >= 0 && from <= to && to + runPadding <= count)
        return unsafe withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return to }
            return unsafe runs_find(base, from, to, value)
        }
    }

    /// Whether the bytes from `at` on are those of a name.
    @inline(__always)
    func has(_ name: Range<Int>, of names: Span<UInt8>, at: Int) -> Bool {
        precondition(name.lowerBound >= 0 && name.upperBound + runPadding <= names.count)
        precondition(at >= 0 && at + name.count + runPadding <= count)
        return unsafe withUnsafeBufferPointer { buffer in
            unsafe names.withUnsafeBufferPointer { known in
                guard let base = buffer.baseAddress, let other = known.baseAddress else {
                    return false
                }
                return unsafe runs_same(base + at, other + name.lowerBound, name.count) != 0
            }
        }
    }
}

/// Index up to which the bytes are characters of XML, wherever they stand; `end` if all are.
///
/// That is UTF-8 without controls and without U+FFFE and U+FFFF. A sequence that `end` cuts short
/// is no fault yet: the answer is where it begins.
func charactersEnd(_ bytes: borrowing [UInt8], from start: Int, to end: Int) -> Int {
    precondition(start >= 0 && start <= end && end + runPadding <= bytes.count)
    let textEnd = firstTextFault(in: bytes, from: start, to: end) ?? end
    return unsafe bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return end }
        var at = start
        while at < textEnd {
            let block = unsafe base + at
            if unsafe runs_any_control(block) != 0 || masks_equal(block, 0xef) != 0 {
                for index in at..<min(at + 64, textEnd) {
                    let byte = unsafe base[index]
                    let isControl = byte < 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d
                    let isLast =
                        unsafe byte == 0xef && index + 2 < textEnd && base[index + 1] == 0xbf
                        && base[index + 2] >= 0xbe
                    if isControl || isLast { return index }
                }
            }
            at += 64
        }
        return textEnd
    }
}
