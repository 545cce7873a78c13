import Columnar

extension DatasetJoining {
    /// Fills the officer of each case at its end, where a formula or level asks for it.
    ///
    /// `links` has, for each table of steps below cases, the parents of its rows as they were
    /// before any row was dropped.
    mutating func fillEventOfficers(
        _ links: [String: [(piece: Int, rows: [UInt32])]], _ dropped: [String: DroppedRows]
    ) throws {
        guard plan.asksEventOfficers,
            let place = dataset.tables.firstIndex(where: { $0.name == TableKind.case.rawValue })
        else { return }
        let cases = dataset.tables[place]
        let steps = dataset.tables.filter { plan.tellsEvents($0.name) }
        let texts = steps.map { $0.shape.texts("officer") } + [cases.shape.texts("officer")]
        let dictionary = Set(texts.joined()).sorted(by: precedes)
        var code: [String: UInt32] = [:]
        for (number, text) in dictionary.enumerated() { code[text] = UInt32(number) }
        let recoding = texts.map { own in own.map { code[$0] ?? missingCode } }
        func officers(at ends: [[Int64]]) throws -> EventOfficers {
            var officers = EventOfficers(dictionary, events: ends)
            for (table, codes) in zip(steps, recoding) {
                let spans = StepSpans(table: table, codes: codes)
                if let parents = links[table.name] {
                    try spans.addChildren(
                        ChildLinks(
                            parents: parents, dropped: dropped[table.name] ?? DroppedRows()),
                        of: dropped[TableKind.case.rawValue] ?? DroppedRows(), to: &officers)
                } else {
                    try spans.addByCode(of: cases, to: &officers)
                }
            }
            return officers
        }
        if let ends = dataset.endsBefore(cases) {
            dataset.fillCorrected(try officers(at: ends), recoding[recoding.count - 1])
        }
        let officers = try officers(
            at: try cases.pieces.map { try $0.table(["resolved_at"]).numbers("resolved_at") })
        for index in cases.pieces.indices {
            let own = try cases.pieces[index].table(["officer"]).codes("officer").map {
                $0 == missingCode ? missingCode : recoding[recoding.count - 1][Int($0)]
            }
            dataset.tables[place].pieces[index].fill(
                FoundCodes(
                    column: Plan.eventOfficer, codes: officers.codes(of: index, own: own),
                    dictionary: dictionary))
        }
        FoundCodes(column: Plan.eventOfficer, codes: [], dictionary: dictionary)
            .fill(&dataset.tables[place].shape)
    }
}

/// The steps of one table, and the codes of their officers.
private struct StepSpans {
    let table: DatasetTable
    /// The code of each officer of the table's dictionary.
    let codes: [UInt32]

    private static let columns: Set<String> = [
        "case_id", "source", "officer", "started_at", "ended_at",
    ]

    private func step(_ row: Int, _ rows: Table, _ officers: [UInt32])
        -> (start: Int64, end: Int64, officer: UInt32)
    {
        let officer = officers[row]
        return (
            rows["started_at"]?.number(row) ?? missing, rows["ended_at"]?.number(row) ?? missing,
            officer == missingCode ? missingCode : codes[Int(officer)]
        )
    }

    /// Steps that are children of their cases.
    func addChildren(
        _ links: ChildLinks, of cases: DroppedRows, to officers: inout EventOfficers
    ) throws {
        for (index, piece) in table.pieces.enumerated() {
            let rows = try piece.table(Self.columns)
            let (parent, all) = links.parents[index]
            let kept = keptRows(
                without: links.dropped.rows(of: index).map(\.row), of: all.count)
            let own = rows.codes("officer")
            for row in 0..<rows.rowCount {
                guard let found = cases.kept(all[Int(kept[row])], of: parent) else { continue }
                officers.add(step(row, rows, own), piece: parent, row: Int(found))
            }
        }
    }

    /// Steps of a table of its own, found by source and code of their case.
    func addByCode(of cases: DatasetTable, to officers: inout EventOfficers) throws {
        var places: [String: (piece: Int, row: Int)] = [:]
        for (index, piece) in cases.pieces.enumerated() {
            let rows = try piece.table(["case_id", "source"])
            for row in 0..<rows.rowCount {
                if let key = rows.caseKey(row) { places[key] = (index, row) }
            }
        }
        for piece in table.pieces {
            let rows = try piece.table(Self.columns)
            let own = rows.codes("officer")
            for row in 0..<rows.rowCount {
                guard let key = rows.caseKey(row), let found = places[key] else { continue }
                officers.add(step(row, rows, own), piece: found.piece, row: found.row)
            }
        }
    }
}

extension Table {
    /// Source and code of a row's case, as one text; nil where it names none.
    fileprivate func caseKey(_ row: Int) -> String? {
        guard case .identifier(let ids)? = self["case_id"], let id = ids.text(row) else {
            return nil
        }
        var source = ""
        if case .code(let sources)? = self["source"], sources.codes[row] != missingCode {
            source = sources.dictionary[Int(sources.codes[row])]
        }
        return source + "\n" + id
    }
}
