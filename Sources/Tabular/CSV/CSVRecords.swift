extension CSVReader {
    /// Writes offsets, lengths and faults of the located records; cuts them at `stop`.
    mutating func describeRecords(_ batch: inout RecordBatch, _ tail: inout BlockTail) {
        let expected = columnCount ?? scan.fieldCount(of: 0)
        var offset = blocks.offset
        var described = 0
        for record in 0..<scan.records.count {
            let start = Int(scan.records.starts[record])
            offset += blocks.originalLength(batch.bytes, described..<start)
            if offset >= blocks.stop {
                scan.records.truncate(to: record)
                tail.start = start
                blocks.failure = nil
                break
            }
            let next = behindLineEnd(
                at: scan.lineEnd(of: record), in: batch.bytes, to: tail.start)
            let length = blocks.originalLength(batch.bytes, start..<next)
            batch.offsets.append(offset)
            batch.lengths.append(length)
            offset += length
            described = next
            let found = scan.fieldCount(of: record)
            if found != expected { noteRagged(&batch, record, found: found, expected: expected) }
        }
        if columnCount == nil && scan.records.count > 0 { columnCount = expected }
        noteTextFaults(&batch, to: tail.start)
        noteTextAfterQuotes(&batch)
    }

    private mutating func noteRagged(
        _ batch: inout RecordBatch, _ record: Int, found: Int, expected: Int
    ) {
        if found < expected { scan.records.isRectangular = false }
        let kind: RecordFault.Kind =
            found < expected
            ? .tooFewFields(found: found, expected: expected)
            : .tooManyFields(found: found, expected: expected)
        batch.faults.append(
            RecordFault(kind: kind, record: record, column: nil, offset: batch.offsets[record]))
    }

    private func noteTextFaults(_ batch: inout RecordBatch, to end: Int) {
        guard scan.records.count > 0 else { return }
        var from = Int(scan.records.starts[0])
        while let at = firstTextFault(in: batch.bytes, from: from, to: end) {
            let kind: RecordFault.Kind = batch.bytes[at] == 0 ? .nulByte : .invalidUTF8
            // One fault a field is enough: go on behind it.
            from = max(note(kind, at: at, &batch), at + 1)
        }
    }

    private func noteTextAfterQuotes(_ batch: inout RecordBatch) {
        guard scan.records.count > 0 else { return }
        for at in scan.separators.textAfterQuote where at < scan.lineEnd(of: scan.records.count - 1)
        {
            _ = note(.textAfterQuote, at: at, &batch)
        }
    }

    /// Adds the fault of the field that holds this position; returns the field's end.
    private func note(_ kind: RecordFault.Kind, at: Int, _ batch: inout RecordBatch) -> Int {
        let record = scan.records.record(holding: at)
        let field = scan.records.field(holding: at, of: record, in: scan.separators)
        let start = Int(scan.records.starts[record])
        let place = batch.offsets[record] + blocks.originalLength(batch.bytes, start..<at)
        batch.faults.append(
            RecordFault(kind: kind, record: record, column: slot(of: field), offset: place))
        return Int(scan.separators.positions[Int(scan.records.firsts[record]) + field])
    }

    private func slot(of field: Int) -> Int? {
        if let wanted { return wanted.firstIndex(of: field) }
        return field < columnCount ?? 0 ? field : nil
    }

    /// Writes the bounds of the wanted columns and takes quotes off.
    mutating func writeBounds(_ batch: inout RecordBatch) {
        let chosen = wanted ?? Array(0..<(columnCount ?? 0))
        if batch.fields.count != chosen.count {
            batch.fields = Array(repeating: FieldBounds(), count: chosen.count)
        }
        var slots = Array(repeating: -1, count: columnCount ?? 0)
        for (slot, column) in chosen.enumerated() {
            let exists = slots.indices.contains(column)
            // Of the same column twice only one is filled: unquoting in place must happen once.
            if exists && slots[column] >= 0 { continue }
            if exists { slots[column] = slot }
            fillBounds(
                &batch.fields[slot], column: exists ? column : nil, scan.records, scan.separators)
        }
        takeQuotesOff(&batch, slots)
        for (slot, column) in chosen.enumerated() where slots.indices.contains(column) {
            if slots[column] != slot { batch.fields[slot] = batch.fields[slots[column]] }
        }
        for fault in batch.faults {
            guard let slot = fault.column else { continue }
            for twin in chosen.indices where chosen[twin] == chosen[slot] {
                batch.fields[twin].starts[fault.record] = RecordBatch.absent
                batch.fields[twin].ends[fault.record] = RecordBatch.absent
            }
        }
        batch.faults.sort { ($0.record, $0.offset) < ($1.record, $1.offset) }
    }

    private func takeQuotesOff(_ batch: inout RecordBatch, _ slots: [Int]) {
        guard scan.separators.hasQuotes, let quote = scan.dialect.quote else { return }
        if scan.separators.quotedFields.count < scan.separators.count / 4 {
            unquote(
                &batch.fields, slots: slots, in: &batch.bytes, quote: quote, scan.records,
                scan.separators)
            return
        }
        for slot in slots where slot >= 0 {
            unquote(
                &batch.fields[slot], in: &batch.bytes, quote: quote,
                hasDoubledQuotes: scan.separators.hasDoubledQuotes)
        }
    }
}
