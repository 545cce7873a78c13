import Columnar

extension Explanation {
    /// The figure, its rule, and its members with their clauses, a line each.
    package var lines: [String] {
        var lines = [
            "\(figure.kpi) v\(figure.version)  \(kpi.title.text(in: .vietnamese))",
            "  \(kpi.title.text(in: .english))",
            "  căn cứ / basis: \(kpi.basis)",
            "  kỳ / period:    \(figure.period.name) [\(instantText(figure.period.start)), "
                + "\(instantText(figure.period.end)))",
            "  đối tượng / of: \(figure.level) \(figure.member)",
            "  where           \(kpi.membership?.text.oneLine ?? "(all rows)")",
            "  numerator       \(kpi.numerator.text.oneLine)",
        ]
        if let denominator = kpi.denominator {
            lines.append("  denominator     \(denominator.text.oneLine)")
        }
        let fields = figure.fields
        lines += [
            "  = \(fields[7]) / \(fields[8]) × \(kpi.scale) = \(figure.value)  (\(figure.shown))"
                + "  status \(figure.status.rawValue)",
            "",
            "\(memberCount) of \(rowCount) rows of \(kpi.table) belong:",
        ]
        for member in members { lines += memberLines(member) }
        if members.count < memberCount {
            lines.append("… \(memberCount - members.count) more; --limit 0 shows all")
        }
        return lines
    }

    private func memberLines(_ member: ExplainedMember) -> [String] {
        [
            "\(member.id)  \(member.file) record \(member.record), byte \(member.offset), "
                + "object \(member.object.prefix(16))…"
        ]
            + member.corrections.map { "    đã đính chính / corrected: \($0)" }
            + member.clauses.map { clause in
                "    \(clause.truth.mark) \(clause.part.word): \(clause.text.oneLine)"
            }
    }
}

extension Truth {
    fileprivate var mark: String {
        switch self {
        case .yes: "đúng/true   "
        case .no: "sai/false   "
        case .unknown: "không rõ/null"
        }
    }
}

extension ClauseVerdict.Part {
    fileprivate var word: String {
        switch self {
        case .condition: "where"
        case .numerator: "numerator"
        case .denominator: "denominator"
        }
    }
}

extension String {
    /// The text on one line: a formula may be written over several.
    var oneLine: String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
