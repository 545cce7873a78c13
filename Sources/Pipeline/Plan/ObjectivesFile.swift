import Columnar

/// Reads an objectives file: a list of objectives; nil where it is something else.
func readObjectives(_ value: YAMLValue, log: FaultLog) -> [Objective]? {
    guard case .list(let items) = value.content else {
        log.report(.wrongShape(expected: .list, found: value.shape), at: value.place)
        return nil
    }
    var objectives: [Objective] = []
    for item in items {
        guard let objective = readObjective(item, log: log) else { continue }
        if let first = objectives.first(where: { $0.name == objective.name }) {
            log.report(.nameTwice(objective.name, first: first.place), at: objective.place)
            continue
        }
        objectives.append(objective)
    }
    return objectives
}

private func readObjective(_ value: YAMLValue, log: FaultLog) -> Objective? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let name = map.required("objective").flatMap { log.formed($0, as: .name, parseName) }
    let title = map.requiredWording("title")
    let serves = map.requiredWording("serves")
    let term = map.required("term").flatMap { readTerm($0, log: log) }
    let basis = map.requiredText("basis")
    let owner = map.requiredText("owner")
    let approval = map.required("approved").flatMap { readApproval($0, log: log) }
    let whole = map.text("part_of")
    map.finish()
    guard let name else { return nil }
    // What is missing has its fault; KPIs that name the objective have none of their own.
    let wording = Wording(vietnamese: "", english: nil)
    return Objective(
        name: name, title: title ?? wording, serves: serves ?? wording,
        term: term ?? Validity(), basis: basis ?? "", owner: owner ?? "",
        approval: approval ?? Approval(document: "", date: 0), whole: whole,
        place: map.valuePlace(of: "objective"), wholePlace: map.valuePlace(of: "part_of"))
}

/// One to three years, by the day of the month: until 2028-01-01 is three years from 2025-01-01.
private func readTerm(_ value: YAMLValue, log: FaultLog) -> Validity? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    for key in ["from", "until"] { _ = map.required(key) }
    let term = map.validity()
    map.finish()
    guard let from = term.from, let until = term.until, from < until else { return term }
    let (first, last) = (CivilDate(of: from), CivilDate(of: until))
    if last < first.later(years: 1) || first.later(years: 3) < last {
        log.report(
            .objective(.term(from: first.text, until: last.text)),
            at: map.valuePlace(of: "until"))
    }
    return term
}

private func readApproval(_ value: YAMLValue, log: FaultLog) -> Approval? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let document = map.requiredText("document")
    let date = map.required("date").flatMap { log.formed($0, as: .day, parseDay) }
    map.finish()
    guard let document, let date else { return nil }
    return Approval(document: document, date: date)
}

extension CivilDate {
    /// The day so many years later; of 29 February the last of February.
    fileprivate func later(years: Int) -> CivilDate {
        CivilDate(year: year + years, month: month, day: day)
            ?? CivilDate(year: year + years, month: month, day: 28) ?? self
    }
}
