import Ledger

/// The lines of a sealed CSV file by the period that they tell of.
///
/// The lines are sorted by rule and period, so those of one rule and one period stand together.
/// Only where a line begins otherwise than the one before are its fields read: the night of a
/// hundred thousand figures is gone through in the time that its bytes take.
struct PeriodLines {
    /// Lines of one rule and one period that stand together.
    struct Stretch {
        /// The fields before the period: the rule's name and version.
        var rule: [String]
        /// The period.
        var span: PeriodSpan
        /// Where the lines lie, the last line end included.
        var range: Range<Int>
    }

    /// The bytes of the file.
    let bytes: [UInt8]
    /// Where the header lies, its line end included.
    private(set) var header = 0..<0
    /// All lines behind the header, in the order of the file.
    private(set) var stretches: [Stretch] = []

    /// Reads a file whose period stands behind so many fields.
    init(_ bytes: [UInt8], behind fieldCount: Int = 2) {
        self.bytes = bytes
        let span = bytes.span
        var at = endOfLine(span, from: 0)
        header = 0..<at
        var beginning = 0..<0
        while at < span.count {
            let end: Int
            if !beginning.isEmpty, begins(span, at, as: beginning) {
                end = endOfLine(span, from: at + beginning.count)
                stretches[stretches.count - 1].range =
                    stretches[stretches.count - 1].range.lowerBound..<end
            } else {
                let (fields, behind) = fields(span, from: at, count: fieldCount + 3)
                beginning = at..<behind
                end = endOfLine(span, from: behind)
                let period = Array(fields[fieldCount...])
                stretches.append(
                    Stretch(
                        rule: Array(fields[..<fieldCount]),
                        span: PeriodSpan(name: period[0], start: period[1], end: period[2]),
                        range: at..<end))
            }
            at = end
        }
    }

    /// The periods, each once, in the order of the file.
    var spans: [PeriodSpan] {
        var seen: Set<PeriodSpan> = []
        return stretches.map(\.span).filter { seen.insert($0).inserted }
    }

    /// The lines of a period, in the order of the file, each with its line end.
    func slice(_ span: PeriodSpan) -> [UInt8] {
        stretches.reduce(into: []) { if $1.span == span { $0 += bytes[$1.range] } }
    }

    /// The SHA-256 of each period's slice.
    func digests(threads: Int = 1) -> [PeriodSpan: Digest] {
        var ranges: [PeriodSpan: [Range<Int>]] = [:]
        for stretch in stretches { ranges[stretch.span, default: []].append(stretch.range) }
        let spans = ranges.keys.sorted()
        let parts = spans.map { ranges[$0] ?? [] }
        let digests = concurrentMap(spans.count, threads: threads) { index in
            var stream = DigestStream()
            for range in parts[index] { stream.append(bytes[range]) }
            return stream.finish()
        }
        return Dictionary(uniqueKeysWithValues: zip(spans, digests))
    }
}

/// Whether the bytes at an index are those of a range before it.
private func begins(_ bytes: Span<UInt8>, _ at: Int, as other: Range<Int>) -> Bool {
    guard at + other.count <= bytes.count else { return false }
    // Neighbours differ at the end of the beginning, if at all.
    var offset = other.count - 1
    while offset >= 0 {
        if bytes[at + offset] != bytes[other.lowerBound + offset] { return false }
        offset -= 1
    }
    return true
}

/// The first fields of a line, and the index behind the comma that ends them.
private func fields(
    _ bytes: Span<UInt8>, from start: Int, count: Int
) -> (fields: [String], behind: Int) {
    var fields: [String] = []
    var at = start
    while fields.count < count {
        var text: [UInt8] = []
        var isQuoted = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                // A doubled quote within quotes is one.
                if isQuoted, at + 1 < bytes.count, bytes[at + 1] == byte {
                    text.append(byte)
                    at += 1
                } else {
                    isQuoted.toggle()
                }
            } else if byte == UInt8(ascii: "\n") || (byte == UInt8(ascii: ",") && !isQuoted) {
                break
            } else {
                text.append(byte)
            }
            at += 1
        }
        fields.append(String(decoding: text, as: UTF8.self))
        if at < bytes.count, bytes[at] == UInt8(ascii: ",") { at += 1 }
    }
    return (fields, at)
}
