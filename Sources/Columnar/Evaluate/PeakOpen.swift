/// By group: most spans that are open at once. Spans are half-open, `starts[i]..<ends[i]`, never
/// empty, and lie within one period.
func peaks(
    _ starts: [Int64], _ ends: [Int64], _ rows: [UInt32], _ groupings: [Grouping]
) -> [[Int64]] {
    let first = starts.min() ?? 0
    // At one instant ends come before starts: their key is even.
    var keys = starts.map { UInt64(bitPattern: $0 &- first) &* 2 + 1 }
    keys += ends.map { UInt64(bitPattern: $0 &- first) &* 2 }
    let events = KeyedRows(keys, rows + rows)
    return groupings.map { peaks(events, $0) }
}

private func peaks(_ events: KeyedRows, _ grouping: Grouping) -> [Int64] {
    let groups = GroupRange(offset: 0, count: grouping.count)
    var open = [Int64](repeating: 0, count: grouping.count + 1)
    var peaks = open
    for (key, row) in zip(events.keys, events.rows) {
        let group = groups.index(grouping.codes[Int(row)])
        open[group] += key & 1 == 1 ? 1 : -1
        peaks[group] = max(peaks[group], open[group])
    }
    return peaks
}
