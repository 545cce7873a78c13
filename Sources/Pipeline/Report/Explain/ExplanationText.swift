import Columnar

extension Explanation {
    /// The figure, its rule, its members with their clauses, what keeps others out, a line each.
    package var lines: [String] {
        var lines = ruleLines + [""]
        lines += memberLines + [""]
        lines += exclusionLines + [""]
        lines += lostLines + [""]
        return lines + verdictLines
    }

    private var fields: [String] { figure.fields }

    private var ruleLines: [String] {
        var lines = [
            "\(fields[0]) v\(fields[1])  \(kpi.title.text(in: .vietnamese))",
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
        lines.append(
            "  = \(fields[7]) / \(fields[8]) × \(kpi.scale) = \(fields[9])  (\(fields[10]))"
                + "  status \(fields[11])")
        if let sentence = figure.status?.sentence(minimum: kpi.minimum) { lines.append(sentence) }
        if let takenFrom {
            lines.append(
                "  lấy từ lần chạy / taken from run: \(takenFrom), which computed this period")
        }
        for share in shares {
            let part = share.share.map(\.fractionText) ?? "không rõ / not said"
            lines.append(
                "  chia tách / divided: \(share.unit) → \(share.receiver): \(part) of its "
                    + "\(share.memberCount) rows")
        }
        return lines
    }

    private var memberLines: [String] {
        var lines = ["\(memberCount) of \(rowCount) rows of \(kpi.table) belong:"]
        for member in members {
            lines.append("\(member.place.id)  \(member.place.phrase)")
            lines += member.place.corrections.map { "    đã đính chính / corrected: \($0)" }
            lines.append("    \(member.counted.sentence(hasDenominator: kpi.denominator != nil))")
            lines += member.clauses.filter { $0.clause.depth == 0 }.map { clause, truth in
                "    \(truth.mark) \(clause.part.word): \(clause.text.oneLine)"
            }
        }
        if members.count < memberCount {
            lines.append("… \(memberCount - members.count) more; --limit 0 shows all")
        }
        return lines
    }

    private var exclusionLines: [String] {
        let kept = exclusions.reduce(0) { $0 + $1.rows.count }
        var lines = [
            "không thuộc / kept out: \(kept) rows, each by the first clause that does not hold "
                + "(căn cứ / basis: \(kpi.basis)):"
        ]
        for exclusion in exclusions where exclusion.rows.count > 0 {
            let rows = exclusion.rows
            let unknown = rows.unknown > 0 ? ", \(rows.unknown) of them unknown (null)" : ""
            lines.append("  \(rows.count)  \(exclusion.clause.oneLine)")
            lines.append("      sai/not true\(unknown); \(rows.alone) by nothing but it")
            lines += exclusion.places.map { "      \($0.id)  \($0.phrase)" }
            if exclusion.places.count < rows.count {
                lines.append(
                    "      … \(rows.count - exclusion.places.count) more; --excluded 0 shows all")
            }
        }
        lines.append(
            "  tổng / sum: \(rowCount) rows = \(memberCount) that belong + \(kept) kept out + "
                + "\(otherCount) of other members")
        return lines
    }

    private var lostLines: [String] {
        let total = accounts.reduce(into: Account()) { $0 += $1.account }
        let lost = accounts.filter { $0.account.accepted < $0.account.read }
        var lines = [
            "bản ghi không thành dòng / records that are no row: \(total.read) read = "
                + "\(total.accepted) accepted + \(total.duplicate) duplicate + "
                + "\(total.superseded) superseded + \(total.quarantined) quarantined + "
                + "\(total.dropped) dropped"
        ]
        for file in lost {
            let account = file.account
            let counts = [
                ("duplicate", account.duplicate), ("superseded", account.superseded),
                ("quarantined", account.quarantined), ("dropped", account.dropped),
            ]
            let words = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
            lines.append(
                "  \(file.input): \(file.file), object \(file.object.prefix(16))…: "
                    + words.joined(separator: ", "))
        }
        if !lost.isEmpty {
            lines.append(
                "  xem / see in the folder of the run: losers.csv (which record counts instead), "
                    + "quarantine.csv (why)")
        }
        return lines
    }

    /// Whether the rows come to the figure that was sealed; where not, it is said aloud.
    private var verdictLines: [String] {
        let sealed = figure.pair
        if holds { return ["tính lại / recomputed: \(sealed), as sealed"] }
        var lines = ["!!! TÍNH LẠI KHÔNG KHỚP / RECOMPUTED OTHERWISE"]
        if !isWhole { lines.append("!!! results.csv of \(run) is not the file that was sealed") }
        let found =
            recomputed.map { "\(ExplainedFigure.pair($0)), value '\($0[9])'" } ?? "no figure"
        lines.append(
            "!!! results.csv says \(sealed), value '\(fields[9])'; the archive gives \(found)")
        lines.append("!!! `minhbach verify \(run)` tells what was changed")
        return lines
    }
}

extension FigureStatus {
    /// Why a figure has no value, or none that stands; nil where it stands.
    fileprivate func sentence(minimum: Int) -> String? {
        switch self {
        case .ok: nil
        case .provisional: "  tạm thời / provisional: the period is not over"
        case .noCases: "  không có gì để tính / nothing to count: empty is not 0"
        case .tooFew: "  quá ít / too few: fewer than \(minimum) rows belong, no value is shown"
        case .notApplicable: "  không áp dụng / not applicable"
        case .suppressed: "  không công bố / withheld to protect persons"
        case .missingInput: "  thiếu dữ liệu / an input was missing"
        case .estimated: "  ước tính / estimated: parts of divided units are in it by their shares"
        case .withheld: "  không công bố / withheld: nobody can tell which part went where"
        }
    }
}

extension Counted {
    /// In what the row is counted, for a row that belongs.
    func sentence(hasDenominator: Bool) -> String {
        let above = inNumerator ? "có/yes" : "không/no"
        if !hasDenominator { return "tử số/numerator: \(above)" }
        let below = inDenominator ? "có/yes" : "không/no"
        return "tử số/numerator: \(above)  mẫu số/denominator: \(below)"
    }
}

extension Truth {
    var mark: String {
        switch self {
        case .yes: "đúng/true   "
        case .no: "sai/false   "
        case .unknown: "không rõ/null"
        }
    }
}

extension ClauseVerdict.Part {
    var word: String {
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
