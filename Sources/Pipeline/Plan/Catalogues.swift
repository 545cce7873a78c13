import Columnar

/// Reads procedures.csv: `code,name,group,field,term`, and `term_unit` where terms have one.
func readProcedures(_ bytes: [UInt8], file: String, log: FaultLog) -> [Procedure] {
    guard let table = CatalogueTable(bytes, file: file, log: log) else { return [] }
    table.checkHeader(known: ["code", "name", "group", "field", "term", "term_unit"])
    guard let code = table.index(of: "code", isRequired: true),
        let name = table.index(of: "name", isRequired: true)
    else { return [] }
    let group = table.index(of: "group", isRequired: false)
    let field = table.index(of: "field", isRequired: false)
    let term = table.index(of: "term", isRequired: false)
    let unit = table.index(of: "term_unit", isRequired: false)
    var procedures: [Procedure] = []
    var places: [String: PlanPlace] = [:]
    for line in table.lines {
        guard let key = table.required(line, code, "code"),
            isNew(key, at: line.place, places: &places, log: log),
            let title = table.required(line, name, "name")
        else { continue }
        procedures.append(
            Procedure(
                code: key, name: title, group: CatalogueTable.text(line, group),
                field: CatalogueTable.text(line, field),
                term: table.term(line, term), termUnit: table.termUnit(line, unit)))
    }
    return procedures
}

/// Whether no earlier line has the name; a fault where one has.
private func isNew(
    _ code: String, at place: PlanPlace, places: inout [String: PlanPlace], log: FaultLog
) -> Bool {
    if let first = places[code] {
        log.report(.nameTwice(code, first: first), at: place)
        return false
    }
    places[code] = place
    return true
}

extension CatalogueTable {
    /// Reports columns that mean nothing.
    func checkHeader(known: [String]) {
        for column in header where !known.contains(column) {
            log.report(
                .unknownKey(column, known: known), at: PlanPlace(file: file, line: 1, column: 1),
                suggestion: nearest(to: column, among: known))
        }
    }

    /// The text of a field that must be filled.
    func required(_ line: Line, _ index: Int, _ column: String) -> String? {
        let text = Self.text(line, index)
        if text == nil, line.fields.count == header.count {
            log.report(.missingKey(column), at: line.place)
        }
        return text
    }

    func term(_ line: Line, _ index: Int?) -> Int? {
        guard let text = Self.text(line, index) else { return nil }
        guard let term = Int(text), 0...100_000 ~= term else {
            log.report(.malformed(text, expected: .integer), at: line.place)
            return nil
        }
        return term
    }

    func termUnit(_ line: Line, _ index: Int?) -> TermUnit? {
        guard let text = Self.text(line, index) else { return nil }
        if let unit = TermUnit(rawValue: text) { return unit }
        log.unknownWord(text, known: TermUnit.allCases.map(\.rawValue), at: line.place)
        return nil
    }
}
