extension FindingNews {
    /// The news of a run for a person: what is new, what is overdue, who takes care of the rest.
    package func text(of run: String, showsAll: Bool) -> [String] {
        let counts = [
            ("new (mới)", count { $0 == .new }),
            ("overdue (quá hẹn xử lý)", count { if case .overdue = $0 { true } else { false } }),
            (
                "taken care of (đã có người nhận)",
                count { if case .accepted = $0 { true } else { false } }
            ),
            ("repeated (đã biết)", count { $0 == .repeated }), ("gone (đã hết)", gone.count),
        ]
        let since = before.map { "since \($0)" } ?? "the first run of its pipeline"
        var lines = ["Findings of \(run), \(since):"]
        lines += counts.map { "  \($0.0): \($0.1)" }
        lines += section("New:") { $0 == .new }
        lines += section("Overdue:") { if case .overdue = $0 { true } else { false } }
        lines += section("Taken care of:") { if case .accepted = $0 { true } else { false } }
        if showsAll { lines += section("Repeated:") { $0 == .repeated } }
        if !gone.isEmpty { lines += ["", "Gone:"] + gone.map { "  " + $0.sentence } }
        return lines
    }

    private func count(_ isSuch: (State) -> Bool) -> Int { lines.count { isSuch($0.state) } }

    private func section(_ title: String, _ isSuch: (State) -> Bool) -> [String] {
        let such = lines.filter { isSuch($0.state) }
        guard !such.isEmpty else { return [] }
        return ["", title] + such.map { "  " + $0.line.sentence + $0.state.care }
    }
}

extension FindingNews {
    /// The news as JSON lines: each finding as it was sealed, with how it stands.
    package var json: String {
        var bytes: [UInt8] = []
        for (line, state) in lines { append(line, state.word, state.entry, to: &bytes) }
        for line in gone { append(line, "gone", nil, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func append(
        _ line: FindingLine, _ state: String, _ entry: KnownFinding?, to bytes: inout [UInt8]
    ) {
        bytes += line.bytes.dropLast()
        if let entry {
            bytes += Array(",\"owner\":".utf8)
            appendJSONText(entry.owner, to: &bytes)
            bytes += Array(",\"until\":\"\(entry.lastDay)\"".utf8)
        }
        bytes += Array(",\"state\":\"\(state)\"}\n".utf8)
    }
}

extension FindingNews.State {
    fileprivate var word: String {
        switch self {
        case .new: "new"
        case .repeated: "repeated"
        case .accepted: "taken-care-of"
        case .overdue: "overdue"
        }
    }

    fileprivate var entry: KnownFinding? {
        switch self {
        case .new, .repeated: nil
        case .accepted(let entry), .overdue(let entry): entry
        }
    }

    /// Who takes care, and how long.
    fileprivate var care: String {
        entry.map { " [\($0.owner), until \($0.lastDay): \($0.reason)]" } ?? ""
    }
}

extension FindingLine {
    /// `cases.csv:17: N-011 not a date of the declared forms, column due_at, '31/02/2025'`.
    fileprivate var sentence: String {
        let spot = file + (record.map { ":\($0)" } ?? "")
        var sentence = "\(spot): \(code)"
        if let code = FindingCode(rawValue: code) { sentence += " \(code.message.title)" }
        if let column { sentence += ", column \(column)" }
        if let value, !value.isEmpty { sentence += ", '\(value)'" }
        if let hint { sentence += " (\(hint))" }
        return sentence
    }
}
