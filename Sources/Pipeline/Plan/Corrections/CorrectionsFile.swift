import Columnar

/// Reads files of corrections:
/// `input,case,field,old,new,reason,author,approver,document,date`.
struct CorrectionsFile {
    /// The inputs of the pipeline whose mappings could be read.
    let sources: [CorrectableColumns.Source]
    let units: [Unit]
    let procedures: [Procedure]
    let log: FaultLog

    private static let columns = [
        "input", "case", "field", "old", "new", "reason", "author", "approver", "document", "date",
    ]

    /// The corrections of one file, line after line.
    func corrections(_ bytes: [UInt8], file: String) -> [Correction] {
        guard let table = CatalogueTable(bytes, file: file, log: log) else { return [] }
        table.checkHeader(known: Self.columns)
        let places = Self.columns.compactMap { table.index(of: $0, isRequired: true) }
        guard places.count == Self.columns.count else { return [] }
        return table.lines.compactMap { line in
            line.fields.count == table.header.count
                ? correction(CorrectionLine(line: line, places: places)) : nil
        }
    }

    private func correction(_ line: CorrectionLine) -> Correction? {
        let before = log.faults.count
        for name in ["input", "case", "field", "reason", "author", "approver", "document", "date"]
        where line[name].isEmpty {
            log.report(.missingKey(name), at: line.place(of: name))
        }
        let date = parseDay(line["date"])
        if date == nil, !line["date"].isEmpty {
            log.report(.malformed(line["date"], expected: .day), at: line.place(of: "date"))
        }
        if !line["author"].isEmpty, isSamePerson(line["author"], line["approver"]) {
            log.report(.correction(.ownApproval), at: line.place(of: "approver"))
        }
        guard !line["input"].isEmpty, let columns = columns(line),
            !line["field"].isEmpty,
            let column = columns.column(line["field"], at: line.place(of: "field"), log: log)
        else { return nil }
        let old = columns.told(line["old"], column, at: line.place(of: "old"), log: log)
        let new = columns.value(line["new"], column, at: line.place(of: "new"), log: log)
        guard let old, let new, let date else { return nil }
        if old.value == new.value {
            log.report(.correction(.nothingChanged), at: line.place(of: "new"))
        }
        let isRequired = columns.sources.contains {
            $0.mapping.column(column.name)?.required == true
        }
        if isRequired, new.value == nil {
            log.report(.correction(.emptied(column.name)), at: line.place(of: "new"))
        }
        guard log.faults.count == before else { return nil }
        let keys = columns.sources.map { source in
            source.key.flatMap { source.mapping.column($0)?.privacy } ?? .open
        }
        return Correction(
            input: line["input"], inputs: columns.sources.map(\.name),
            table: columns.sources[0].table, id: line["case"],
            isPersonal: keys.contains { $0 != .open }, field: column.name, old: old, new: new,
            reason: line["reason"], author: line["author"], approver: line["approver"],
            document: line["document"], date: date, place: line.place)
    }

    /// What can be corrected of the input or table that a line names.
    private func columns(_ line: CorrectionLine) -> CorrectableColumns? {
        let name = line["input"]
        let named = sources.filter { $0.name == name }
        let own = named.isEmpty ? sources.filter { $0.table == name } : named
        guard !own.isEmpty else {
            log.report(
                .unknownInput(name), at: line.place(of: "input"),
                suggestion: nearest(to: name, among: sources.map(\.name)))
            return nil
        }
        if own.contains(where: { $0.key == nil }) {
            log.report(.correction(.noCode(input: name)), at: line.place(of: "input"))
            return nil
        }
        return CorrectableColumns(
            sources: own, name: name, units: units, procedures: procedures)
    }

    /// All corrections in the order in which they are applied: by date, then as files and lines
    /// stand; a fault where one of a cell does not begin where the one before it ended.
    func ordered(_ corrections: [Correction]) -> [Correction] {
        let sorted = corrections.sorted { left, right in
            left.date == right.date ? left.place < right.place : left.date < right.date
        }
        var last: [String: [Correction]] = [:]
        for correction in sorted {
            let key = "\(correction.table)\n\(correction.id)\n\(correction.field)"
            let before = last[key]?.last { $0.concernsSameCell(as: correction) }
            if let before, before.new.value != correction.old.value {
                log.report(
                    .correction(.brokenChain(field: correction.field, first: before.place)),
                    at: correction.place)
            }
            last[key, default: []].append(correction)
        }
        return sorted
    }
}

/// A line of a file of corrections, its fields by name.
private struct CorrectionLine {
    let line: CatalogueTable.Line
    /// The place of each column, in the order in which the form has them.
    let places: [Int]

    private static let order = [
        "input": 0, "case": 1, "field": 2, "old": 3, "new": 4, "reason": 5, "author": 6,
        "approver": 7, "document": 8, "date": 9,
    ]

    var place: PlanPlace { line.place }

    /// The text of a field, clean.
    subscript(name: String) -> String { cleanText(line.fields[index(name)]) }

    func place(of name: String) -> PlanPlace { line.places[index(name)] }

    private func index(_ name: String) -> Int { places[Self.order[name] ?? 0] }
}

/// Whether two names are one person's: clean, without case, spaces and the place of tone marks.
private func isSamePerson(_ left: String, _ right: String) -> Bool {
    func key(_ name: String) -> String { matchKey(name).filter { $0 != " " } }
    return key(left) == key(right)
}
