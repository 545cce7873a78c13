import CMasks

/// Finds the first byte that is NUL or no UTF-8, from `start` up to `end`; nil if all is text.
///
/// Works on 64-byte blocks: pure ASCII costs two comparisons; in other blocks lead and continuation
/// bytes are masks, and each continuation must stand where a lead asked for it. Which byte of a bad
/// block it is, and whether the last bytes are right, the plain walk below finds. Where the
/// processor can look up many bytes at once, that takes the place of the masks.
func firstTextFault(in bytes: borrowing [UInt8], from start: Int, to end: Int) -> Int? {
    precondition(start >= 0 && end <= bytes.count)
    var at = start
    var due = ContinuationsDue()
    // `unsafe`: every load is 64 bytes that end at `end` or before.
    unsafe bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        if maskLevel != 0 {
            let blocks = (end - start) / 64
            at += unsafe wide_text(maskLevel, base + start, blocks)
            return
        }
        while at < end {
            let block = unsafe base + at
            if end - at < 64 { return }
            if unsafe masks_any_nul(block) != 0 { return }
            let high = unsafe masks_high(block)
            if high | due.pending != 0 {
                if unsafe due.faults(in: block, high: high) != 0 { return }
            }
            at += 64
        }
    }
    if at < end || due.pending != 0 || maskLevel != 0 {
        // The sequence that is at fault may have begun in the block before.
        return firstTextFaultWalking(in: bytes, from: max(start, at - 64), origin: start, to: end)
    }
    return nil
}

/// Finds the first byte of a piece of text that is NUL or no UTF-8; nil if all of it is text.
package func firstTextFault(in bytes: [UInt8]) -> Int? {
    firstTextFault(in: bytes, from: 0, to: bytes.count)
}

/// Continuation bytes that the leads of the last block ask for at the beginning of the next.
private struct ContinuationsDue {
    var pending: UInt64 = 0
    private var last: (e0: UInt64, ed: UInt64, f0: UInt64, f4: UInt64) = (0, 0, 0, 0)
    private var isNarrowed = false

    /// Marks what is wrong in a block; exact about whether, not about where.
    @unsafe mutating func faults(in block: UnsafePointer<UInt8>, high: UInt64) -> UInt64 {
        let leads = unsafe ~masks_below(block, 0xc0)
        let three = unsafe ~masks_below(block, 0xe0)
        var wanted = pending | (leads << 1) | (three << 2)
        pending = (leads >> 63) | (three >> 62)
        var bad: UInt64 = 0
        if unsafe isNarrowed || masks_any_narrowing(block) != 0 {
            let four = unsafe ~masks_below(block, 0xf0)
            wanted |= four << 3
            pending |= four >> 61
            bad = unsafe narrowingFaults(in: block, leads: leads)
        }
        return bad | (wanted ^ (high & ~leads))
    }

    /// E0, ED, F0 and F4 narrow the byte behind them; C0, C1 and F5 on stand nowhere.
    @unsafe @inline(never)
    private mutating func narrowingFaults(
        in block: UnsafePointer<UInt8>, leads: UInt64
    ) -> UInt64 {
        let e0 = unsafe masks_equal(block, 0xe0)
        let ed = unsafe masks_equal(block, 0xed)
        let f0 = unsafe masks_equal(block, 0xf0)
        let f4 = unsafe masks_equal(block, 0xf4)
        let belowA0 = unsafe masks_below(block, 0xa0)
        let below90 = unsafe masks_below(block, 0x90)
        var bad = unsafe (leads & masks_below(block, 0xc2)) | ~masks_below(block, 0xf5)
        bad |= ((e0 << 1) | last.e0) & belowA0
        bad |= ((ed << 1) | last.ed) & ~belowA0
        bad |= ((f0 << 1) | last.f0) & below90
        bad |= ((f4 << 1) | last.f4) & ~below90
        last = (e0 >> 63, ed >> 63, f0 >> 63, f4 >> 63)
        isNarrowed = last.e0 | last.ed | last.f0 | last.f4 != 0
        return bad
    }
}

/// The same answer one sequence at a time; `from` may lie within a sequence that began behind
/// `origin`.
private func firstTextFaultWalking(
    in bytes: borrowing [UInt8], from: Int, origin: Int, to end: Int
) -> Int? {
    var at = from
    while at > origin && from - at < 3 && bytes[at] & 0xc0 == 0x80 { at -= 1 }
    while at < end {
        let length = scalarLength(in: bytes, at: at, to: end)
        if length == 0 { return at }
        at += length
    }
    return nil
}

/// Bytes of the UTF-8 sequence that begins here; 0 for none, and for NUL.
func scalarLength(in bytes: borrowing [UInt8], at: Int, to end: Int) -> Int {
    let lead = bytes[at]
    if lead < 0x80 { return lead == 0 ? 0 : 1 }
    guard lead >= 0xc2, lead < 0xf5 else { return 0 }
    let length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    guard at + length <= end else { return 0 }
    let lowest: UInt8 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80
    let highest: UInt8 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf
    guard bytes[at + 1] >= lowest, bytes[at + 1] <= highest else { return 0 }
    for index in 2..<max(length, 2) where bytes[at + index] & 0xc0 != 0x80 { return 0 }
    return length
}
