import CMasks

/// Where the separators of a block of records lie.
///
/// A field ends at a separator and the next begins behind it, so this flat list is all that the
/// rows need: no state machine runs over the bytes again. It is scratch memory, kept between
/// batches.
struct SeparatorIndex {
    /// Positions of delimiters and record ends; only the first `count` mean something.
    var positions: [UInt32] = []
    /// How many positions there are.
    var count = 0
    /// For each record the index in `positions` of its last separator; the first `records` count.
    var recordEnds: [UInt32] = []
    /// How many records are complete.
    var records = 0
    /// Fields that begin with a quote, by the index in `positions` of the separator that ends each,
    /// in order; the last may be incomplete.
    var quotedFields: [UInt32] = []
    /// The masks of the stretch being scanned.
    var masks: [wide_masks] = []
    /// Some field may be quoted.
    var hasQuotes = false
    /// Some quoted field may hold a doubled quote.
    var hasDoubledQuotes = false
    /// Fields with text behind their closing quote: the position of that text, in order.
    var textAfterQuote: [Int] = []

    /// Forgets everything and keeps the memory.
    mutating func removeAll() {
        count = 0
        records = 0
        hasQuotes = false
        hasDoubledQuotes = false
        quotedFields.removeAll(keepingCapacity: true)
        textAfterQuote.removeAll(keepingCapacity: true)
    }

    /// Makes room for so many more positions and records.
    mutating func reserve(_ more: Int) {
        grow(&positions, toHold: count + more)
        grow(&recordEnds, toHold: records + more)
    }

    /// Appends one separator.
    mutating func append(_ position: Int, endsRecord: Bool) {
        reserve(1)
        positions[count] = UInt32(position)
        if endsRecord {
            recordEnds[records] = UInt32(count)
            records += 1
        }
        count += 1
    }

    /// Drops the separators behind the last complete record, the incomplete one begins at `start`.
    mutating func dropIncompleteRecord(from start: Int) {
        count = firstOfIncompleteRecord
        while let last = quotedFields.last, last >= count { quotedFields.removeLast() }
        while let last = textAfterQuote.last, last >= start { textAfterQuote.removeLast() }
    }

    /// Makes the last record an incomplete one.
    mutating func reopenLastRecord() {
        records -= 1
        count -= 1
    }

    /// Index of the first separator that belongs to no complete record.
    var firstOfIncompleteRecord: Int { records == 0 ? 0 : Int(recordEnds[records - 1]) + 1 }

    private func grow(_ array: inout [UInt32], toHold size: Int) {
        if size > array.count {
            array.append(
                contentsOf: repeatElement(0, count: max(size, 2 * array.count) - array.count))
        }
    }
}
