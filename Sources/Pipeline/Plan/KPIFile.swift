import Columnar

/// Reads a KPI file: one version of a KPI.
///
/// Formulas are taken as text and checked later.
func readKPI(_ value: YAMLValue, periods: ReportingPeriods, log: FaultLog) -> KPI? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let name = map.required("kpi").flatMap { log.formed($0, as: .name, parseName) }
    let version = map.required("version") == nil ? nil : map.integer("version", in: 1...1_000_000)
    let validity = map.value("valid").flatMap { readValidity($0, log: log) } ?? Validity()
    let title = map.requiredWording("title")
    let basis = map.requiredText("basis")
    let objective = map.text("objective")
    let declarations = readDeclarations(&map)
    let table = map.requiredText("from")
    let measure = readMeasure(&map, kpi: name ?? "")
    let scale = map.integer("scale", in: 1...1_000_000_000) ?? 1
    let unit = map.text("unit") ?? ""
    let decimals = map.integer("decimals", in: 0...12) ?? 2
    let levels = readLevels(&map, declarations.attribution ?? .resolving)
    let every = map.items("every").compactMap { readGrain($0, periods: periods, log: log) }
    let targets = readTargets(&map, periods: periods)
    let fairness = map.value("fairness").flatMap { readFairness($0, log: log) }
    let minimum = map.integer("minimum", in: 0...1_000_000) ?? 0
    let dataSource = readDataSource(&map, kpi: name ?? "")
    map.finish()
    // What is missing has its fault; the rest is checked all the same.
    return KPI(
        name: name ?? "", version: version ?? 0, validity: validity,
        title: title ?? Wording(vietnamese: "", english: nil), basis: basis ?? "",
        objective: objective, kind: declarations.kind, responsible: declarations.responsible,
        consulted: declarations.consulted, baseline: declarations.baseline,
        review: declarations.review, quality: declarations.quality,
        attribution: declarations.attribution ?? .resolving, table: table ?? "",
        membership: measure.membership,
        numerator: measure.numerator, denominator: measure.denominator, measure: nil,
        scale: Int64(scale), unit: unit, decimals: decimals, levels: levels, every: every,
        targets: targets, fairness: fairness, minimum: minimum,
        dataSource: dataSource ?? KPISource(system: "", owner: "", collected: ""),
        place: map.valuePlace(of: "kpi"), tablePlace: map.valuePlace(of: "from"),
        objectivePlace: map.valuePlace(of: "objective"))
}

/// `{from: …, until: …}`: the days on which something is in force.
func readValidity(_ value: YAMLValue, log: FaultLog) -> Validity? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let validity = map.validity()
    map.finish()
    return validity
}

/// `numerator` and `denominator`, or `value` alone; `where` for both.
private func readMeasure(
    _ map: inout YAMLMapReader, kpi: String
) -> (membership: PlanFormula?, numerator: PlanFormula, denominator: PlanFormula?) {
    let membership = map.formula("where")
    let numerator = map.formula("numerator")
    let denominator = map.formula("denominator")
    let single = map.formula("value")
    switch (numerator, denominator, single) {
    case (.some, .some, nil), (nil, nil, .some): break
    case (nil, .some, nil): map.log.report(.missingKey("numerator"), at: map.place)
    case (.some, nil, nil): map.log.report(.missingKey("denominator"), at: map.place)
    case (nil, nil, nil), (_, _, .some): map.log.report(.oneMeasure(kpi: kpi), at: map.place)
    }
    let missing = PlanFormula(
        text: "count(*)", written: YAMLValue(content: .null, place: map.place))
    return (membership, numerator ?? single ?? missing, denominator)
}

/// Levels, and for which column a level stands where that is not the one of its name.
private func readLevels(_ map: inout YAMLMapReader, _ attribution: Attribution) -> [Level] {
    guard map.required("levels") != nil else { return [] }
    var levels: [Level] = []
    for item in map.items("levels") {
        guard let name = map.log.text(item) else { continue }
        if let first = levels.first(where: { $0.name == name }) {
            map.log.report(.nameTwice(name, first: first.place), at: item.place)
            continue
        }
        let column = name == "agency" ? nil : attribution.column(of: name)
        levels.append(Level(name: name, column: column, place: item.place))
    }
    for entry in map.entries("level_of") ?? [] {
        guard let index = levels.firstIndex(where: { $0.name == entry.key }), entry.key != "agency"
        else {
            let known = levels.map(\.name).filter { $0 != "agency" }
            map.log.unknownWord(entry.key, known: known, at: entry.place)
            continue
        }
        guard let column = map.log.text(entry.value) else { continue }
        if attribution == .receiving, levels[index].column != entry.key {
            map.log.report(
                .notApplicable(key: entry.key, to: "a KPI with attribution: receiving"),
                at: entry.place)
        }
        levels[index].column = column
        levels[index].place = entry.value.place
    }
    return levels
}

/// Reads a length or a name of period.
func readGrain(_ value: YAMLValue, periods: ReportingPeriods, log: FaultLog) -> Grain? {
    guard let text = log.text(value) else { return nil }
    if let word = PeriodLengthWord(rawValue: text) { return .calendar(word.length) }
    if periods.named.contains(where: { $0.name == text }) { return .named(text) }
    if ReportedGrain(value) != nil { return periods.grain(value, log: log) }
    let known = PeriodLengthWord.allCases.map(\.rawValue) + periods.named.map(\.name)
    log.report(
        .unknownPeriod(text), at: value.place, suggestion: nearest(to: text, among: known))
    return nil
}

/// A KPI without a declared source is a number that nobody answers for.
private func readDataSource(_ map: inout YAMLMapReader, kpi: String) -> KPISource? {
    guard let value = map.value("source") else {
        map.log.report(.noDataSource(kpi: kpi), at: map.place(of: "kpi"))
        return nil
    }
    guard var source = YAMLMapReader(value, log: map.log) else { return nil }
    let system = source.requiredText("system")
    let owner = source.requiredText("owner")
    let collected = source.requiredText("collected")
    let cycle = source.text("cycle")
    let isManual = source.flag("manual")
    source.finish()
    guard let system, let owner, let collected else { return nil }
    return KPISource(
        system: system, owner: owner, collected: collected, cycle: cycle, isManual: isManual)
}

extension YAMLMapReader {
    /// The days between `from` and `until`.
    mutating func validity() -> Validity {
        let validity = Validity(
            from: formed("from", as: .day, parseDay), until: formed("until", as: .day, parseDay))
        checkOrder(of: (validity.from, validity.until), "from", "until", in: self)
        return validity
    }

    /// A formula with its place.
    mutating func formula(_ key: String) -> PlanFormula? {
        guard let value = value(key), let text = log.text(value) else { return nil }
        return PlanFormula(text: text, written: value)
    }
}
