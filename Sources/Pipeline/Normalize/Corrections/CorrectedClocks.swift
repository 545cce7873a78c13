import Columnar

extension Dataset {
    /// Fills the clock columns of corrected rows as they were before.
    ///
    /// `clocks` has the clock of each piece of the cases.
    mutating func fillCorrected(_ clocks: [PieceClock]) {
        for index in corrected.indices where corrected[index].table == TableKind.case.rawValue {
            let rows = corrected[index].rows
            let clock = clocks[corrected[index].piece]
            guard !clock.columns.isEmpty else { continue }
            let pauses = clock.pauses.map { all in
                PiecePauses(
                    rows.enumerated().flatMap { place, row in
                        all.of(Int(row)).map { pause in
                            var pause = pause
                            pause.row = UInt32(place)
                            return pause
                        }
                    })
            }
            _ = PieceClock(clocks: clock.clocks, columns: clock.columns, pauses: pauses)
                .fill(&corrected[index].before)
        }
    }

    /// When corrected cases ended before they were corrected, for each piece and row of the cases;
    /// nil where no case was corrected.
    func endsBefore(_ cases: DatasetTable) -> [[Int64]]? {
        let own = corrected.filter { $0.table == TableKind.case.rawValue }
        guard !own.isEmpty else { return nil }
        var ends = cases.pieces.map { [Int64](repeating: missing, count: $0.rowCount) }
        for rows in own {
            for (place, row) in rows.rows.enumerated() {
                ends[rows.piece][Int(row)] = rows.before["resolved_at"]?.number(place) ?? missing
            }
        }
        return ends
    }

    /// Fills who had corrected cases in hand at the end that they had before.
    mutating func fillCorrected(_ officers: EventOfficers, _ recoding: [UInt32]) {
        for index in corrected.indices where corrected[index].table == TableKind.case.rawValue {
            let rows = corrected[index]
            let own = rows.before.codes("officer").map {
                $0 == missingCode ? missingCode : recoding[Int($0)]
            }
            let found = officers.codes(of: rows.piece, at: rows.rows, own: own)
            FoundCodes(column: Plan.eventOfficer, codes: found, dictionary: officers.dictionary)
                .fill(&corrected[index].before)
        }
    }
}
