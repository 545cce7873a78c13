import Columnar

extension Dataset {
    /// One finding for each column and year that formulas ask the working calendar for and that it
    /// does not cover, at the first such record.
    mutating func noteDaysOutsideCalendar(
        _ table: DatasetTable, _ plan: Plan, threads: Int
    ) throws {
        guard let calendar = plan.calendar?.working else { return }
        let (first, end) = (calendar.firstInstant, calendar.endInstant)
        let names = plan.askedOfCalendar(table.name).filter { table.shape[$0]?.type == .instant }
        var years = names.map { _ in [Int: (count: Int, first: (file: Int, record: Int))]() }
        let pieces = names.isEmpty ? [] : table.pieces
        let outside = try concurrentMap(pieces.count, threads: threads) { index in
            Result {
                // A piece on the disk is read once for all columns.
                let rows = try pieces[index].table(Set(names))
                return names.map { rows[$0]?.outside(from: first, until: end) ?? [] }
            }
        }.map { try $0.get() }
        for (piece, columns) in zip(pieces, outside) {
            for (index, met) in columns.enumerated() {
                for (row, instant) in met {
                    let year = CivilDate(of: instant).year
                    years[index][year, default: (0, piece.origin(of: row))].count += 1
                }
            }
        }
        for (name, years) in zip(names, years) {
            for (year, met) in years.sorted(by: { $0.key < $1.key }) {
                findings.append(
                    Finding(
                        .dayOutsideCalendar, at: place(met.first), column: name,
                        value: String(year),
                        hint: "\(met.count) record\(met.count == 1 ? "" : "s")"))
            }
        }
    }
}

extension Plan {
    /// Columns of a table that stand in a KPI which asks the working calendar, in byte order.
    fileprivate func askedOfCalendar(_ table: String) -> [String] {
        let asking = kpis.filter { $0.table == table && $0.measure?.asksCalendar == true }
        return Set(asking.flatMap { $0.measure?.columns ?? [] }).sorted(by: precedes)
    }
}

extension Column {
    /// Numbers below one bound, or not below the other, with their rows.
    fileprivate func outside(from first: Int64, until end: Int64) -> [(row: Int, number: Int64)] {
        switch self {
        case .integer(let cells), .instant(let cells), .duration(let cells):
            cells.indices.filter { cells[$0] != missing && !(first..<end ~= cells[$0]) }
                .map { ($0, cells[$0]) }
        case .narrow(let cells):
            rows(in: cells.cells.span, outside: first, end).map { ($0, number($0)) }
        case .null, .code, .identifier, .flag: []
        }
    }
}

private func rows(in cells: Span<Int32>, outside first: Int64, _ end: Int64) -> [Int] {
    // The bounds as narrow cells: no cell lies within those that begin behind all of them.
    let least = Int32(clamping: first)
    let greatest = first > Int64(Int32.max) ? Int32.min : Int32(clamping: end - 1)
    var rows: [Int] = []
    for row in 0..<cells.count {
        let cell = cells[row]
        if cell >= least && cell <= greatest || cell == Int32.min { continue }
        rows.append(row)
    }
    return rows
}
