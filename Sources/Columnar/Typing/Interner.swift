/// Gives each distinct text a number, in the order of first appearance.
///
/// A column of few distinct texts becomes codes without one `String` per field: the bytes are
/// hashed, found by open addressing and compared. Nothing depends on the hash but speed, so the
/// codes are the same in every run. Chunks that are typed in parallel merge their interners in
/// file order and get the codes that one pass would have given.
package struct Interner: Sendable {
    /// Bytes of all texts, one after the other.
    private var pool: [UInt8] = []
    /// Index in `pool` behind each text.
    private var ends: [Int] = []
    /// Half of the hash above the code of a text, or `emptySlot`; at most a quarter is taken.
    private var slots: [UInt64]

    /// No texts yet.
    package init() {
        slots = emptySlots
    }

    /// Number of distinct texts; their codes are 0 up to this.
    package var count: Int { ends.count }

    /// The text of a code.
    package func text(_ code: UInt32) -> String {
        String(decoding: pool[range(Int(code))], as: UTF8.self)
    }

    /// Lends the UTF-8 bytes of a code's text.
    package func withBytes<R>(_ code: UInt32, _ body: (Span<UInt8>) -> R) -> R {
        body(pool.span.extracting(range(Int(code))))
    }

    /// Appends one code a record, `missingCode` where the field is absent or empty.
    ///
    /// Texts are taken as they are, blanks included. Bounds are those of `RecordBatch`.
    package mutating func append(
        _ bytes: Span<UInt8>, starts: Span<UInt32>, ends: Span<UInt32>, to codes: inout [UInt32]
    ) {
        precondition(starts.count == ends.count)
        let base = codes.count
        codes.append(contentsOf: repeatElement(missingCode, count: starts.count))
        var cells = codes.mutableSpan
        var record = 0
        while record < starts.count {
            record = findKnown(
                bytes, starts: starts, ends: ends, from: record,
                slots: slots.span, pool: pool.span, poolEnds: self.ends.span,
                to: &cells, at: base)
            if record < starts.count {
                let field = Int(starts[record])..<Int(ends[record])
                cells[base + record] = insert(bytes.extracting(field))
                record += 1
            }
        }
    }

    /// The code of a text, a new one if it is not known; an empty text has none.
    package mutating func intern(_ text: Span<UInt8>) -> UInt32 {
        if text.isEmpty { return missingCode }
        let hash = fieldHash(text, 0, text.count)
        let known = findCode(
            text, 0, text.count, hash: hash, slots: slots.span, pool: pool.span,
            poolEnds: ends.span)
        return known == missingCode ? insert(text) : known
    }

    /// Takes over all texts of another interner and returns the code here of each code there.
    package mutating func merge(_ other: Interner) -> [UInt32] {
        (0..<other.count).map { code in
            intern(other.pool.span.extracting(other.range(code)))
        }
    }

    private func range(_ code: Int) -> Range<Int> {
        (code == 0 ? 0 : ends[code - 1])..<ends[code]
    }

    /// Adds a text that is not known.
    private mutating func insert(_ text: Span<UInt8>) -> UInt32 {
        if (ends.count + 1) * 4 > slots.count { grow() }
        let code = UInt32(ends.count)
        Columnar.append(text, to: &pool)
        ends.append(pool.count)
        place(code, hash: fieldHash(text, 0, text.count))
        return code
    }

    private mutating func grow() {
        slots = Array(repeating: emptySlot, count: slots.count * 2)
        for code in 0..<ends.count {
            let range = range(code)
            place(UInt32(code), hash: fieldHash(pool.span, range.lowerBound, range.count))
        }
    }

    private mutating func place(_ code: UInt32, hash: UInt64) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != emptySlot { slot = (slot + 1) & mask }
        slots[slot] = hash & upperHalf | UInt64(code)
    }
}

private let emptySlot = UInt64.max
/// Shared by all that know no text yet: most columns of a file never do.
private let emptySlots = [UInt64](repeating: emptySlot, count: 64)
private let upperHalf: UInt64 = 0xFFFF_FFFF_0000_0000

/// Writes codes until a text is not known, and returns the index of that record, or their number.
private func findKnown(
    _ bytes: Span<UInt8>, starts: Span<UInt32>, ends: Span<UInt32>, from first: Int,
    slots: Span<UInt64>, pool: Span<UInt8>, poolEnds: Span<Int>,
    to codes: inout MutableSpan<UInt32>, at base: Int
) -> Int {
    var last = (start: 0, count: 0, code: missingCode)
    for record in first..<starts.count {
        if starts[record] == ends[record] { continue }
        let field = checkedField(starts[record], ends[record], in: bytes)
        // Neighbours are often alike: an export is sorted by something.
        if field.count == last.count,
            sameBytes(bytes, field.start, bytes, last.start, count: field.count)
        {
            codes[base &+ record] = last.code
            continue
        }
        let hash = fieldHash(bytes, field.start, field.count)
        let code = findCode(
            bytes, field.start, field.count, hash: hash, slots: slots, pool: pool,
            poolEnds: poolEnds)
        if code == missingCode { return record }
        codes[base &+ record] = code
        last = (field.start, field.count, code)
    }
    return starts.count
}

/// The code of a text whose bounds have been checked, `missingCode` if it is not known.
@inline(__always)
private func findCode(
    _ bytes: Span<UInt8>, _ start: Int, _ count: Int, hash: UInt64, slots: Span<UInt64>,
    pool: Span<UInt8>, poolEnds: Span<Int>
) -> UInt32 {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
        let entry = slots[slot]
        if entry == emptySlot { return missingCode }
        if entry & upperHalf == hash & upperHalf {
            let code = UInt32(truncatingIfNeeded: entry)
            let poolStart = code == 0 ? 0 : poolEnds[Int(code) &- 1]
            // The pool's own bounds hold by construction: `insert` is the only one to make them.
            if poolEnds[Int(code)] &- poolStart == count,
                sameBytes(bytes, start, pool, poolStart, count: count)
            {
                return code
            }
        }
        slot = (slot &+ 1) & mask
    }
}
