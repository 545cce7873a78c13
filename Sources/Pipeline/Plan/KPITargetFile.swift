import Columnar

/// Reads `target`, which is for all, and the list `targets`, each for a level, member or period.
func readTargets(_ map: inout YAMLMapReader, periods: ReportingPeriods) -> [TargetRule] {
    let log = map.log
    var rules: [TargetRule] = []
    if let value = map.value("target"), let rule = readTarget(value, log: log) {
        rules.append(rule)
    }
    for item in map.items("targets") {
        if let rule = readTarget(item, within: periods, log: log) { rules.append(rule) }
    }
    return rules
}

/// One target; those of the list, which are given the periods, may name for whom and when.
private func readTarget(
    _ value: YAMLValue, within periods: ReportingPeriods? = nil, log: FaultLog
) -> TargetRule? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let isWritten = Target.Comparison.allCases.map { map.value($0.rawValue) != nil }
    let target = readComparison(&map)
    let validity = map.validity()
    let reason = map.text("reason")
    var level: String?
    var member: String?
    var period: TargetPeriod? = .any
    if let periods {
        level = map.text("level")
        member = map.text("member")
        if let item = map.value("period") {
            period = readPeriod(item, periods: periods, log: log)
        }
        if member != nil, level == nil { log.report(.missingKey("level"), at: map.place) }
    }
    if !isWritten.contains(true), map.unasked.isEmpty {
        log.report(.missingKey(Target.Comparison.atLeast.rawValue), at: map.place)
    }
    map.finish()
    guard let target, let period else { return nil }
    return TargetRule(
        target: target, level: level, member: member, period: period, validity: validity,
        reason: reason, place: value.place)
}

private func readComparison(_ map: inout YAMLMapReader) -> Target? {
    var target: Target?
    for comparison in Target.Comparison.allCases {
        guard let number = map.formed(comparison.rawValue, as: .decimal, parseDecimal) else {
            continue
        }
        if target != nil {
            map.log.report(
                .notApplicable(key: comparison.rawValue, to: "target"),
                at: map.place(of: comparison.rawValue))
        }
        target = target ?? Target(comparison: comparison, number: number)
    }
    return target
}

/// A length, a period by its civil name, or a named interval of the pipeline.
private func readPeriod(
    _ value: YAMLValue, periods: ReportingPeriods, log: FaultLog
) -> TargetPeriod? {
    guard let text = log.text(value) else { return nil }
    if let word = PeriodLengthWord(rawValue: text) { return .length(word.length) }
    if Period(named: text) != nil || periods.named.contains(where: { $0.name == text }) {
        return .named(text)
    }
    let known = PeriodLengthWord.allCases.map(\.rawValue) + periods.named.map(\.name)
    log.report(
        .unknownPeriod(text), at: value.place, suggestion: nearest(to: text, among: known))
    return nil
}

/// Reads `{by: procedure, margin: 2, minimum: 30, shared: 50%}`.
func readFairness(_ value: YAMLValue, log: FaultLog) -> FairnessRule? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let column = map.text("by") ?? "procedure"
    let margin = map.required("margin").flatMap { log.formed($0, as: .decimal, parseDecimal) }
    let minimum = map.integer("minimum", in: 0...1_000_000) ?? 0
    let shared = map.formed("shared", as: .percent, parsePercent) ?? 50
    let place = map.valuePlace(of: "by")
    map.finish()
    guard let margin else { return nil }
    if margin.units < 0 {
        log.report(.malformed(margin.text, expected: .decimal), at: map.valuePlace(of: "margin"))
    }
    return FairnessRule(
        column: column, margin: margin, minimum: minimum, shared: shared, place: place)
}
