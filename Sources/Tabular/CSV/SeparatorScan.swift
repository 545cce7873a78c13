import CMasks

/// Why a scan ended.
enum ScanEnd: Equatable {
    /// All bytes were seen; the last one lies within quotes or not.
    case bytesSeen(withinQuotes: Bool)
    /// A quote stands where the rules of quoting do not allow it, in the record begun last.
    case irregularQuote
}

/// Appends the separators of records that quote by the rules, from a record's beginning up to `end`.
///
/// 64 bytes at a time: comparison masks for quotes, delimiters, CR and LF; the running parity of
/// quotes (prefix xor) tells which of them lie within quotes. That parity is right only as long as
/// every quote that opens stands at the beginning of a field and every quote that closes stands at
/// its end. Both are checked by the same masks; at the first quote that breaks the rule the scan
/// ends, and `scanIrregularRecord` takes that one record. The simple twin is in the tests, and both
/// run on the same random bytes: change this file only with that test at hand.
///
/// The caller keeps 64 readable bytes behind `end`.
func scanSeparators(
    _ bytes: borrowing [UInt8], from start: Int, to end: Int, dialect: CSVDialect,
    into index: inout SeparatorIndex
) -> ScanEnd {
    precondition(start >= 0 && end + 64 <= bytes.count && end < Int(UInt32.max))
    let stretch = 16 << 10
    var quoting = QuoteState()
    var at = start
    while at < end {
        index.reserve(stretch + 64)
        let next = min(at + stretch, end)
        if !scanStretch(bytes, at..<next, dialect, &quoting, &index) { return .irregularQuote }
        at = next
    }
    return .bytesSeen(withinQuotes: quoting.within != 0)
}

/// What a block must know of the byte before it.
private struct QuoteState {
    /// All ones if the byte before lies within quotes.
    var within: UInt64 = 0
    /// 1 if the byte before closed a quote.
    var closed: UInt64 = 0
    /// 1 if the byte before ended a field.
    var separated: UInt64 = 1
    /// 1 if the byte before is a CR that ended a record.
    var returned: UInt64 = 0
}

// `unsafe`: loads are 64 bytes at an index below `end`, stores go where `reserve` made room.
private func scanStretch(
    _ bytes: borrowing [UInt8], _ range: Range<Int>, _ dialect: CSVDialect,
    _ state: inout QuoteState, _ index: inout SeparatorIndex
) -> Bool {
    var count = index.count
    var records = index.records
    var quotesSeen: UInt64 = 0
    var doubled: UInt64 = 0
    var quoting = state
    let quote = dialect.quote ?? 0
    let quoteBits: UInt64 = dialect.quote == nil ? 0 : .max
    let regular = unsafe bytes.withUnsafeBufferPointer { buffer -> Bool in
        unsafe index.positions.withUnsafeMutableBufferPointer { positions -> Bool in
            unsafe index.recordEnds.withUnsafeMutableBufferPointer { recordEnds -> Bool in
                guard let base = buffer.baseAddress, let out = positions.baseAddress,
                    let ends = recordEnds.baseAddress
                else { return true }
                var at = range.lowerBound
                while at < range.upperBound {
                    let block = unsafe base + at
                    let left = range.upperBound - at
                    let valid = left >= 64 ? UInt64.max : (1 << UInt64(left)) &- 1
                    let delimiters = unsafe masks_equal(block, dialect.delimiter) & valid
                    let returns = unsafe masks_equal(block, 0x0d) & valid
                    let feeds = unsafe masks_equal(block, 0x0a) & valid
                    let quotes = unsafe masks_equal(block, quote) & valid & quoteBits
                    var separators = delimiters | returns | feeds
                    var bad: UInt64 = 0
                    if quotes | quoting.within | quoting.closed != 0 {
                        let within = prefixXor(quotes) ^ quoting.within
                        let opening = quotes & within
                        let closing = quotes & ~within
                        separators &= ~within
                        let afterClosing = closing << 1 | quoting.closed
                        bad = opening & ~(separators << 1 | quoting.separated | afterClosing)
                        bad |= afterClosing & ~(quotes | separators) & valid
                        quotesSeen |= quotes
                        doubled |= opening & afterClosing
                        quoting.within = UInt64(bitPattern: Int64(bitPattern: within) >> 63)
                        quoting.closed = closing >> 63
                    }
                    quoting.separated = separators >> 63
                    // The LF of a CRLF belongs to the record that its CR ended.
                    let endReturns = returns & separators
                    separators &= ~(feeds & (endReturns << 1 | quoting.returned))
                    quoting.returned = endReturns >> 63
                    if bad != 0 { separators &= (bad & (0 &- bad)) &- 1 }

                    var lineEnds = separators & ~delimiters
                    while lineEnds != 0 {
                        let lowest = lineEnds & (0 &- lineEnds)
                        let before = (separators & (lowest &- 1)).nonzeroBitCount
                        unsafe ends[records] = UInt32(truncatingIfNeeded: count + before)
                        records += 1
                        lineEnds ^= lowest
                    }
                    while separators != 0 {
                        unsafe out[count] = UInt32(
                            truncatingIfNeeded: at + separators.trailingZeroBitCount)
                        count += 1
                        separators &= separators &- 1
                    }
                    if bad != 0 { return false }
                    at += 64
                }
                return true
            }
        }
    }
    state = quoting
    index.count = count
    index.records = records
    index.hasQuotes = index.hasQuotes || quotesSeen != 0
    index.hasDoubledQuotes = index.hasDoubledQuotes || doubled != 0
    return regular
}

/// Each bit becomes the xor of itself and all lower ones: the parity of quotes up to each byte.
@inline(__always)
private func prefixXor(_ bits: UInt64) -> UInt64 {
    var parity = bits
    parity ^= parity << 1
    parity ^= parity << 2
    parity ^= parity << 4
    parity ^= parity << 8
    parity ^= parity << 16
    parity ^= parity << 32
    return parity
}
