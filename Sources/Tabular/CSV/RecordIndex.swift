/// Where the records of a block begin and which separators are theirs; scratch memory.
struct RecordIndex {
    /// Position of the first byte, a record each; blank lines are not records.
    var starts: [UInt32] = []
    /// Index of the first separator, a record each.
    var firsts: [UInt32] = []
    /// Index of the last separator, a record each.
    var lasts: [UInt32] = []
    /// All records have as many fields as the header.
    var isRectangular = true

    /// Forgets everything and keeps the memory.
    mutating func removeAll() {
        starts.removeAll(keepingCapacity: true)
        firsts.removeAll(keepingCapacity: true)
        lasts.removeAll(keepingCapacity: true)
        isRectangular = true
    }

    /// Number of records.
    var count: Int { starts.count }

    /// Forgets the records from this one on.
    mutating func truncate(to count: Int) {
        starts.removeLast(starts.count - count)
        firsts.removeLast(firsts.count - count)
        lasts.removeLast(lasts.count - count)
    }

    /// The record that holds this position.
    func record(holding position: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= position { low = middle } else { high = middle }
        }
        return low
    }

    /// The field of a record that holds this position.
    func field(holding position: Int, of record: Int, in separators: SeparatorIndex) -> Int {
        let first = Int(firsts[record])
        var field = 0
        while first + field < Int(lasts[record]),
            Int(separators.positions[first + field]) < position
        { field += 1 }
        return field
    }
}

/// Position behind a line end; CR and LF together are one.
func behindLineEnd(at: Int, in bytes: borrowing [UInt8], to end: Int) -> Int {
    guard at < end else { return end }
    return bytes[at] == 0x0d && at + 1 < end && bytes[at + 1] == 0x0a ? at + 2 : at + 1
}

/// What a scan found behind the last complete record of a block.
struct BlockTail {
    /// Position at which the incomplete record begins; the end of the block if there is none.
    var start: Int
    /// The block ends within quotes.
    var withinQuotes: Bool
}

/// Indexes the separators of all records of a block that begins with a record.
///
/// At the end of the file what is left is a record too, unless it lies within quotes.
func indexSeparators(
    _ bytes: borrowing [UInt8], to end: Int, atFileEnd: Bool, dialect: CSVDialect,
    into index: inout SeparatorIndex
) -> BlockTail {
    index.removeAll()
    var from = 0
    var tail = BlockTail(start: 0, withinQuotes: false)
    scanning: while true {
        switch scanSeparators(bytes, from: from, to: end, dialect: dialect, into: &index) {
        case .bytesSeen(let withinQuotes):
            tail.withinQuotes = withinQuotes
            break scanning
        case .irregularQuote:
            let start = behindLastRecord(index, bytes, to: end)
            index.dropIncompleteRecord(from: start)
            let found = scanIrregularRecord(
                bytes, from: start, to: end, dialect: dialect, into: &index)
            guard let next = found.next else {
                tail.withinQuotes = found.withinQuotes
                break scanning
            }
            from = next
        }
    }
    tail.start = behindLastRecord(index, bytes, to: end)
    if atFileEnd {
        if !tail.withinQuotes, tail.start < end {
            index.append(end, endsRecord: true)
            tail.start = end
        }
    } else if index.records > 0, tail.start == end, bytes[end - 1] == 0x0d {
        // The LF of this CR may be the next byte of the file.
        index.reopenLastRecord()
        tail.start = behindLastRecord(index, bytes, to: end)
    }
    return tail
}

private func behindLastRecord(
    _ index: SeparatorIndex, _ bytes: borrowing [UInt8], to end: Int
) -> Int {
    guard index.records > 0 else { return 0 }
    let last = Int(index.positions[Int(index.recordEnds[index.records - 1])])
    return behindLineEnd(at: last, in: bytes, to: end)
}
