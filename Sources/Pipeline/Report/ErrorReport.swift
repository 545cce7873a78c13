extension RunError {
    /// What happened, where, and what to do, a line each.
    package var report: [String] {
        switch self {
        case .planUnusable(let faults): faults.map(\.line)
        case .inputUnusable(let findings):
            findings.map(\.line) + ["nothing was published; what was published before stays"]
        case .accountUnbalanced(let file):
            ["error: the account of \(file) does not balance; this is a fault of minhbach"]
        case .evaluation(let kpi, let reason): ["error: KPI \(kpi): \(reason)"]
        case .tooLarge(let table): ["error: table \(table) holds more text than a column can"]
        case .noSuchRun(let name): ["error: there is no run '\(name)' in this workspace"]
        case .noSuchFigure(let name, let hint):
            ["error: no figure named '\(name)'" + (hint.map { "; did you mean '\($0)'?" } ?? "")]
        case .keyMissing:
            ["error: a mapping keeps a personal column as its keyed hash; name --key-file"]
        case .ledger(let error): ["error: \(error.sentence)"]
        case .store(let reason): ["error: \(reason)"]
        case .sealed(let run, let error):
            error.report + ["the run \(run) is sealed; the next run completes what is missing"]
        }
    }
}

extension Finding {
    /// `cases/x.csv:17: error N-011: what, why, what to do`.
    package var line: String {
        var place = self.place.file
        if let record = self.place.record { place += ":\(record)" }
        var line = "\(place): \(code.severity.word) \(code.rawValue): \(code.message.title)"
        if let column { line += ", column \(column)" }
        if let value, !value.isEmpty { line += ", '\(value)'" }
        if let hint { line += " (\(hint))" }
        return line + ". " + code.message.remedy
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
