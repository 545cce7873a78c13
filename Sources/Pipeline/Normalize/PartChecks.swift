import Columnar

extension Part {
    /// Applies, once all records are typed, the rules of the mapping that need whole columns.
    ///
    /// Declared rules come first: a total row is no broken case, it is no case.
    mutating func settle(_ drops: [DropRule]) {
        for rule in drops { drop(by: rule) }
        for column in columns.indices { settleCodes(of: column) }
        for column in columns.indices where columns[column].mapped.required {
            requireValues(of: column)
        }
        findings.removeAll { verdicts[$0.record] == .dropped }
        if columns.contains(where: { $0.mapped.privacy != .open }) { hideShiftedValues() }
        findings.sort { $0.record < $1.record }
    }

    /// In a record that is at fault a name may stand where a date belongs, with too few fields as
    /// with one comma too many.
    ///
    /// Shown is only what cannot be a person: something like a date, a word that is nearly one of
    /// the dictionary, and one that five records or more have.
    private mutating func hideShiftedValues() {
        var frequency: [String: Int] = [:]
        for finding in findings where finding.code == .valueUnknown {
            frequency["\(finding.column ?? "") \(finding.value ?? "")", default: 0] += 1
        }
        let shifted = Set(
            findings.filter { $0.code == .tooFewFields || $0.code == .tooManyFields }.map(\.record))
        for index in findings.indices where verdicts[findings[index].record] != .accepted {
            let finding = findings[index]
            let times = frequency["\(finding.column ?? "") \(finding.value ?? "")"] ?? 0
            let isWord = finding.code == .valueUnknown && (finding.hint != nil || times >= 5)
            if !shifted.contains(finding.record), isWord || isLikeDate(finding.value ?? "") {
                continue
            }
            findings[index].value = nil
        }
    }

    /// Texts of a code column that mean nothing, or nothing the catalogue knows.
    private mutating func settleCodes(of column: Int) {
        let resolved = columns[column].resolved
        let suspicious = resolved.map {
            switch $0 {
            case .unknown, .notInCatalogue: true
            case .code, .level, .null: false
            }
        }
        guard suspicious.contains(true) else { return }
        let name = columns[column].mapped.name
        let codes = columns[column].codes
        for record in rows(of: codes, where: suspicious) where verdicts[record] != .dropped {
            let text = shortened(cleanText(columns[column].interner.text(codes[record])))
            switch resolved[Int(codes[record])] {
            case .unknown(let hint):
                note(
                    RecordFinding(
                        .valueUnknown, record: record, column: name, value: text, hint: hint))
            case .notInCatalogue(let hint):
                note(
                    RecordFinding(
                        .notInCatalogue, record: record, column: name, value: text, hint: hint))
            case .code, .level, .null: break
            }
        }
    }

    /// A required cell is null only where nothing else was wrong with it already.
    private mutating func requireValues(of column: Int) {
        let name = columns[column].mapped.name
        for record in columns[column].nullRows where verdicts[record] == .accepted {
            note(RecordFinding(.requiredEmpty, record: record, column: name))
        }
    }
}

/// Digits in groups of at most four between `/`, `-`, `:`, `.` and spaces: no telephone number and
/// no identity number, whose groups are written together, and no name.
private func isLikeDate(_ value: String) -> Bool {
    var group = 0
    var separators = 0
    for byte in value.utf8 {
        switch byte {
        case 0x30...0x39: group += 1
        case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ":"):
            separators += 1
            group = 0
        case UInt8(ascii: " "), UInt8(ascii: "."): group = 0
        default: return false
        }
        if group > 4 { return false }
    }
    return separators >= 2
}
