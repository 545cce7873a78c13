extension RecordScan {
    /// Reads the records that the dialect puts before the data; returns the names of the columns.
    mutating func readHeader(
        _ blocks: inout TextBlocks, encoding: TextEncoding, block bytes: inout [UInt8]
    ) throws(TabularError) -> [String] {
        let needed = dialect.skipRecords + dialect.headerRecords
        if needed == 0 { return [] }
        // A small block: what of it is data will be scanned again.
        var goal = 16 << 10
        while true {
            let filled = blocks.fill(&bytes, goal: goal)
            let tail = scan(bytes, to: filled, of: &blocks)
            if records.count >= needed {
                // What is wrong behind the header will be found again.
                blocks.failure = nil
            } else {
                if let failure = blocks.failure { throw failure }
                if !blocks.atFileEnd {
                    blocks.keep(bytes, 0..<filled)
                    goal = max(goal, 2 * filled)
                    continue
                }
                if dialect.headerRecords > 0 {
                    throw TabularError(.noHeader, offset: blocks.offset)
                }
            }
            let behind = records.count > needed ? Int(records.starts[needed]) : tail.start
            try checkHeader(bytes, to: behind, blocks, encoding)
            let names = headerNames(bytes)
            blocks.keep(bytes, behind..<filled)
            return names
        }
    }

    private var headerRecords: Range<Int> {
        dialect.skipRecords..<dialect.skipRecords + dialect.headerRecords
    }

    /// A header must be right as a whole: a wrong name would put values into a wrong column.
    private func checkHeader(
        _ bytes: borrowing [UInt8], to end: Int, _ blocks: borrowing TextBlocks,
        _ encoding: TextEncoding
    ) throws(TabularError) {
        guard !headerRecords.isEmpty else { return }
        let start = Int(records.starts[headerRecords.lowerBound])
        if let at = firstTextFault(in: bytes, from: start, to: end) {
            throw TabularError(
                .wrongEncoding(declared: encoding.rawValue),
                offset: blocks.offset + blocks.originalLength(bytes, 0..<at))
        }
        if let at = separators.textAfterQuote.first(where: { (start..<end).contains($0) }) {
            throw TabularError(
                .textAfterQuote, offset: blocks.offset + blocks.originalLength(bytes, 0..<at))
        }
    }

    private func headerNames(_ bytes: borrowing [UInt8]) -> [String] {
        var names: [String] = []
        for record in headerRecords {
            let first = Int(records.firsts[record])
            var fieldStart = Int(records.starts[record])
            for column in 0..<fieldCount(of: record) {
                let fieldEnd = Int(separators.positions[first + column])
                let name = unquoted(bytes, fieldStart..<fieldEnd)
                if column == names.count {
                    names.append(name)
                } else if !name.isEmpty {
                    names[column] += names[column].isEmpty ? name : " " + name
                }
                fieldStart = fieldEnd + 1
            }
        }
        return names
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
