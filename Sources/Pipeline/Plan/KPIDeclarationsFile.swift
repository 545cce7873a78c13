import Columnar

/// What a KPI file declares beside its formulas: none of it changes a figure, save whom it counts
/// for.
struct KPIDeclarations {
    var kind: IndicatorKind?
    var responsible: Responsibility?
    var consulted: [Consultation] = []
    var baseline: Baseline?
    var review: Int64?
    var quality: QualityStatements?
    var attribution: Attribution?
}

/// Reads kind, responsibility, hearings, baseline, review, quality and attribution of a KPI.
func readDeclarations(_ map: inout YAMLMapReader) -> KPIDeclarations {
    KPIDeclarations(
        kind: map.word("kind"),
        responsible: map.map("responsible").flatMap(readResponsibility),
        consulted: readConsultations(&map),
        baseline: map.map("baseline").flatMap(readBaseline),
        review: map.formed("review", as: .day, parseDay),
        quality: map.map("quality").map(readQuality),
        attribution: map.word("attribution"))
}

private func readResponsibility(_ map: YAMLMapReader) -> Responsibility? {
    var map = map
    let unit = map.text("unit")
    let position = map.text("position")
    let duty = map.text("duty")
    map.finish()
    // Neither unit nor position: nobody answers.
    if unit == nil, position == nil, map.unasked.isEmpty {
        map.log.report(.missingKey("unit"), at: map.place)
        return nil
    }
    return Responsibility(unit: unit, position: position, duty: duty)
}

private func readConsultations(_ map: inout YAMLMapReader) -> [Consultation] {
    let log = map.log
    return map.items("consulted").compactMap { item in
        guard var map = YAMLMapReader(item, log: log) else { return nil }
        let unit = map.requiredText("unit")
        let date = map.required("date").flatMap { log.formed($0, as: .day, parseDay) }
        let document = map.text("document")
        map.finish()
        guard let unit, let date else { return nil }
        return Consultation(unit: unit, date: date, document: document)
    }
}

private func readBaseline(_ map: YAMLMapReader) -> Baseline? {
    var map = map
    let value = map.required("value").flatMap { map.log.formed($0, as: .decimal, parseDecimal) }
    let period = map.requiredText("period")
    let source = map.requiredText("source")
    map.finish()
    guard let value, let period, let source else { return nil }
    return Baseline(value: value, period: period, source: source)
}

/// A statement may be missing: `check --smart` says which, and the figures stand without it.
private func readQuality(_ map: YAMLMapReader) -> QualityStatements {
    var map = map
    let quality = QualityStatements(
        verified: map.text("verified"), source: map.text("source"),
        accuracy: map.text("accuracy"), limits: map.text("limits"),
        compensation: map.text("compensation"))
    map.finish()
    return quality
}
