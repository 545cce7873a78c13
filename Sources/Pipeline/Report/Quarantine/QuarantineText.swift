import Columnar
import Tabular

extension QuarantineLedger {
    private static let header = [
        "object", "record", "offset", "file", "rule", "first", "since", "age_days", "state", "run",
        "cause",
    ]

    /// The records as a table, and how many there are in each state; without `showsAll` only those
    /// that are set aside still.
    package func table(showsAll: Bool) -> [String] {
        let shown = records.filter { showsAll || $0.state == .unresolved }
        var lines: [String] = []
        if !shown.isEmpty {
            var table = TextTable(
                [
                    "file", "record", "byte", "object", "rule", "first run", "since", "days",
                    "state", "left it in", "because of",
                ],
                [.left, .right, .right, .left, .left, .left, .left, .right, .left, .left, .left])
            for record in shown {
                table.append([
                    record.file, String(record.record), String(record.offset),
                    record.object.prefix(16) + "…", phrase(record.rule), record.first,
                    String(instantText(record.since).prefix(10)), String(record.age),
                    record.state.phrase, record.run, record.cause,
                ])
            }
            lines = table.lines + [""]
        }
        let others = State.allCases.filter { $0 != .unresolved && count($0) > 0 }.map {
            "\(count($0)) \($0.rawValue)"
        }
        var summary = "\(pipeline): quarantined (để riêng) \(count(.unresolved))"
        if let oldest { summary += ", oldest unresolved (lâu nhất) \(oldest.age) days" }
        if !others.isEmpty { summary += "; " + others.joined(separator: ", ") }
        return lines + [summary]
    }

    private func phrase(_ rule: String) -> String {
        rule + (FindingCode(rawValue: rule).map { "  \($0.message.title)" } ?? "")
    }

    /// The records as CSV.
    package func csv(showsAll: Bool) -> String {
        let shown = records.filter { showsAll || $0.state == .unresolved }
        let writer = CSVWriter(formulas: .neutralized)
        var bytes: [UInt8] = []
        writer.append(Self.header, to: &bytes)
        for record in shown {
            writer.append(
                [
                    record.object, String(record.record), String(record.offset),
                    escapedControls(record.file), record.rule, record.first,
                    instantText(record.since), String(record.age), record.state.rawValue,
                    record.run, escapedControls(record.cause),
                ], to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension QuarantineLedger.State {
    /// The state in both languages.
    fileprivate var phrase: String {
        switch self {
        case .unresolved: "chưa xử lý/unresolved"
        case .resolved: "đã nhận/resolved"
        case .duplicate: "trùng/duplicate"
        case .superseded: "có bản mới/superseded"
        case .corrected: "đã đính chính/corrected"
        case .gone: "tệp không còn/gone"
        }
    }
}
