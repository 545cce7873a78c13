import Columnar

extension Dataset {
    /// One finding for each column and year that formulas ask the working calendar for and that it
    /// does not cover, at the first such record.
    mutating func noteDaysOutsideCalendar(_ table: DatasetTable, _ plan: Plan) throws {
        guard let calendar = plan.calendar?.working else { return }
        let (first, end) = (calendar.firstInstant, calendar.endInstant)
        for name in plan.askedOfCalendar(table.name) where table.shape[name]?.type == .instant {
            var years: [Int: (count: Int, first: (file: Int, record: Int))] = [:]
            for piece in table.pieces {
                guard let column = try piece.table([name])[name] else { continue }
                for row in column.rows(before: first, orFrom: end) {
                    let year = CivilDate(of: column.number(row)).year
                    years[year, default: (0, piece.origin(of: row))].count += 1
                }
            }
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

extension WorkingCalendar {
    /// First instant of the first day that is covered.
    var firstInstant: Int64 { CivilDate(dayNumber: firstDay).instant }

    /// First instant after the last day that is covered.
    var endInstant: Int64 { CivilDate(dayNumber: lastDay).instant + 86_400 }
}

extension Column {
    /// Rows with a number below one bound, or not below the other.
    fileprivate func rows(before first: Int64, orFrom end: Int64) -> [Int] {
        if case .narrow(let cells) = self {
            // Most columns have no such cell: asked without widening each.
            let narrow = cells.cells
            return narrow.indices.filter {
                let number = NarrowCells.widened(narrow[$0])
                return number != missing && (number < first || number >= end)
            }
        }
        return (0..<count).filter {
            let number = number($0)
            return number != missing && (number < first || number >= end)
        }
    }
}
