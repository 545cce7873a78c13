import Columnar

/// The words by which files name point functions.
private enum PointFunctionWord: String, CaseIterable {
    case proportional, saturating, linear, steps, target
}

/// How the value of a line makes points: `points: proportional`, or with its parameters
/// `points: {saturating: {at: 0.5}}`.
///
/// Where the line has a `max`, the function has no other. Nil, and a fault, where it is missing.
func readPoints(
    _ map: inout YAMLMapReader, _ source: ScorecardLine.Source, most: Exact?
) -> PointFunction? {
    let log = map.log
    guard let value = map.value("points") else {
        if source != .undocumented { log.report(.missingKey("points"), at: map.place) }
        return nil
    }
    var word: PointFunctionWord?
    var parameters = YAMLValue(content: .map([]), place: value.place)
    if case .map(let entries) = value.content, let entry = entries.first {
        if entries.count > 1 {
            log.report(.notApplicable(key: entries[1].key, to: entry.key), at: entries[1].place)
        }
        let name = YAMLValue(content: .text(entry.key, style: .plain), place: entry.place)
        word = log.word(name)
        parameters = entry.value
    } else {
        word = log.word(value)
    }
    guard let word else { return nil }
    if word == .steps { return readSteps(parameters, most: most, log: log) }
    return readFunction(word, parameters, most: most, log: log)
}

private func readFunction(
    _ word: PointFunctionWord, _ value: YAMLValue, most: Exact?, log: FaultLog
) -> PointFunction? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let own = map.positive("max")
    if let own, let most, own != most {
        log.report(
            .scorecard(.otherMaximum(own.decimalText(), line: most.decimalText())),
            at: map.valuePlace(of: "max"))
    }
    let most = own ?? most ?? Exact(1)
    var function: PointFunction?
    switch word {
    case .proportional: function = .proportional(most: most)
    case .target: function = .target(most: most)
    case .saturating:
        let at = map.required("at").flatMap { log.positive($0) }
        function = at.map { .saturating(most: most, at: $0) }
    case .linear:
        let factor = map.required("factor").flatMap { log.positive($0) }
        function = factor.map { .linear(factor: $0, most: most) }
    case .steps: break
    }
    map.finish()
    return function
}

/// Steps in the order in which they are tried.
private func readSteps(_ value: YAMLValue, most: Exact?, log: FaultLog) -> PointFunction? {
    guard case .list(let items) = value.content else {
        log.report(.wrongShape(expected: .list, found: value.shape), at: value.place)
        return nil
    }
    let steps = items.compactMap { readStep($0, log: log) }
    guard steps.count == items.count else { return nil }
    let highest = steps.map(\.points).max() ?? Exact(0)
    if let most, highest != most {
        log.report(
            .scorecard(.otherMaximum(highest.decimalText(), line: most.decimalText())),
            at: value.place)
    } else if !(Exact(0) < highest) {
        log.report(.scorecard(.noPoints), at: value.place)
    }
    return .steps(steps)
}

private func readStep(_ value: YAMLValue, log: FaultLog) -> PointStep? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let points = map.required("points").flatMap { value in
        log.formed(value, as: .decimal) { text -> Exact? in
            let number = parseDecimal(text).flatMap { (try? $0.exact) ?? nil }
            return number.flatMap { $0 < Exact(0) ? nil : $0 }
        }
    }
    var step: PointStep?
    var isClear = true
    for comparison in PointStep.Comparison.allCases {
        guard let written = map.value(comparison.rawValue) else { continue }
        guard let bound = log.number(written), let points else {
            isClear = false
            continue
        }
        if step != nil {
            log.report(
                .notApplicable(key: comparison.rawValue, to: "a step with another comparison"),
                at: map.place(of: comparison.rawValue))
        }
        step = step ?? PointStep(comparison: comparison, bound: bound, points: points)
    }
    if step == nil, isClear, points != nil { log.report(.missingKey("at_least"), at: map.place) }
    map.finish()
    return step
}
