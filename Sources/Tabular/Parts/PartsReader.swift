/// Reads one file in parts, on several threads, and yields its records in order.
///
/// Parts are small, so that memory is bounded: a few of them at most are read ahead. That each
/// begins where it was proposed is proven by where the part before it ended; where that fails, or
/// something is wrong in a part, what was read ahead is dropped and this reader reads the part
/// itself, from the proven place. So the records, faults and errors are those of one reader, and
/// who asks for a part that nobody has begun reads it at once instead of waiting. The simple twin,
/// one reader for the whole file, is what the tests compare it with.
package struct PartsReader<Reader: PartReader & ~Copyable>: RecordReader, ~Copyable {
    /// Bytes of a part.
    package static var partBytes: Int { 2 << 20 }

    /// Opens the part of this number at this place; what is read ahead is read on trial.
    package typealias Open =
        @Sendable (_ part: Int, _ start: Reader.Place, _ isTrial: Bool) throws(TabularError)
        -> Reader

    private let ahead: PartsAhead<Reader>
    private let starts: [Reader.Place]
    /// The part that is being yielded.
    private var part = 0
    /// Where it begins, proven.
    private var place: Reader.Place?
    /// Reads it, where it was not read ahead.
    private var reader: Reader?
    private var ready: [PartsAhead<Reader>.Piece] = []
    private var readyEnd: Reader.Place?
    private var numbers: [Int] = []

    init(starts: [Reader.Place], threads: Int, open: @escaping Open) {
        ahead = PartsAhead(starts: starts, threads: threads, open: open)
        self.starts = starts
        place = starts.first
        reader = nil
    }

    deinit { ahead.stop() }

    /// Fills the batch with the next records, and a child batch for each child of the shape.
    package mutating func next(
        into batch: inout RecordBatch, children: inout [RecordBatch]
    ) throws(TabularError) -> Bool {
        while true {
            if reader == nil && ready.isEmpty {
                guard let place else {
                    batch.removeAll()
                    return false
                }
                try begin(at: place)
            }
            if reader != nil {
                if try reader?.next(into: &batch, children: &children) == true { break }
                place = reader?.end
                reader = nil
                part += 1
            } else if let piece = ready.popLast() {
                ahead.reuse(PartsAhead<Reader>.Piece(batch: batch, children: children))
                batch = piece.batch
                children = piece.children
                if ready.isEmpty {
                    place = readyEnd
                    part += 1
                }
                break
            }
        }
        number(&batch, &children)
        return true
    }

    /// Takes what was read ahead of the part, or begins to read it.
    private mutating func begin(at place: Reader.Place) throws(TabularError) {
        // A part may end behind the beginning of the next one, or of several.
        part = min(part, starts.count - 1)
        if let made = ahead.take(part), starts[part] == place {
            ready = made.pieces.reversed()
            readyEnd = made.end
            if ready.isEmpty {
                self.place = made.end
                part += 1
            }
        } else {
            reader = try ahead.open(part, place, false)
        }
    }

    private mutating func number(_ batch: inout RecordBatch, _ children: inout [RecordBatch]) {
        if numbers.isEmpty { numbers = Array(repeating: 1, count: 1 + children.count) }
        batch.firstRecord = numbers[0]
        numbers[0] += batch.count
        for child in children.indices {
            children[child].firstRecord = numbers[child + 1]
            numbers[child + 1] += children[child].count
        }
    }
}
