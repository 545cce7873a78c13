import Columnar

/// A rule of which versions follow one another: a KPI, a scorecard, a form.
protocol DatedRule {
    var name: String { get }
    var version: Int { get }
    var validity: Validity { get }
    var place: PlanPlace { get }
}

extension KPI: DatedRule {}
extension Scorecard: DatedRule {}
extension Form: DatedRule {}

/// Checks that on every day at most one version of each rule is in force; sorted rules are given.
///
/// `overlap` gives the fault of two versions and the days that they share, `gap` that of the days
/// between them, where those are one. What could not be named has a fault of its own.
func checkVersions<Rule: DatedRule>(
    _ rules: [Rule], log: FaultLog, overlap: (Rule, Rule, Validity) -> PlanFault.Kind,
    gap: ((Rule, Rule, Validity) -> PlanFault.Kind)? = nil
) {
    let rules = rules.filter { !$0.name.isEmpty && $0.version > 0 }
    for (index, rule) in rules.enumerated() {
        for other in rules[..<index] where other.name == rule.name {
            if other.version == rule.version {
                log.report(
                    .nameTwice("\(rule.name) version \(rule.version)", first: other.place),
                    at: rule.place)
            } else if rule.validity.overlaps(other.validity) {
                let days = rule.validity.within(other.validity)
                log.report(overlap(other, rule, days), at: rule.place)
            }
        }
    }
    guard let gap else { return }
    let byStart = rules.sorted { left, right in
        left.name == right.name
            ? left.validity.from ?? .min < right.validity.from ?? .min
            : precedes(left.name, right.name)
    }
    for (earlier, later) in zip(byStart, byStart.dropFirst()) where earlier.name == later.name {
        guard let end = earlier.validity.until, let start = later.validity.from, end < start
        else { continue }
        log.report(gap(earlier, later, Validity(from: end, until: start)), at: later.place)
    }
}

/// Checks the versions of KPIs.
func checkVersions(_ kpis: [KPI], log: FaultLog) {
    checkVersions(kpis, log: log) { other, kpi, days in
        .overlappingVersions(
            kpi: kpi.name, versions: [other.version, kpi.version], days: days.daysText,
            other: other.place)
    } gap: { earlier, later, days in
        .gapBetweenVersions(
            kpi: later.name, versions: [earlier.version, later.version], days: days.daysText)
    }
}
