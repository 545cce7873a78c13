import Columnar

extension DatasetJoining {
    /// Fills the columns of cases that clocks give, where a formula asks for one.
    ///
    /// `links` has, for each table of pauses below cases, the parents of its rows as they were
    /// before any row was dropped. What was met while all rows are filled becomes findings; where
    /// only some are asked for, they are filled when they are read.
    mutating func fillClocks(
        _ links: [String: [(piece: Int, rows: [UInt32])]], _ dropped: [String: DroppedRows],
        whenRead: Bool
    ) throws {
        let name = TableKind.case.rawValue
        guard !plan.clockColumns(of: name).isEmpty,
            let place = dataset.tables.firstIndex(where: { $0.name == name }),
            let clocks = CaseClocks(plan, dataset.tables[place].shape, horizon: request.horizon)
        else { return }
        let cases = dataset.tables[place]
        var making = LedgerMaking(
            clocks.clocks, cases, dropped[name] ?? DroppedRows(), dataset.accounts)
        for table in dataset.tables.sorted(by: { precedes($0.name, $1.name) }) {
            try making.add(
                table,
                links[table.name].map {
                    ChildLinks(parents: $0, dropped: dropped[table.name] ?? DroppedRows())
                })
        }
        dataset.findings += making.findings
        let filling = cases.pieces.enumerated().map { index, piece -> PieceClock in
            let input = plan.inputs.first { $0.name == dataset.accounts[piece.file].input }
            return PieceClock(
                clocks: clocks, columns: input.map { plan.clockColumns(of: $0) } ?? [],
                pauses: input.map { plan.hasLedger($0) } == true
                    ? PiecePauses(making.byPiece[index]) : nil)
        }
        dataset.clocks = clocks
        dataset.pauses = filling.map(\.pauses)
        if whenRead {
            for (index, clock) in filling.enumerated() {
                try dataset.tables[place].pieces[index].fillWhenRead(clock)
            }
            return
        }
        dataset.fillCorrected(filling)
        let tallies = try dataset.tables[place].fill(filling, threads: request.threads)
        dataset.noteClocks(tallies, dataset.tables[place])
    }
}

extension DatasetTable {
    /// Fills the clock columns of each piece; says what was met in each.
    fileprivate mutating func fill(
        _ clocks: [PieceClock], threads: Int
    ) throws -> [ClockTally] {
        try concurrentChange(&pieces, threads: threads) { index, piece in
            Result { try piece.fill(clocks[index]) }
        }.map { try $0.get() }
    }
}

extension Dataset {
    /// One finding for each procedure without a term and each year that the calendar lacks.
    fileprivate mutating func noteClocks(_ tallies: [ClockTally], _ cases: DatasetTable) {
        let procedures = cases.shape.texts("procedure")
        var terms: [UInt32: (count: Int, first: (file: Int, record: Int))] = [:]
        var years: [Int: (count: Int, first: (file: Int, record: Int))] = [:]
        for (piece, tally) in zip(cases.pieces, tallies) {
            for (code, met) in tally.withoutTerm {
                terms[code, default: (0, piece.origin(of: met.first))].count += met.count
            }
            for (year, met) in tally.uncovered {
                years[year, default: (0, piece.origin(of: met.first))].count += met.count
            }
        }
        for (code, met) in terms.sorted(by: { $0.key < $1.key }) {
            findings.append(
                Finding(
                    .procedureWithoutTerm, at: place(met.first), column: "procedure",
                    value: code == missingCode ? nil : procedures[Int(code)],
                    hint: "\(met.count) case\(met.count == 1 ? "" : "s")"))
        }
        for (year, met) in years.sorted(by: { $0.key < $1.key }) {
            findings.append(
                Finding(
                    .calendarYearMissing, at: place(met.first), column: "accepted_at",
                    value: String(year), hint: "\(met.count) case\(met.count == 1 ? "" : "s")"))
        }
    }
}
