import Columnar

extension Part {
    /// Marks the records that are no rows by the rule.
    ///
    /// Rules look at records that are at fault or lack a required value, and at exact totals:
    /// a record that is whole and typed is a case, however odd its words.
    mutating func drop(by rule: DropRule) {
        switch rule {
        case .total(let name, let texts): dropTotals(name, texts)
        case .columnNumbers: dropSuspects { _, filled, _ in numbersColumns(filled) }
        case .banner:
            dropSuspects { part, filled, record in
                isBanner(filled) && part.holdsNothingElse(record)
            }
        }
    }

    private mutating func dropTotals(_ name: String, _ texts: [String]) {
        guard let column = columns.firstIndex(where: { $0.mapped.name == name }) else { return }
        let keys = Set(texts.map(matchKey))
        if columns[column].isCode {
            let interner = columns[column].interner
            let total = (0..<interner.count).map {
                keys.contains(matchKey(interner.text(UInt32($0))))
            }
            guard total.contains(true) else { return }
            for record in rows(of: columns[column].codes, where: total) {
                verdicts[record] = .dropped
            }
        } else {
            let identifiers = columns[column].identifiers
            for record in rowsEndingInNoDigit(identifiers.bytes.span, identifiers.ends.span) {
                guard let text = identifiers.text(record) else { continue }
                if keys.contains(matchKey(text)) { verdicts[record] = .dropped }
            }
        }
    }

    private mutating func dropSuspects(_ isNone: (Part, [String], Int) -> Bool) {
        let required = columns.indices.filter { columns[$0].mapped.required }
        let unreadable = unreadableValues()
        var suspects = Set(required.flatMap { columns[$0].nullRows })
        suspects.formUnion(verdicts.indices.filter { verdicts[$0] != .accepted })
        for record in suspects.sorted() where verdicts[record] != .dropped {
            let filled = columns.compactMap { $0.text(record) } + (unreadable[record] ?? [])
            if isNone(self, filled.map(cleanText), record) { verdicts[record] = .dropped }
        }
    }

    /// Whether the record is no longer than its one field.
    ///
    /// Then columns that nobody reads, and those of persons, are empty too: a broken case with a
    /// name and a fee is no heading.
    private func holdsNothingElse(_ record: Int) -> Bool {
        guard let bytes = frame.bytes else { return true }
        let text = columns.reduce(0) { $0 + ($1.text(record)?.utf8.count ?? 0) }
        return Int(lengths[record]) <= (text + bytes) * frame.bytesPerUnit
    }

    /// Values that did not type are filled fields too.
    private func unreadableValues() -> [Int: [String]] {
        var values: [Int: [String]] = [:]
        for finding in findings where finding.column != nil {
            values[finding.record, default: []].append(finding.value ?? "")
        }
        return values
    }
}

/// Case codes end in a digit, totals in a letter: what is left is few.
private func rowsEndingInNoDigit(_ bytes: Span<UInt8>, _ ends: Span<UInt32>) -> [Int] {
    var rows: [Int] = []
    var start: UInt32 = 0
    for row in ends.indices {
        let end = ends[row]
        if end > start, bytes[Int(end) - 1] &- 0x30 > 9 { rows.append(row) }
        start = end
    }
    return rows
}

/// `1, 2, 3 …` or `(1), (2), (3) …` under the header: every filled field is a number below 100.
private func numbersColumns(_ filled: [String]) -> Bool {
    filled.count > 1
        && filled.allSatisfy { text in
            let bare = text.hasPrefix("(") && text.hasSuffix(")")
            let digits = bare ? text.dropFirst().dropLast() : text[...]
            return digits.utf8.count <= 2 && Int(digits).map { $0 > 0 } ?? false
        }
}

/// A heading that spans the table: at most one field is filled.
private func isBanner(_ filled: [String]) -> Bool { filled.count <= 1 }
