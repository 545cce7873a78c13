import Columnar

extension Dataset {
    /// One finding for each column and year that formulas ask the working calendar for and that it
    /// does not cover, at the first such record.
    mutating func noteDaysOutsideCalendar(_ table: DatasetTable, _ plan: Plan) throws {
        guard let calendar = plan.calendar?.working else { return }
        let (first, end) = (calendar.firstInstant, calendar.endInstant)
        let names = plan.askedOfCalendar(table.name).filter { table.shape[$0]?.type == .instant }
        var years = names.map { _ in [Int: (count: Int, first: (file: Int, record: Int))]() }
        // A piece on the disk is read once for all columns.
        for piece in names.isEmpty ? [] : table.pieces {
            let rows = try piece.table(Set(names))
            for (index, name) in names.enumerated() {
                guard let column = rows[name] else { continue }
                for row in column.rows(before: first, orFrom: end) {
                    let year = CivilDate(of: column.number(row)).year
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
    /// Rows with a number below one bound, or not below the other.
    fileprivate func rows(before first: Int64, orFrom end: Int64) -> [Int] {
        (0..<count).filter { row in
            let number = number(row)
            return number != missing && (number < first || number >= end)
        }
    }
}
