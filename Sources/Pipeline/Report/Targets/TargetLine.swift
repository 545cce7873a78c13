import Columnar

/// One target at one level, and for whom it is in a period.
package struct TargetLine: Sendable {
    /// Name of the KPI.
    package var kpi: String
    /// Its version.
    package var version: Int
    /// The level.
    package var level: String
    /// The members whose figures it judges, by code.
    package var members: [String]
    /// Number of members of the level that have a figure.
    package var memberCount: Int
    /// The target with all that is declared of it.
    package var rule: TargetRule

    /// Whether it is laid over several members alike.
    var isFlat: Bool { members.count > 1 }
}

/// The members that have figures in a period, by KPI and level.
struct PeriodMembers {
    private var members: [String: [String]] = [:]

    init(_ lines: [[String]]) {
        for line in lines { members["\(line[0]) \(line[5])", default: []].append(line[6]) }
    }

    func callAsFunction(_ kpi: String, _ level: String) -> [String] {
        members["\(kpi) \(level)"] ?? []
    }
}

extension KPI {
    /// The targets of the KPI at each of its levels, by level, then as the file has them.
    ///
    /// Each member stands at the one rule that judges its figure; rules that judge nobody in this
    /// period stand there as well.
    func targetLines(in period: Period, _ members: PeriodMembers) -> [TargetLine] {
        levels.flatMap { level in
            let all = members(name, level.name)
            let judging = all.map { targetRule(level: level.name, member: $0, period: period) }
            return targets.compactMap { rule -> TargetLine? in
                guard rule.level == nil || rule.level == level.name else { return nil }
                let own = zip(all, judging).filter { $0.1 == rule }.map(\.0)
                if own.isEmpty, rule.level == nil, !all.isEmpty { return nil }
                return TargetLine(
                    kpi: name, version: version, level: level.name, members: own,
                    memberCount: all.count, rule: rule)
            }
        }
    }
}
