import Columnar

/// What of the rows of some inputs can be corrected, and how its values are written.
struct CorrectableColumns {
    /// The inputs, with what can be told of each by its mapping.
    struct Source {
        var name: String
        var kind: TableKind
        var mapping: Mapping

        var table: String { kind == .record ? name : kind.rawValue }

        /// The column by which a correction names a row; nil where none does.
        var key: String? {
            switch kind {
            case .case: "case_id"
            case .survey: "response"
            case .step, .record: mapping.identity.count == 1 ? mapping.identity[0] : nil
            }
        }
    }

    let sources: [Source]
    /// How the correction names them.
    let name: String
    let units: [Unit]
    let procedures: [Procedure]

    /// The names of all columns that each of the inputs fills and that can be corrected.
    var names: [String] {
        let first = sources.first?.mapping.columns.map(\.name) ?? []
        return first.filter { name in
            sources.allSatisfy { obstacle(name, in: $0) == nil && column(name, in: $0) != nil }
        }
    }

    /// The column; nil, and a fault, where it cannot be corrected.
    func column(_ name: String, at place: PlanPlace, log: FaultLog) -> MappedColumn? {
        for source in sources {
            if let obstacle = obstacle(name, in: source) {
                log.report(.correction(.fixedColumn(name, obstacle)), at: place)
                return nil
            }
        }
        let columns = sources.compactMap { column(name, in: $0) }
        guard columns.count == sources.count, let column = columns.first else {
            log.report(
                .unknownColumn(name, of: "input '\(self.name)'"), at: place,
                suggestion: nearest(to: name, among: names))
            return nil
        }
        return column
    }

    private func column(_ name: String, in source: Source) -> MappedColumn? {
        source.mapping.column(name).flatMap { $0.type.columnType == nil ? nil : $0 }
    }

    private func obstacle(_ name: String, in source: Source) -> CorrectionFault.Obstacle? {
        let mapping = source.mapping
        if name == "source" || name == source.key || mapping.identity.contains(name) {
            return .identity
        }
        if let column = mapping.column(name) { return column.privacy == .open ? nil : .personal }
        let canonical = source.kind.canonicalColumns.first { $0.name == name }
        let isGiven = canonical?.isGiven == true || ClockColumn(rawValue: name) != nil
        let isCatalogued = ["procedure_group", "field", "term_unit"].contains(name)
        let isAnswer = !mapping.questions.isEmpty && ["question", "level"].contains(name)
        return isGiven || isAnswer || (isCatalogued && source.kind == .case)
            || mapping.derived.contains { $0.name == name } ? .derived : nil
    }

    /// A value that a row is said to have: any text of a code, since catalogues change.
    func told(_ text: String, _ column: MappedColumn, at place: PlanPlace, log: FaultLog)
        -> Correction.Side?
    {
        if case .code(let reading) = column.type {
            let code = reading.form.canonical(cleanText(text))
            return Correction.Side(value: code.isEmpty ? nil : .text(code), text: code)
        }
        return value(text, column, at: place, log: log)
    }

    /// A value that a row is to have; nil, and a fault, where it is none of the column's.
    func value(_ text: String, _ column: MappedColumn, at place: PlanPlace, log: FaultLog)
        -> Correction.Side?
    {
        let text = cleanText(text)
        if text.isEmpty { return Correction.Side(value: nil, text: "") }
        func formed(
            _ form: PlanFault.Form, _ parse: (String) -> Int64?, shown: (Int64) -> String
        ) -> Correction.Side? {
            if let number = parse(text) {
                return Correction.Side(value: .number(number), text: shown(number))
            }
            log.report(.malformed(text, expected: form), at: place)
            return nil
        }
        switch column.type {
        case .identifier, .text: return Correction.Side(value: .text(text), text: text)
        case .code(let reading): return code(text, reading, column.name, at: place, log: log)
        case .integer: return formed(.integer, { Int64($0) }, shown: { String($0) })
        case .instant: return formed(.instant, parseInstant, shown: instantText)
        case .duration: return formed(.interval, intervalSeconds, shown: intervalText)
        case .flag:
            guard ["true", "false"].contains(text) else {
                log.report(.malformed(text, expected: .flag), at: place)
                return nil
            }
            return Correction.Side(value: .flag(text == "true"), text: text)
        case .level: return level(text, at: place, log: log)
        case .dropped: return nil
        }
    }

    private func level(_ text: String, at place: PlanPlace, log: FaultLog) -> Correction.Side? {
        let levels = sources.compactMap(\.mapping.scale).flatMap(\.levels).map(\.level)
        if let number = Int64(text), levels.contains(number) {
            return Correction.Side(value: .number(number), text: String(number))
        }
        let known = Set(levels).sorted().map { String($0) }
        log.report(.unknownWord(text, known: known), at: place)
        return nil
    }

    private func code(
        _ text: String, _ reading: CodeReading, _ column: String, at place: PlanPlace,
        log: FaultLog
    ) -> Correction.Side? {
        let code = reading.form.canonical(text)
        let side = Correction.Side(value: .text(code), text: code)
        let kind = sources.first?.kind ?? .record
        var known = kind.canonicalColumns.first { $0.name == column }?.values
        if let entries = reading.dictionary {
            let meant = Set(entries.compactMap(\.code))
            known = (known ?? Array(meant)).filter(meant.contains)
        }
        switch reading.lookup {
        case .procedureName: known = procedures.map(\.code)
        case .unitName: known = units.map(\.code)
        case nil: break
        }
        guard let known, !known.contains(code) else { return side }
        let words = Set(known).sorted(by: precedes)
        log.report(
            .unknownWord(text, known: words), at: place,
            suggestion: nearest(to: text, among: words))
        return nil
    }
}
