import Columnar

extension TargetsPage {
    /// The page for a person; of the members those who differ, or all.
    package func text(showsAll: Bool) -> [String] {
        var text = targetTable
        for found in fairness { text += [""] + self.text(of: found, showsAll: showsAll) }
        text += ["", "kỳ / period: \(period.name)   từ / from: \(run)"]
        return text
    }

    private var targetTable: [String] {
        var table = TextTable(
            [
                "KPI", "Cấp/level", "Đối tượng/members", "Mục tiêu/target", "Kỳ/period",
                "Hiệu lực/in force", "Lý do/reason",
            ],
            [.left, .left, .left, .right, .left, .left, .left])
        for line in lines {
            table.append([
                "\(line.kpi) v\(line.version)", line.level, line.memberText,
                line.rule.target.text, line.rule.period.word, line.rule.validity.text,
                line.rule.reason ?? (line.rule.level == nil ? "chung/for all" : "chưa nêu/none"),
            ])
        }
        return table.lines
    }

    private func text(of found: KPIFairness, showsAll: Bool) -> [String] {
        let kpi = found.kpi
        let head = "\(kpi.name) v\(kpi.version)  \(kpi.title.text(in: .vietnamese))"
        guard let members = found.members, let agency = found.agency else {
            return [
                head,
                "  không chuẩn hóa được: không phải tỷ lệ của số đếm hoặc tổng / "
                    + "cannot be standardised: no ratio of counts or sums",
            ]
        }
        let whole = agency.rounded(places: kpi.decimals)
        var text = [
            head,
            "  toàn cơ quan / agency-wide: \(whole)   theo / by: \(found.column)   "
                + kpi.marginText,
        ]
        let shown = showsAll ? members : members.filter { $0.differs == true }
        if !shown.isEmpty { text += table(shown, kpi).map { "  " + $0 } }
        let judged = members.count { $0.differs != nil }
        text.append(
            "  \(members.count) \(level): \(judged) được xét / judged, "
                + "\(members.count { $0.differs == true }) khác biệt / differ, "
                + "\(members.count { $0.alone == $0.rows }) không so được với ai / stand alone")
        text += found.warnings.flatMap { $0.sentences(of: kpi, level: level) }
        return text
    }

    private func table(_ members: [MemberExpectation], _ kpi: KPI) -> [String] {
        var table = TextTable(
            [
                level, "Tên/name", "dòng/rows", "riêng/alone", "numerator", "denominator",
                "kỳ vọng/expected",
                "giá trị kỳ vọng/expected value", "lệch/off by", "quan sát ÷ kỳ vọng", "differs",
            ],
            [.left, .left] + Array(repeating: .right, count: 8) + [.left])
        for member in members {
            let sides = member.observed
            table.append([
                member.member, plan.units.first { $0.code == member.member }?.name ?? "",
                String(member.rows), String(member.alone), sides.numerator.decimalText(),
                sides.denominator.decimalText(), member.expected.rounded(places: 2),
                member.value.rounded(places: kpi.decimals),
                member.distance.rounded(places: kpi.decimals),
                member.ratio?.rounded(places: 4) ?? "",
                member.differs.map { $0 ? "true" : "false" } ?? "",
            ])
        }
        return table.lines
    }
}

extension TargetLine {
    /// All, or the codes where they are few.
    fileprivate var memberText: String {
        if members.count == memberCount, memberCount > 1 { return "\(memberCount)" }
        if members.count <= 3 { return members.joined(separator: " ") }
        return "\(members.count)/\(memberCount)"
    }
}

extension TargetPeriod {
    /// The word that files use.
    var word: String {
        switch self {
        case .any: "all"
        case .named(let name): name
        case .length(let length):
            PeriodLengthWord.allCases.first { $0.length == length }?.rawValue ?? ""
        }
    }
}

extension KPI {
    fileprivate var marginText: String {
        guard let fairness else { return "chưa khai báo biên / no margin is declared (fairness)" }
        return "biên / margin: \(fairness.margin.text)   tối thiểu / from: \(fairness.minimum)"
            + "   chung / shared: \(fairness.shared)%"
    }
}

extension FairnessWarning {
    /// The warning in both languages, with what can be done.
    fileprivate func sentences(of kpi: KPI, level: String) -> [String] {
        let (target, margin) = (rule.target.text, kpi.fairness?.margin.text ?? "")
        let place = "\(rule.place.file):\(rule.place.line)"
        return [
            "  cảnh báo: \(place): mục tiêu \(target) đặt chung cho \(memberCount) đối tượng "
                + "cấp \(level), nhưng với cơ cấu hồ sơ của mình, \(differing.count) đối tượng "
                + "có giá trị kỳ vọng lệch hơn \(margin); hãy đặt mục tiêu riêng trong targets, "
                + "kèm lý do.",
            "  warning: \(place): target \(target) is laid flat over \(memberCount) members of "
                + "level \(level), but given their cases \(differing.count) of them are expected "
                + "more than \(margin) away. Give them targets of their own, with a reason.",
        ]
    }
}
