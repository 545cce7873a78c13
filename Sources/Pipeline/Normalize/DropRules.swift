import Columnar

extension Part {
    /// Marks the records that are no rows by the rule.
    ///
    /// Rules look at records that are at fault or lack a required value, and at exact totals:
    /// a record that is whole and typed is a case, however odd its words.
    mutating func drop(by rule: DropRule) {
        switch rule {
        case .total(let name, let texts): dropTotals(name, texts)
        case .columnNumbers: dropSuspects(numbersColumns)
        case .banner: dropSuspects(isBanner)
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
            for record in verdicts.indices {
                let code = columns[column].codes[record]
                if code != missingCode, total[Int(code)] { verdicts[record] = .dropped }
            }
        } else {
            let limit = texts.map(\.utf8.count).max().map { $0 * 3 } ?? 0
            for record in verdicts.indices {
                let range = columns[column].identifiers.range(record)
                // Case codes end in a digit, totals in a letter: most records stop here.
                guard let last = range.last, range.count <= limit,
                    !(0x30...0x39).contains(columns[column].identifiers.bytes[last]),
                    let text = columns[column].identifiers.text(record)
                else { continue }
                if keys.contains(matchKey(text)) { verdicts[record] = .dropped }
            }
        }
    }

    private mutating func dropSuspects(_ isNone: ([String]) -> Bool) {
        let required = columns.indices.filter { columns[$0].mapped.required }
        let unreadable = unreadableValues()
        for record in verdicts.indices where verdicts[record] != .dropped {
            let suspect =
                verdicts[record] != .accepted
                || required.contains { columns[$0].isNull(record) }
            guard suspect else { continue }
            let filled = columns.compactMap { $0.text(record) } + (unreadable[record] ?? [])
            if isNone(filled.map(cleanText)) { verdicts[record] = .dropped }
        }
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
