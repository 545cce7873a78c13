extension CSVReader {
    /// Reads the records that the dialect puts before the data.
    mutating func readHeader() throws(TabularError) {
        let needed = dialect.skipRecords + dialect.headerRecords
        if needed == 0 { return }
        var bytes: [UInt8] = []
        // A small block: what of it is data will be scanned again.
        var goal = 16 << 10
        var filled = 0
        var tail = BlockTail(start: 0, withinQuotes: false)
        while true {
            filled = fill(&bytes, goal: goal)
            tail = indexSeparators(
                bytes, to: filled, atFileEnd: atFileEnd, dialect: dialect, into: &separators)
            let readFailure = failure
            failure = nil
            locateRecords(bytes, &tail)
            if records.count >= needed { 
                failure = nil
                break
            }
            failure = failure ?? readFailure
            if failure == nil && tail.start < filled { checkTail(bytes, tail, filled) }
            if let failure { throw failure }
            if atFileEnd { break }
            keep(bytes, 0..<filled)
            goal = max(goal, 2 * filled)
        }
        if records.count < needed && dialect.headerRecords > 0 {
            throw TabularError(.noHeader, offset: offset)
        }
        let behind = records.count > needed ? Int(records.starts[needed]) : tail.start
        if dialect.headerRecords > 0 { try takeHeader(bytes, to: behind) }
        keep(bytes, behind..<filled)
    }

    private mutating func takeHeader(
        _ bytes: borrowing [UInt8], to end: Int
    ) throws(TabularError) {
        let used = dialect.skipRecords..<dialect.skipRecords + dialect.headerRecords
        let start = Int(records.starts[used.lowerBound])
        if let at = firstTextFault(in: bytes, from: start, to: end) {
            throw TabularError(
                .wrongEncoding(declared: encoding.rawValue),
                offset: offset + text.originalLength(bytes, 0..<at))
        }
        if let at = separators.textAfterQuote.first(where: { (start..<end).contains($0) }) {
            throw TabularError(
                .textAfterQuote, offset: offset + text.originalLength(bytes, 0..<at))
        }
        for record in used {
            let first = Int(records.firsts[record])
            let last = Int(records.lasts[record])
            var fieldStart = Int(records.starts[record])
            for separator in first...last {
                let fieldEnd = Int(separators.positions[separator])
                let name = unquoted(bytes, fieldStart..<fieldEnd)
                addHeaderName(name, column: separator - first)
                fieldStart = fieldEnd + 1
            }
        }
        columns = header.count
    }

    private mutating func addHeaderName(_ name: String, column: Int) {
        if column == header.count {
            header.append(name)
        } else if !name.isEmpty {
            header[column] += header[column].isEmpty ? name : " " + name
        }
    }

    private func unquoted(_ bytes: borrowing [UInt8], _ range: Range<Int>) -> String {
        guard range.count >= 2, let quote = dialect.quote, bytes[range.lowerBound] == quote else {
            return String(decoding: bytes[range], as: UTF8.self)
        }
        var field: [UInt8] = []
        var from = range.lowerBound + 1
        while from < range.upperBound - 1 {
            field.append(bytes[from])
            from += bytes[from] == quote ? 2 : 1
        }
        return String(decoding: field, as: UTF8.self)
    }
}
