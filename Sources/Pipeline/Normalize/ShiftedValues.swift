extension FileReading {
    /// Hides values that may be a person's, where the mapping has columns about persons.
    ///
    /// In a record that is at fault a name may stand where a date belongs, with too few fields as
    /// with one comma too many. Shown is only what cannot be a person: something like a date, a
    /// word that is nearly one of the dictionary, and one that five records of the file have.
    mutating func hideShiftedValues(_ mapping: Mapping) {
        if mapping.columns.contains(where: { $0.privacy != .open }) {
            hideShiftedValues {
                $0.findings
            } write: {
                $0.findings[$1].value = nil
            }
        }
        for child in mapping.children.indices
        where mapping.children[child].columns.contains(where: { $0.privacy != .open }) {
            hideShiftedValues {
                $0.children[child].findings
            } write: {
                $0.children[child].findings[$1].value = nil
            }
        }
    }

    private mutating func hideShiftedValues(
        read: (PartReading) -> [PlacedFinding], write: (inout PartReading, Int) -> Void
    ) {
        let findings = parts.flatMap(read)
        var frequency: [String: Int] = [:]
        for finding in findings where finding.code == .valueUnknown {
            frequency[finding.word, default: 0] += 1
        }
        let shifted = Set(
            findings.filter { $0.code == .tooFewFields || $0.code == .tooManyFields }.map(\.record))
        for part in parts.indices {
            for (index, finding) in read(parts[part]).enumerated() where !finding.isAccepted {
                let times = frequency[finding.word] ?? 0
                let isWord = finding.code == .valueUnknown && (finding.hint != nil || times >= 5)
                if !shifted.contains(finding.record), isWord || isLikeDate(finding.value ?? "") {
                    continue
                }
                write(&parts[part], index)
            }
        }
    }
}

extension PlacedFinding {
    fileprivate var word: String { "\(column ?? "") \(value ?? "")" }
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
