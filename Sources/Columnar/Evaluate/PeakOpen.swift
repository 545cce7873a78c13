/// By grouping and group: most spans that are open at once in a period.
///
/// Spans are half-open, `starts[i]..<ends[i]`, not empty and cut to the period. What is open from
/// its first instant on is counted without sorting, and what ends with it never closes.
func peaks(
    _ starts: [Int64], _ ends: [Int64], _ rows: [UInt32], _ groupings: [Grouping],
    in period: (start: Int64, end: Int64)
) -> [[Int64]] {
    var keys: [UInt64] = []
    var eventRows: [UInt32] = []
    var openRows: [UInt32] = []
    for index in rows.indices {
        // At one instant ends come before starts: their key is even.
        if starts[index] == period.start {
            openRows.append(rows[index])
        } else {
            keys.append(UInt64(bitPattern: starts[index] &- period.start) &* 2 + 1)
            eventRows.append(rows[index])
        }
        if ends[index] != period.end {
            keys.append(UInt64(bitPattern: ends[index] &- period.start) &* 2)
            eventRows.append(rows[index])
        }
    }
    let events = KeyedRows(keys, eventRows)
    return groupings.map { peaks(openRows, events, $0) }
}

private func peaks(_ openRows: [UInt32], _ events: KeyedRows, _ grouping: Grouping) -> [Int64] {
    let groups = GroupRange(grouping)
    let codes = grouping.codes.span
    var open = [Int64](repeating: 0, count: grouping.count + 1)
    var opened = open.mutableSpan
    count(openRows.span, codes, groups, into: &opened)
    var peaks = open
    var highest = peaks.mutableSpan
    var current = open.mutableSpan
    let entries = events.packed.span
    for index in 0..<entries.count {
        let group = groups.index(codes[Int(entries[index] & 0xFFFF_FFFF)])
        let now = current[group] &+ (events.isOdd(entries[index]) ? 1 : -1)
        current[group] = now
        if now > highest[group] { highest[group] = now }
    }
    return peaks
}
