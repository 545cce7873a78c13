import Columnar

extension Bridge {
    /// The bridge as an accountant walks it: of each figure a table, and its cases below.
    ///
    /// In one language, or in both side by side.
    package func text(in language: Language?) -> [String] {
        var lines: [String] = []
        for remark in remarks { lines += remark.lines(language) }
        for figure in figures {
            if !lines.isEmpty { lines.append("") }
            lines += figure.text(in: language)
        }
        if figures.isEmpty {
            lines += BridgeWords.noFigure.lines(language)
        }
        if !others.isEmpty {
            let counts = others.map { "\($0.level) \($0.count)" }.joined(separator: ", ")
            lines += [""] + BridgeWords.others(counts).lines(language)
        }
        return lines
    }
}

extension BridgedFigure {
    fileprivate func text(in language: Language?) -> [String] {
        var table = TextTable(
            [
                "", BridgeWords.numerator.joined(language),
                BridgeWords.denominator.joined(language), BridgeWords.value.joined(language),
                BridgeWords.exact.joined(language), BridgeWords.cases.joined(language),
            ], [.left, .right, .right, .right, .right, .right])
        table.append(["A  \(runs.from)"] + row(of: from, language))
        for part in somethings { table.append(row(of: part, language)) }
        table.append(["B  \(runs.to)"] + row(of: to, language))
        var lines = ["\(name.kpi)  \(name.period)  \(name.level) \(name.member)"]
        lines += table.lines.map { "  " + $0 }
        if !hasValues { lines += BridgeWords.noValues(from, to).lines(language).map { "  " + $0 } }
        for part in somethings { lines += part.text(in: language).map { "  " + $0 } }
        return lines
    }

    private func row(of end: BridgeEnd, _ language: Language?) -> [String] {
        let status = end.status?.rawValue ?? BridgeWords.absent.joined(language)
        return [
            end.numerator?.fractionText ?? "–", end.denominator?.fractionText ?? "–",
            end.value == nil ? status : end.shown, end.value?.fractionText ?? "", "",
        ]
    }

    private func row(of part: BridgePart, _ language: Language?) -> [String] {
        let name = part.steps.map { $0.wording.joined(language) }.joined(separator: " + ")
        let value = part.value.map { signed($0.rounded(places: decimals)) + (isPercent ? "%" : "") }
        return [
            " + \(name)", signed(part.numerator.fractionText),
            signed(part.denominator.fractionText), value ?? "…",
            part.value.map { signed($0.fractionText) } ?? "", "\(part.caseCount)",
        ]
    }

    private var isPercent: Bool { unit == "%" }
}

/// A number with its sign.
private func signed(_ number: String) -> String {
    number.hasPrefix("-") ? number : "+" + number
}

extension BridgePart {
    /// What the part consists of, and its cases.
    fileprivate func text(in language: Language?) -> [String] {
        var lines: [String] = []
        let name = steps.map { $0.wording.joined(language) }.joined(separator: " + ")
        if !holds.isEmpty {
            let held = holds.map { $0.wording.joined(language) }.joined(separator: ", ")
            lines += BridgeWords.holds(name, held).lines(language)
        }
        guard caseCount > 0 else { return lines }
        let kinds = kinds.map { $0.text(in: language) }.joined(separator: "; ")
        lines.append("\(name): \(caseCount)" + (kinds.isEmpty ? "" : " (\(kinds))"))
        guard !cases.isEmpty else { return lines }
        let hasClauses = cases.contains { !$0.clause.isEmpty }
        var table = TextTable(
            [
                BridgeWords.caseCode.joined(language), BridgeWords.before.joined(language),
                BridgeWords.after.joined(language), BridgeWords.record.joined(language),
            ] + (hasClauses ? [BridgeWords.clause.joined(language)] : []),
            [.left, .left, .left, .left] + (hasClauses ? [.left] : []))
        for named in cases {
            table.append(
                [
                    named.id, named.before.text(in: language), named.after.text(in: language),
                    "\(escapedControls(named.file)):\(named.record)",
                ] + (hasClauses ? [named.clause] : []))
        }
        lines += table.lines.map { "  " + $0 }
        if cases.count < caseCount {
            lines += BridgeWords.more(caseCount - cases.count).lines(language).map { "  " + $0 }
        }
        return lines
    }
}

extension BridgeKind {
    fileprivate func text(in language: Language?) -> String {
        let word =
            switch kind {
            case .new: Wording(vietnamese: "mới", english: "new")
            case .changed: Wording(vietnamese: "sửa", english: "changed")
            case .vanished: Wording(vietnamese: "biến mất", english: "vanished")
            }
        let sides = [numerator, denominator].compactMap(\.self).map { signed($0.fractionText) }
        return "\(word.joined(language)) \(count)"
            + (sides.isEmpty ? "" : ": \(sides.joined(separator: " / "))")
    }
}

extension BridgeStanding {
    /// How the row stands, in words; what it brings, as `numerator/denominator`.
    package func text(in language: Language?) -> String {
        switch self {
        case .absent: BridgeWords.absent.joined(language)
        case .uncounted: BridgeWords.uncounted.joined(language)
        case .elsewhere(let member): BridgeWords.elsewhere(member).joined(language)
        case .counted(let numerator, let denominator):
            [numerator ?? Exact(0), denominator].compactMap(\.self).map(\.fractionText)
                .joined(separator: "/")
        }
    }
}
