import Columnar

extension MappingReading {
    /// The scale, and for a wide survey the questions.
    mutating func readSurvey(_ map: inout YAMLMapReader) {
        mapping.scale = map.required("scale").flatMap { readScale($0, log: log) }
        for entry in map.entries("questions") ?? [] {
            guard var question = YAMLMapReader(entry.value, log: log) else { continue }
            let hasHeader = question.required("header") != nil
            let headers = hasHeader ? question.texts("header") : []
            let scale = question.value("scale").flatMap { readScale($0, log: log) }
            question.finish()
            guard let scale = scale ?? mapping.scale else { continue }
            mapping.questions.append(
                SurveyQuestion(
                    name: entry.key, headers: headers, scale: scale, place: entry.place))
        }
    }

    /// What can only be seen when the whole mapping is there.
    func check(at place: PlanPlace) {
        var needed = mapping.kind.canonicalColumns.filter(\.isNeeded).map(\.name)
        if mapping.kind == .survey {
            if mapping.questions.isEmpty { needed += ["question", "level"] }
            for name in ["question", "level"] where !mapping.questions.isEmpty {
                guard let column = mapping.column(name) else { continue }
                log.report(.notApplicable(key: name, to: "questions"), at: column.declared)
            }
        }
        for name in needed where !columnNames.contains(name) && !doubtful.contains(name) {
            log.report(.missingColumn(name, kind: mapping.kind), at: place)
        }
        checkHeaders(at: place)
        for column in mapping.columns { warnIfMisspelt(column) }
    }

    /// An extra column is allowed; one that looks like a column of the kind that is not mapped is
    /// doubtful.
    private func warnIfMisspelt(_ column: MappedColumn) {
        let canonical = mapping.kind.canonicalColumns.map(\.name)
        guard !canonical.contains(column.name), column.name.utf8.count > 4 else { return }
        let open = canonical.filter { !columnNames.contains($0) && !doubtful.contains($0) }
        guard let meant = nearest(to: column.name, among: open) else { return }
        log.report(.nearCanonical(column.name), at: column.declared, suggestion: meant)
    }

    /// A header can fill one column only, and cannot be ignored as well.
    private func checkHeaders(at place: PlanPlace) {
        var seen = Set(mapping.ignored)
        func claim(_ headers: [String], at place: PlanPlace) {
            for header in headers where !seen.insert(header).inserted {
                log.report(.twoMeanings(header), at: place)
            }
        }
        for column in mapping.columns {
            if case .headers(let headers) = column.place { claim(headers, at: column.declared) }
        }
        for question in mapping.questions { claim(question.headers, at: question.place) }
    }
}

/// Reads `{name: …, levels: {text: number}, na: […]}`.
private func readScale(_ value: YAMLValue, log: FaultLog) -> AnswerScale? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let name = map.required("name").flatMap { log.formed($0, as: .name, parseName) }
    var levels: [AnswerScale.Level] = []
    if map.required("levels") != nil {
        for entry in map.entries("levels") ?? [] {
            guard let level = log.formed(entry.value, as: .integer, { Int64($0) }) else { continue }
            levels.append(AnswerScale.Level(text: entry.key, level: level))
        }
    }
    var notApplicable: [String] = []
    for item in map.items("na") {
        guard let text = log.text(item) else { continue }
        if levels.contains(where: { $0.text == text }) {
            log.report(.twoMeanings(text), at: item.place)
        }
        notApplicable.append(text)
    }
    map.finish()
    return name.map { AnswerScale(name: $0, levels: levels, notApplicable: notApplicable) }
}
