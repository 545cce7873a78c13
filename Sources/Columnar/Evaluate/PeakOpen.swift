/// By group, none the last: most spans that are open at once in a period.
///
/// Spans are half-open, `starts[i]..<ends[i]`, not empty and cut to the period. What is open from
/// its first instant on is counted without sorting, and what ends with it never closes.
struct SpanEvents {
    /// Spans that are open from the first instant on.
    private var open: [UInt32] = []
    /// Which span each event is of.
    private var spans: [UInt32] = []
    private let events: KeyedRows

    init(_ starts: [Int64], _ ends: [Int64], in period: (start: Int64, end: Int64)) {
        var keys: [UInt64] = []
        for index in starts.indices {
            // At one instant ends come before starts: their key is even.
            if starts[index] == period.start {
                open.append(UInt32(index))
            } else {
                keys.append(UInt64(bitPattern: starts[index] &- period.start) &* 2 + 1)
                spans.append(UInt32(index))
            }
            if ends[index] != period.end {
                keys.append(UInt64(bitPattern: ends[index] &- period.start) &* 2)
                spans.append(UInt32(index))
            }
        }
        events = KeyedRows(keys)
    }

    /// The peaks; `codes` has the group of each span.
    func peaks(_ groups: GroupRange, _ codes: [UInt32]) -> [Int64] {
        let codes = codes.span
        let spans = spans.span
        var now = [Int64](repeating: 0, count: groups.count + 1)
        var current = now.mutableSpan
        func group(_ span: UInt32) -> Int {
            groups.isWhole ? 0 : groups.index(codes[Int(span)]) &- groups.offset
        }
        for span in open { current[group(span)] &+= 1 }
        var peaks = [Int64](repeating: 0, count: groups.count + 1)
        var highest = peaks.mutableSpan
        for group in 0..<current.count { highest[group] = current[group] }
        let entries = events.packed.span
        for index in 0..<entries.count {
            let group = group(spans[Int(entries[index] & 0xFFFF_FFFF)])
            let now = current[group] &+ (events.isOdd(entries[index]) ? 1 : -1)
            current[group] = now
            if now > highest[group] { highest[group] = now }
        }
        return peaks
    }
}
