import Columnar

/// Reads a scorecard file: one version of a scorecard.
///
/// What it refers to is checked later, when all KPIs and scorecards are read.
func readScorecard(
    _ value: YAMLValue, periods: ReportingPeriods, log: FaultLog
) -> Scorecard? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let name = map.required("scorecard").flatMap { log.formed($0, as: .name, parseName) }
    let version = map.required("version") == nil ? nil : map.integer("version", in: 1...1_000_000)
    let validity = map.value("valid").flatMap { readValidity($0, log: log) } ?? Validity()
    let title = map.requiredWording("title")
    let basis = map.requiredText("basis")
    let levels = map.required("levels") == nil ? [] : map.names("levels")
    let members = map.texts("members")
    let every = map.items("every").compactMap { readGrain($0, periods: periods, log: log) }
    let total = map.value("total").flatMap { readTotal($0, log: log) } ?? ScorecardTotal()
    let faultsBefore = log.faults.count
    let hasLines = map.required("items") != nil
    let lines = hasLines ? map.items("items").compactMap { readLine($0, log: log) } : []
    if hasLines, map.items("items").isEmpty {
        log.report(.missingKey("items"), at: map.place(of: "items"))
    }
    let isWhole = log.faults.count == faultsBefore
    map.finish()
    return Scorecard(
        name: name ?? "", version: version ?? 0, validity: validity,
        title: title ?? Wording(vietnamese: "", english: nil), basis: basis ?? "",
        levels: levels, members: members, every: every, lines: lines, total: total,
        place: map.valuePlace(of: "scorecard"), isWhole: isWhole)
}

private func readTotal(_ value: YAMLValue, log: FaultLog) -> ScorecardTotal? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    var total = ScorecardTotal()
    total.most = map.positive("max")
    total.places = map.integer("round", in: 0...12)
    let _: Reachable? = map.word("reachable")
    if let missing: MissingOfTotal = map.word("missing") {
        total.missing = missing == .zero ? .zero : .leaveOut
    }
    for item in map.items("classes") {
        guard var grade = YAMLMapReader(item, log: log) else { continue }
        let atLeast = grade.required("at_least").flatMap { log.number($0) }
        let title = grade.requiredWording("title")
        grade.finish()
        guard let atLeast, let title else { continue }
        if let last = total.grades.last, !(atLeast < last.atLeast) {
            log.report(
                .scorecard(
                    .classOrder(atLeast.decimalText(), after: last.atLeast.decimalText())),
                at: grade.valuePlace(of: "at_least"))
        }
        total.grades.append(ScorecardTotal.Grade(atLeast: atLeast, title: title))
    }
    map.finish()
    return total
}

/// The maximum that can be reached with what is there is always shown.
private enum Reachable: String, CaseIterable {
    case shown
}

/// What becomes of lines without a value: all points for nothing is for a line to say.
private enum MissingOfTotal: String, CaseIterable {
    case leaveOut = "leave_out"
    case zero
}

private func readLine(_ value: YAMLValue, log: FaultLog) -> ScorecardLine? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let (source, place) = readSource(&map)
    let (weight, isWeight) = readWeight(&map)
    var line = ScorecardLine(
        name: readLineName(&map, source),
        title: map.value("title") == nil ? nil : map.requiredWording("title"),
        source: source, weight: weight ?? Exact(1), isWeight: isWeight,
        points: .proportional(most: isWeight ? Exact(1) : weight ?? Exact(1)),
        each: map.value("each").flatMap { log.word($0) as PeriodLengthWord? }?.length,
        ifEmpty: map.word("if_empty"), places: map.integer("round", in: 0...12),
        validity: map.value("valid").flatMap { readValidity($0, log: log) } ?? Validity(),
        place: place)
    if let points = readPoints(&map, source, most: isWeight ? nil : weight) {
        line.points = points
    }
    checkUndocumented(line, map)
    map.finish()
    return line.name.isEmpty ? nil : line
}

/// A criterion that no data carry needs words; how it would make points may stand there.
private func checkUndocumented(_ line: ScorecardLine, _ map: YAMLMapReader) {
    guard line.source == .undocumented else {
        if line.each != nil, case .scorecard = line.source {
            map.log.report(.notApplicable(key: "each", to: "scorecard"), at: map.place(of: "each"))
        }
        return
    }
    if line.title == nil { map.log.report(.missingKey("title"), at: map.place) }
    if line.each != nil {
        map.log.report(
            .notApplicable(key: "each", to: "an item without kpi"), at: map.place(of: "each"))
    }
}

private func readSource(
    _ map: inout YAMLMapReader
) -> (source: ScorecardLine.Source, place: PlanPlace) {
    let kpi = map.text("kpi")
    let scorecard = map.text("scorecard")
    if kpi != nil, scorecard != nil {
        map.log.report(.notApplicable(key: "scorecard", to: "kpi"), at: map.place(of: "scorecard"))
    }
    if let kpi { return (.kpi(kpi), map.valuePlace(of: "kpi")) }
    if let scorecard { return (.scorecard(scorecard), map.valuePlace(of: "scorecard")) }
    return (.undocumented, map.place)
}

/// Name of a line: its own, else that of what it counts.
private func readLineName(_ map: inout YAMLMapReader, _ source: ScorecardLine.Source) -> String {
    let log = map.log
    if let value = map.value("item") {
        let name = log.formed(value, as: .itemName, parseItemName) ?? ""
        if name == Scorecard.totalName {
            log.report(.nameTwice(name, first: map.place), at: value.place)
            return ""
        }
        return name
    }
    switch source {
    case .kpi(let name), .scorecard(let name): return name
    case .undocumented:
        log.report(.missingKey("item"), at: map.place)
        return ""
    }
}

/// `weight` or `max`.
private func readWeight(_ map: inout YAMLMapReader) -> (weight: Exact?, isWeight: Bool) {
    let weight = map.positive("weight")
    let most = map.positive("max")
    switch (weight, most) {
    case (.some, .some):
        map.log.report(.notApplicable(key: "max", to: "weight"), at: map.place(of: "max"))
    case (nil, nil):
        // A weight that is no number has its fault already.
        if map.value("weight") == nil, map.value("max") == nil {
            map.log.report(.missingKey("weight"), at: map.place)
        }
    default: break
    }
    return (weight ?? most, weight != nil)
}

extension YAMLMapReader {
    /// A number above 0 of a key.
    mutating func positive(_ key: String) -> Exact? {
        value(key).flatMap { log.positive($0) }
    }

    /// Names of a key, each once.
    mutating func names(_ key: String) -> [String] {
        var names: [String] = []
        for item in items(key) {
            guard let name = log.text(item) else { continue }
            if names.contains(name) {
                log.report(.nameTwice(name, first: place(of: key)), at: item.place)
            } else {
                names.append(name)
            }
        }
        return names
    }
}

extension FaultLog {
    /// A decimal number, exactly.
    func number(_ value: YAMLValue) -> Exact? {
        formed(value, as: .decimal) { text in
            parseDecimal(text).flatMap { (try? $0.exact) ?? nil }
        }
    }

    /// A decimal number above 0, exactly.
    func positive(_ value: YAMLValue) -> Exact? {
        formed(value, as: .positive) { text in
            let number = parseDecimal(text).flatMap { (try? $0.exact) ?? nil }
            return number.flatMap { Exact(0) < $0 ? $0 : nil }
        }
    }
}
