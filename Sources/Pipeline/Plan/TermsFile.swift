import Columnar

/// Reads terms.csv: `procedure,unit,channel,from,until,term,term_unit,basis`; an empty field of
/// the first five means any.
func readTerms(_ bytes: [UInt8], file: String, log: FaultLog) -> [TermRule] {
    guard let table = CatalogueTable(bytes, file: file, log: log) else { return [] }
    table.checkHeader(known: [
        "procedure", "unit", "channel", "from", "until", "term", "term_unit", "basis",
    ])
    guard let term = table.index(of: "term", isRequired: true),
        let unit = table.index(of: "term_unit", isRequired: true)
    else { return [] }
    func text(_ line: CatalogueTable.Line, _ column: String) -> String? {
        CatalogueTable.text(line, table.index(of: column, isRequired: false))
    }
    func day(_ line: CatalogueTable.Line, _ column: String) -> Int64? {
        guard let text = text(line, column) else { return nil }
        if let day = parseDay(text) { return day }
        log.report(.malformed(text, expected: .day), at: line.place)
        return nil
    }
    return table.lines.compactMap { line in
        let channel = text(line, "channel")
        if let channel, !TableKind.channels.contains(channel) {
            log.unknownWord(channel, known: TableKind.channels, at: line.place)
        }
        let validity = Validity(from: day(line, "from"), until: day(line, "until"))
        if let from = validity.from, let until = validity.until, from >= until {
            log.report(
                .emptyInterval(start: instantText(from), end: instantText(until)), at: line.place)
        }
        guard let count = table.term(line, term) else {
            if line.fields.count == table.header.count, CatalogueTable.text(line, term) == nil {
                log.report(.missingKey("term"), at: line.place)
            }
            return nil
        }
        let counted = table.termUnit(line, unit)
        if counted == nil, count > 0, CatalogueTable.text(line, unit) == nil {
            log.report(.halfATerm, at: line.place)
        }
        return TermRule(
            procedure: text(line, "procedure"), unit: text(line, "unit"), channel: channel,
            validity: validity, term: count == 0 ? nil : counted.map { StatutoryTerm(count, $0) },
            basis: text(line, "basis"), place: line.place)
    }
}
