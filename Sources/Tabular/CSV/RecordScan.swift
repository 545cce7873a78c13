/// Finds the records of blocks of text: dialect, limits and the scratch memory for it.
struct RecordScan {
    let dialect: CSVDialect
    let limits: ReadLimits
    /// Separators of the block scanned last.
    var separators = SeparatorIndex()
    /// Records of the block scanned last.
    var records = RecordIndex()

    /// A scan that has seen nothing yet.
    init(dialect: CSVDialect, limits: ReadLimits) {
        self.dialect = dialect
        self.limits = limits
    }

    /// Finds the records of a block, up to the first that breaks a limit.
    mutating func scan(
        _ bytes: borrowing [UInt8], to filled: Int, of blocks: inout TextBlocks
    ) -> BlockTail {
        var tail = indexSeparators(
            bytes, to: filled, atFileEnd: blocks.atFileEnd, dialect: dialect, into: &separators)
        if let broken = locateRecords(bytes, &tail) {
            blocks.fail(broken.kind, at: broken.position, bytes)
        } else if tail.start < filled && blocks.failure == nil {
            checkTail(bytes, tail, filled, &blocks)
        }
        return tail
    }

    /// Number of fields of a record of the block.
    func fieldCount(of record: Int) -> Int {
        record < records.count
            ? Int(records.lasts[record]) - Int(records.firsts[record]) + 1 : 0
    }

    /// Position of the line end of a record of the block.
    func lineEnd(of record: Int) -> Int {
        Int(separators.positions[Int(records.lasts[record])])
    }

    private mutating func locateRecords(
        _ bytes: borrowing [UInt8], _ tail: inout BlockTail
    ) -> (kind: TabularError.Kind, position: Int)? {
        records.removeAll()
        let longest = min(limits.field, limits.record)
        var first = 0
        var start = 0
        for number in 0..<separators.records {
            let last = Int(separators.recordEnds[number])
            let end = Int(separators.positions[last])
            if last > first || end > start {
                if end - start > longest || last - first >= limits.columns {
                    let broken = brokenLimit(
                        limits, start: start, fieldEnds: separators.positions[first..<last],
                        end: end)
                    if let broken {
                        tail.start = start
                        return broken
                    }
                }
                records.starts.append(UInt32(start))
                records.firsts.append(UInt32(first))
                records.lasts.append(UInt32(last))
            }
            first = last + 1
            start = behindLineEnd(at: end, in: bytes, to: tail.start)
        }
        return nil
    }

    /// Looks whether the incomplete record at the end of a block can still become a record.
    private func checkTail(
        _ bytes: borrowing [UInt8], _ tail: BlockTail, _ end: Int, _ blocks: inout TextBlocks
    ) {
        let first = separators.firstOfIncompleteRecord
        let fieldEnds = separators.positions[first..<separators.count]
        if let broken = brokenLimit(limits, start: tail.start, fieldEnds: fieldEnds, end: end) {
            blocks.fail(broken.kind, at: broken.position, bytes)
        } else if blocks.atFileEnd && tail.withinQuotes {
            let opening = fieldEnds.last.map { Int($0) + 1 } ?? tail.start
            blocks.fail(.unclosedQuote, at: opening, bytes)
        }
    }
}
