import Columnar

/// Checks that every objective that is named is there, that each is served, and that none is a
/// part of itself.
func checkObjectives(_ objectives: [Objective], of kpis: [KPI], log: FaultLog) {
    let known = objectives.map(\.name)
    for kpi in kpis {
        guard let name = kpi.objective else { continue }
        reportUnknown(name, known: known, at: kpi.objectivePlace, log: log)
    }
    var wholes: [String: String] = [:]
    for objective in objectives {
        guard let whole = objective.whole else { continue }
        reportUnknown(whole, known: known, at: objective.wholePlace, log: log)
        wholes[objective.name] = whole
    }
    // What serves a part serves the whole.
    var served = Set(kpis.compactMap(\.objective))
    for objective in objectives where served.contains(objective.name) {
        served.formUnion(chain(from: objective.name, wholes))
    }
    for objective in objectives where !served.contains(objective.name) {
        log.report(.objective(.idle(objective.name)), at: objective.place)
    }
    checkCycles(objectives, wholes, log: log)
}

private func reportUnknown(_ name: String, known: [String], at place: PlanPlace, log: FaultLog) {
    if known.contains(name) { return }
    log.report(
        .objective(.unknown(name)), at: place, suggestion: nearest(to: name, among: known))
}

/// The objective, the one of which it is a part, and so on, each once.
private func chain(from name: String, _ wholes: [String: String]) -> [String] {
    var chain = [name]
    while let last = chain.last, let next = wholes[last], !chain.contains(next) {
        chain.append(next)
    }
    return chain
}

private func checkCycles(_ objectives: [Objective], _ wholes: [String: String], log: FaultLog) {
    var told: Set<String> = []
    for objective in objectives where !told.contains(objective.name) {
        let way = chain(from: objective.name, wholes)
        guard wholes[way.last ?? ""] == objective.name else { continue }
        log.report(.objective(.cycle(way + [objective.name])), at: objective.wholePlace)
        told.formUnion(way)
    }
}
