import Columnar

/// Checks the targets of KPIs against their levels, their periods and the catalogues.
struct TargetChecking {
    let agency: Agency
    let units: [Unit]
    let history: UnitHistory
    let procedures: [Procedure]
    let log: FaultLog

    /// Reports every target of a KPI that can never be used, or not without doubt.
    func check(_ kpi: KPI) {
        for (index, rule) in kpi.targets.enumerated() {
            checkLevel(of: rule, kpi)
            checkPeriod(of: rule, kpi)
            if !rule.validity.overlaps(kpi.validity) {
                report(.neverInForce(kpi: kpi.name, version: kpi.version), at: rule.place)
            }
            for other in kpi.targets[..<index] where rule.contends(with: other) {
                report(.overlap(kpi: kpi.name, other: other.place), at: rule.place)
            }
        }
        checkGaps(kpi)
    }

    /// Of targets for the same figures each begins where the one before it ends.
    private func checkGaps(_ kpi: KPI) {
        for rule in kpi.targets {
            guard let start = rule.validity.from else { continue }
            let before = kpi.targets.filter { other in
                other.isForSame(as: rule) && other.validity.from ?? .min < start
            }
            let ends = before.map { $0.validity.until ?? .max }
            guard let end = ends.max(), end < start else { continue }
            let days = Validity(from: end, until: start).daysText
            report(.gap(kpi: kpi.name, days: days), at: rule.place)
        }
    }

    private func checkLevel(of rule: TargetRule, _ kpi: KPI) {
        guard let name = rule.level else { return }
        guard let level = kpi.levels.first(where: { $0.name == name }) else {
            report(
                .unknownLevel(name, kpi: kpi.name), at: rule.place,
                suggestion: nearest(to: name, among: kpi.levels.map(\.name)))
            return
        }
        guard let member = rule.member, let known = members(of: level) else { return }
        let code = level.isOfUnits ? unitCode(member) : member
        if !known.contains(code) {
            report(
                .unknownMember(member, level: name), at: rule.place,
                suggestion: nearest(to: member, among: known))
        } else if level.isOfUnits, code == member {
            checkUnit(code, of: rule, kpi)
        }
    }

    /// A unit with a target is there on some day on which the target is in force.
    private func checkUnit(_ code: String, of rule: TargetRule, _ kpi: KPI) {
        let days = history.validities(of: code)
        let asked = rule.validity.within(kpi.validity)
        guard !days.isEmpty, !days.contains(where: { $0.overlaps(asked) }) else { return }
        report(
            .unitNotThere(code, days: days.map(\.daysText).joined(separator: ", ")),
            at: rule.place)
    }

    /// The members that a level can have; nil where no catalogue says so.
    private func members(of level: Level) -> [String]? {
        let known: [String] =
            switch level.column {
            case nil: [agency.code]
            case _ where level.isOfUnits: units.map(\.code)
            case "procedure": procedures.map(\.code)
            case "procedure_group": procedures.compactMap(\.group)
            case "field": procedures.compactMap(\.field)
            default: []
            }
        return known.isEmpty ? nil : known
    }

    private func checkPeriod(of rule: TargetRule, _ kpi: KPI) {
        guard case .length(let length) = rule.period, !kpi.every.isEmpty,
            !kpi.every.contains(.calendar(length)),
            let word = PeriodLengthWord.allCases.first(where: { $0.length == length })
        else { return }
        report(.unusedPeriod(word.rawValue, kpi: kpi.name), at: rule.place)
    }

    private func report(_ fault: TargetFault, at place: PlanPlace, suggestion: String? = nil) {
        log.report(.target(fault), at: place, suggestion: suggestion)
    }
}

extension Level {
    /// Whether the members are units.
    fileprivate var isOfUnits: Bool {
        guard let column else { return false }
        if UnitColumn.bases.contains(column) { return true }
        return UnitColumn.named(column).map { $0.aspect != .level } ?? false
    }
}

/// The code of a unit: results name one that bore it earlier by code and day, as `1@2025-07-01`.
private func unitCode(_ member: String) -> String {
    member.split(separator: "@", maxSplits: 1).first.map(String.init) ?? member
}

extension TargetRule {
    /// Whether both are for the same figures, as narrowly drawn, and in force on the same day.
    fileprivate func contends(with other: TargetRule) -> Bool {
        isForSame(as: other) && validity.overlaps(other.validity)
    }

    /// Whether both are for the same figures, as narrowly drawn.
    fileprivate func isForSame(as other: TargetRule) -> Bool {
        level == other.level && member == other.member && period == other.period
    }
}
