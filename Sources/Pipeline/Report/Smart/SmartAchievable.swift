import Columnar

extension SmartCheck {
    /// Where the targets in force stand in the history of those for whom they are.
    func achievable(_ kpi: KPI) throws -> SmartFinding {
        var text = EvidenceText()
        let rules = kpi.targets.filter { $0.validity.contains(asOf) }
        if rules.isEmpty {
            text.add(
                .notMet, "Không có mục tiêu đang hiệu lực: không có gì để đạt",
                "No target is in force: nothing is asked")
        }
        var standings: [TargetStanding] = []
        for rule in rules {
            let own = try self.standings(of: rule, kpi)
            standings += own
            addStanding(of: rule, own, to: &text)
        }
        if !rules.isEmpty { try addBaseline(kpi, to: &text) }
        return text.finding(.achievable, standings: standings)
    }

    /// The standing of a rule for each member for whom it is: the agency first, then the units.
    private func standings(of rule: TargetRule, _ kpi: KPI) throws -> [TargetStanding] {
        let levels: [String]
        if let level = rule.level {
            levels = [level]
        } else {
            levels = ["agency", "unit"].filter { name in
                kpi.levels.contains { $0.name == name }
            }
        }
        var standings: [TargetStanding] = []
        for level in levels {
            let known = level == "agency" ? [plan.agency.code] : []
            let members = history.members(of: kpi.name, level: level)
            for member in rule.member.map({ [$0] }) ?? (members.isEmpty ? known : members) {
                // A figure is judged by its most specific target: others say nothing of it.
                guard kpi.isJudged(level, member, by: rule, asOf: asOf) else { continue }
                let past = history.values(of: kpi, level: level, member: member, for: rule)
                standings.append(
                    try TargetStanding(rule, level: level, member: member, among: past))
            }
        }
        return standings
    }

    private func addStanding(
        of rule: TargetRule, _ standings: [TargetStanding], to text: inout EvidenceText
    ) {
        // The agency speaks for a target of all; a target of some is judged by all of them.
        let deciding = standings.filter { $0.level == "agency" }
        let judged = deciding.isEmpty ? standings : deciding
        let known = judged.filter { $0.word != .noHistory }
        let verdict: SmartVerdict =
            known.isEmpty
            ? .cannotTell : known.allSatisfy { $0.word == .never } ? .notMet : .met
        if let first = judged.first, judged.count == 1 {
            text.add(verdict, first.sentence.vietnamese, first.sentence.text(in: .english))
        } else if known.isEmpty {
            let name = rule.target.text
            text.add(
                verdict, "Mục tiêu \(name): chưa có lịch sử", "Target \(name): no history")
        }
        let many = standings.filter { $0.level != "agency" && $0.word != .noHistory }
        guard many.count > 1, let level = many.first?.level else { return }
        let never = many.count { $0.word == .never }
        let always = many.count { $0.word == .always }
        text.add(
            deciding.isEmpty ? verdict : .met,
            "Trong \(many.count) đối tượng cấp \(level) có số liệu, \(never) chưa kỳ nào đạt "
                + "mục tiêu \(rule.target.text), \(always) kỳ nào cũng đạt",
            "Of \(many.count) members of level \(level) with values, \(never) never reached "
                + "target \(rule.target.text) and \(always) always did")
    }

    private func addBaseline(_ kpi: KPI, to text: inout EvidenceText) throws {
        guard let baseline = kpi.baseline else {
            text.add(
                .cannotTell, "Chưa nêu giá trị xuất phát (baseline)",
                "No baseline is stated (baseline)")
            return
        }
        let (value, period) = (baseline.value.text, baseline.period)
        var isReached = false
        if let target = kpi.target, let exact = try baseline.value.exact {
            isReached = try target.isMet(by: exact)
        }
        text.add(
            "Xuất phát \(value) (\(period), \(baseline.source))"
                + (isReached ? ", đã đạt mục tiêu từ trước" : ""),
            "Baseline \(value) (\(period), \(baseline.source))"
                + (isReached ? ", which reached the target already" : ""))
    }
}

extension KPI {
    /// Whether a figure that ends now would be judged by the rule, in periods that it is for.
    fileprivate func isJudged(
        _ level: String, _ member: String, by rule: TargetRule, asOf: Int64
    ) -> Bool {
        targets.allSatisfy { other in
            other == rule || other.specificity <= rule.specificity
                || other.period != rule.period || !other.validity.contains(asOf)
                || (other.level.map { $0 != level } ?? false)
                || (other.member.map { $0 != member } ?? false)
        }
    }
}

extension TargetStanding {
    /// The standing as a sentence without full stop.
    fileprivate var sentence: Wording {
        let (name, target) = ("\(level) \(member)", rule.target.text)
        guard let percentile, let first = span.first, let last = span.last else {
            return Wording(
                vietnamese: "Mục tiêu \(target), \(name): chưa có lịch sử",
                english: "Target \(target), \(name): no history")
        }
        let periods = first == last ? first : "\(first) – \(last)"
        let (vietnamese, english) =
            switch word {
            case .never: ("chưa từng đạt", "never reached")
            case .always: ("kỳ nào cũng đạt", "always exceeded")
            case .sometimes, .noHistory: ("có kỳ đạt", "sometimes reached")
            }
        return Wording(
            vietnamese: "Mục tiêu \(target), \(name): \(vietnamese), \(reached)/\(self.periods) kỳ "
                + "(\(periods)); mục tiêu ở bách phân vị \(percentile)",
            english: "Target \(target), \(name): \(english), in \(reached) of \(self.periods) "
                + "periods (\(periods)); it stands at percentile \(percentile)")
    }
}
