import Columnar

/// Checks the targets of KPIs against their levels, their periods and the catalogues.
struct TargetChecking {
    let agency: Agency
    let units: [Unit]
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
        checkDays(of: member, level, rule)
        if known.contains(member) { return }
        report(
            .unknownMember(member, level: name), at: rule.place,
            suggestion: nearest(to: member, among: known))
    }

    /// A target for a unit that was not there yet, or is there no more, is never judged by.
    private func checkDays(of member: String, _ level: Level, _ rule: TargetRule) {
        guard let column = level.column, UnitColumn.bases.contains(column) else { return }
        let own = units.filter { $0.code == member }
        if own.isEmpty || own.contains(where: { $0.validity.overlaps(rule.validity) }) { return }
        log.report(.unitOutsideValidity(member), at: rule.place)
    }

    /// The members that a level can have; nil where no catalogue says so.
    private func members(of level: Level) -> [String]? {
        let known: [String] =
            switch level.column {
            case nil: [agency.code]
            case "unit", "unit_received": units.map(\.code)
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
