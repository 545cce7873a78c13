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
        findings.sort { $0.record < $1.record }
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
