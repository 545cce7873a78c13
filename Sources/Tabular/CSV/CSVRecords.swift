extension CSVReader {
    /// Finds where the records of an indexed block begin, up to the first that breaks a limit.
    mutating func locateRecords(_ bytes: borrowing [UInt8], _ tail: inout BlockTail) {
        records.removeAll()
        let longest = min(limits.field, limits.record)
        var first = 0
        var start = 0
        for number in 0..<separators.records {
            let last = Int(separators.recordEnds[number])
            let end = Int(separators.positions[last])
            let next = behindLineEnd(at: end, in: bytes, to: max(tail.start, end))
            if last > first || end > start {
                if end - start > longest || last - first >= limits.columns {
                    let broken = brokenLimit(
                        limits, start: start, fieldEnds: separators.positions[first..<last],
                        end: end)
                    if let broken {
                        fail(broken, bytes)
                        tail.start = start
                        return
                    }
                }
                records.starts.append(UInt32(start))
                records.firsts.append(UInt32(first))
                records.lasts.append(UInt32(last))
            }
            first = last + 1
            start = next
        }
    }

    /// Looks whether the incomplete record at the end of a block can still become a record.
    mutating func checkTail(_ bytes: borrowing [UInt8], _ tail: BlockTail, _ end: Int) {
        let first = separators.firstOfIncompleteRecord
        let fieldEnds = separators.positions[first..<separators.count]
        let broken = brokenLimit(limits, start: tail.start, fieldEnds: fieldEnds, end: end)
        if let broken {
            fail(broken, bytes)
        } else if atFileEnd && tail.withinQuotes {
            fail((.unclosedQuote, fieldEnds.last.map { Int($0) + 1 } ?? tail.start), bytes)
        }
    }

    private mutating func fail(
        _ broken: (kind: TabularError.Kind, position: Int), _ bytes: borrowing [UInt8]
    ) {
        let place = offset + text.originalLength(bytes, 0..<broken.position)
        failure = TabularError(broken.kind, offset: place)
    }

    /// Writes offsets, lengths and faults of the located records; cuts them at `stop`.
    mutating func describeRecords(_ batch: inout RecordBatch, _ tail: inout BlockTail) {
        let expected = columns ?? fieldCount(of: 0)
        var offset = self.offset
        var described = 0
        for record in 0..<records.count {
            let start = Int(records.starts[record])
            offset += text.originalLength(batch.bytes, described..<start)
            if offset >= stop {
                records.truncate(to: record)
                tail.start = start
                failure = nil
                break
            }
            let lineEnd = Int(separators.positions[Int(records.lasts[record])])
            let next = behindLineEnd(
                at: lineEnd, in: batch.bytes, to: max(tail.start, lineEnd))
            let length = text.originalLength(batch.bytes, start..<next)
            batch.offsets.append(offset)
            batch.lengths.append(length)
            offset += length
            described = next
            let found = fieldCount(of: record)
            if found != expected { noteRagged(&batch, record, found: found, expected: expected) }
        }
        if columns == nil && records.count > 0 { columns = expected }
        noteTextFaults(&batch, to: tail.start)
        noteTextAfterQuotes(&batch)
    }

    private func fieldCount(of record: Int) -> Int {
        record < records.count
            ? Int(records.lasts[record]) - Int(records.firsts[record]) + 1 : 0
    }

    private mutating func noteRagged(
        _ batch: inout RecordBatch, _ record: Int, found: Int, expected: Int
    ) {
        if found < expected { records.isRectangular = false }
        let kind: RecordFault.Kind =
            found < expected
            ? .tooFewFields(found: found, expected: expected)
            : .tooManyFields(found: found, expected: expected)
        batch.faults.append(
            RecordFault(kind: kind, record: record, column: nil, offset: batch.offsets[record]))
    }

    private func noteTextFaults(_ batch: inout RecordBatch, to end: Int) {
        guard records.count > 0 else { return }
        var from = Int(records.starts[0])
        while let at = firstTextFault(in: batch.bytes, from: from, to: end) {
            let kind: RecordFault.Kind = batch.bytes[at] == 0 ? .nulByte : .invalidUTF8
            // One fault a field is enough: go on behind it.
            from = max(note(kind, at: at, &batch), at + 1)
        }
    }

    private func noteTextAfterQuotes(_ batch: inout RecordBatch) {
        guard records.count > 0 else { return }
        for at in separators.textAfterQuote where at < Int(separators.positions[lastSeparator]) {
            _ = note(.textAfterQuote, at: at, &batch)
        }
    }

    private var lastSeparator: Int { records.lasts.last.map(Int.init) ?? 0 }

    /// Adds the fault of the field that holds this position; returns the field's end.
    private func note(_ kind: RecordFault.Kind, at: Int, _ batch: inout RecordBatch) -> Int {
        let record = records.record(holding: at)
        let field = records.field(holding: at, of: record, in: separators)
        let start = Int(records.starts[record])
        let place = batch.offsets[record] + text.originalLength(batch.bytes, start..<at)
        batch.faults.append(
            RecordFault(kind: kind, record: record, column: slot(of: field), offset: place))
        return Int(separators.positions[Int(records.firsts[record]) + field])
    }

    private func slot(of field: Int) -> Int? {
        if let wanted { return wanted.firstIndex(of: field) }
        return field < columns ?? 0 ? field : nil
    }

    /// Writes the bounds of the wanted columns and takes quotes off.
    mutating func finish(_ batch: inout RecordBatch) {
        let chosen = wanted ?? Array(0..<(columns ?? 0))
        if batch.fields.count != chosen.count {
            batch.fields = Array(repeating: FieldBounds(), count: chosen.count)
        }
        for (slot, column) in chosen.enumerated() {
            if let twin = chosen[..<slot].firstIndex(of: column) {
                // In-place unquoting must happen once.
                batch.fields[slot] = batch.fields[twin]
                continue
            }
            let exists = column >= 0 && column < columns ?? 0
            fillBounds(&batch.fields[slot], column: exists ? column : nil, records, separators)
            if separators.hasQuotes, let quote = dialect.quote {
                unquote(
                    &batch.fields[slot], in: &batch.bytes, quote: quote,
                    hasDoubledQuotes: separators.hasDoubledQuotes)
            }
        }
        for fault in batch.faults {
            guard let slot = fault.column else { continue }
            for twin in chosen.indices where chosen[twin] == chosen[slot] {
                batch.fields[twin].starts[fault.record] = RecordBatch.absent
                batch.fields[twin].ends[fault.record] = RecordBatch.absent
            }
        }
        batch.faults.sort { ($0.record, $0.offset) < ($1.record, $1.offset) }
        recordNumber += batch.count
    }
}
