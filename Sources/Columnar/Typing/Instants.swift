/// Whose wall clock the instants of a column show.
package enum InstantZone: Sendable, Equatable {
    /// So many seconds east of UTC: a value that bears an offset is converted to that clock, one
    /// without is taken as showing it already.
    case fixed(seconds: Int)
    /// The clock as written; an offset is read and ignored.
    case asWritten
}

/// How a column of instants is written; the first format that fits decides.
package struct InstantRule: Sendable {
    /// Formats in the order in which they are tried.
    package let formats: [InstantFormat]
    /// Texts that stand for no value, such as `01/01/0001`.
    package let nulls: [String]
    /// The clock that the instants show.
    package let zone: InstantZone
    fileprivate let declaredNulls: DeclaredTexts
    /// All forms of all formats in order.
    fileprivate let layouts: [InstantLayout]
    /// The forms that can be read by place without passing over one that would fit before.
    fileprivate let positional: [PositionalLayout]

    /// A rule; with no format at all every value is rejected.
    package init(formats: [InstantFormat], nulls: [String] = [], zone: InstantZone) {
        self.formats = formats
        self.nulls = nulls
        self.zone = zone
        declaredNulls = DeclaredTexts(nulls)
        let nullBytes = nulls.map { Array($0.utf8) }
        layouts = formats.flatMap(\.layouts)
        var positional: [PositionalLayout] = []
        for layout in layouts {
            guard let next = PositionalLayout(layout, nulls: nullBytes) else { break }
            if !positional.contains(where: { $0.length == next.length }) { positional.append(next) }
        }
        self.positional = positional
    }
}

/// Appends one cell a record: local wall-clock seconds since 1970-01-01, or `missing`.
///
/// Missing are absent and blank fields and declared nulls, and also the fields that no format
/// fits; those are named in `rejected` by their index in the batch. Bounds are those of
/// `RecordBatch`. One core reads 170 million `dd/MM/yyyy HH:mm:ss` a second in order of time, 80
/// million in no order, and 20 million `M/d/yy`, which have no fixed places.
package func appendInstants(
    _ bytes: Span<UInt8>, starts: Span<UInt32>, ends: Span<UInt32>, rule: InstantRule,
    to cells: inout [Int64], rejected: inout [UInt32]
) {
    precondition(starts.count == ends.count)
    let base = cells.count
    cells.append(contentsOf: repeatElement(missing, count: starts.count))
    var cells = cells.mutableSpan
    var record = 0
    var layout = 0
    while record < starts.count {
        if layout < rule.positional.count {
            record = readByPlace(
                bytes, starts: starts, ends: ends, from: record, rule.positional[layout],
                to: &cells, at: base)
            if record == starts.count { return }
        }
        let field = trimmed(bytes, fieldOf: record, starts, ends)
        if !field.isEmpty, !rule.declaredNulls.contains(bytes, field) {
            if let instant = rule.instant(bytes, field) {
                cells[base + record] = instant
                let length = field.count
                layout = rule.positional.firstIndex { $0.length == length } ?? layout
            } else {
                rejected.append(UInt32(record))
            }
        }
        record += 1
    }
}

extension InstantRule {
    /// The instant of a trimmed field by the first form that fits.
    fileprivate func instant(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Int64? {
        for index in layouts.indices {
            if let instant = layouts[index].instant(bytes, field, zone: zone) { return instant }
        }
        return nil
    }
}

/// Reads records by place until one does not fit, and returns its index, or their number.
///
/// The day is kept from record to record, since exports come in order of time: only a new day is
/// computed. What does not fit (another length, a blank, a null, a bad digit) is left to the slow
/// path, which is exact; so nothing here decides that a value is wrong.
private func readByPlace(
    _ bytes: Span<UInt8>, starts: Span<UInt32>, ends: Span<UInt32>, from first: Int,
    _ layout: PositionalLayout, to cells: inout MutableSpan<Int64>, at base: Int
) -> Int {
    let top: UInt64 = 0x8080_8080_8080_8080
    let masks = layout.words
    var known = (first: UInt64.max, middle: UInt64.max, last: UInt64.max, day: Int64(0))
    for record in first..<starts.count {
        let start = starts[record]
        let end = ends[record]
        if start == end { continue }
        guard Int(end) - Int(start) == layout.length else { return record }
        // `layout.length` bytes lie behind `at`; each word ends within them.
        let at = checkedField(start, end, in: bytes).start
        let one = word(bytes, at: at) ^ masks.first.expected
        let two = word(bytes, at: at &+ layout.middle) ^ masks.middle.expected
        let three = word(bytes, at: at &+ layout.last) ^ masks.last.expected
        let wrong =
            one | (one &+ masks.first.slack) | two | (two &+ masks.middle.slack)
            | three | (three &+ masks.last.slack)
        guard wrong & top == 0 else { return record }
        let moved =
            (one ^ known.first) & masks.first.date | (two ^ known.middle) & masks.middle.date
            | (three ^ known.last) & masks.last.date
        if moved != 0 {
            guard let day = layout.dayInstant(bytes, at: at), !layout.nullDays.contains(day) else {
                return record
            }
            known = (one, two, three, day)
        }
        let digits = word(bytes, at: at &+ layout.time) ^ layout.timeExpected
        let pairs = digits &* 10 &+ digits >> 8
        let hour = pairs >> layout.hour.shift & layout.hour.mask
        let minute = pairs >> layout.minute.shift & layout.minute.mask
        let second = pairs >> layout.second.shift & layout.second.mask
        guard hour < 24, minute < 60, second < 60 else { return record }
        let clock = Int64(truncatingIfNeeded: hour &* 3600 &+ minute &* 60 &+ second)
        cells[base &+ record] = known.day &+ clock
    }
    return starts.count
}

/// The trimmed bounds of a record's field; empty where the record lacks it.
func trimmed(
    _ bytes: Span<UInt8>, fieldOf record: Int, _ starts: Span<UInt32>, _ ends: Span<UInt32>
) -> Range<Int> {
    starts[record] == ends[record]
        ? 0..<0 : trimmed(bytes, Int(starts[record]), Int(ends[record]))
}
