extension Finding {
    /// `cases.csv:17: error N-011: what, which, what to do`.
    package var line: String { line(as: code.severity) }

    /// The same with another severity, for a finding that stopped the run.
    func line(as severity: Severity) -> String {
        var line = "\(spot): \(severity.word) \(code.rawValue): \(code.message.title)"
        if let column { line += ", column \(column)" }
        line += circumstance
        return line + (line.hasSuffix("?") ? " " : ". ") + code.message.remedy
    }

    /// The file and the record in it; of a finding about no single file, the input.
    private var spot: String {
        switch code {
        case .inputMissing, .inputShrunk, .inputEmpty: "input \(place.input) (\(place.file))"
        default: place.file + (place.record.map { ":\($0)" } ?? "")
        }
    }

    /// The value, and what was meant or expected in its place.
    private var circumstance: String {
        let shown = value.flatMap { $0.isEmpty ? nil : ", '\($0)'" } ?? ""
        guard let hint else { return shown }
        return switch code {
        case .valueUnknown, .headerUnknown, .headerRefused, .notInCatalogue:
            shown + ", did you mean '\(hint)'?"
        case .columnMissing:
            ", header '\(hint)'" + (value.map { "; the file has '\($0)'" } ?? "")
        case .instantUnreadable: shown + ", expected \(hint)"
        default: shown + " (\(hint))"
        }
    }
}

extension FindingCode {
    /// What the code means and what to do, for `minhbach explain CODE`.
    package var explanation: [String] {
        [
            "\(rawValue) \(severity.word): \(message.title) (\(message.titleVi))", message.reason,
            message.remedy,
        ]
    }
}
