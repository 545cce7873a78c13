import Columnar

/// Finds the cases on which the two sides of a form's sum differ.
struct FormTracing {
    let plan: Plan
    let dataset: Dataset
    let asOf: Int64

    /// The break with some of its cases.
    func traced(_ found: FormBreak, limit: Int) throws -> FormBreak {
        var found = found
        guard found.identity != nil else { return found }
        let period = found.period
        let kpis = found.cells.map { cell in
            plan.kpis(inForceAt: period.end - 1).first { $0.name == cell.kpi }
        }
        let level = found.isTotal ? Level.agencyName : found.level
        guard let table = kpis.first??.table, let rows = dataset.table(table) else { return found }
        for piece in rows.pieces where found.cases.count < limit {
            let whole = try piece.table()
            var counted: [UInt32: [Int]] = [:]
            for (cell, kpi) in zip(found.cells, kpis) {
                guard let kpi, let measure = kpi.measure else { continue }
                for row in try belonging(measure, kpi, whole, rows, level, found) {
                    counted[row, default: []].append(cell.column)
                }
            }
            let total = found.cells[0].column
            for (row, columns) in counted.sorted(by: { $0.key < $1.key })
            where columns.first != total || columns.count != 2 {
                guard found.cases.count < limit else { break }
                let origin = piece.origin(of: Int(row))
                found.cases.append(
                    FormBreak.MiscountedCase(
                        id: whole.identity(Int(row)), file: dataset.accounts[origin.file].file,
                        record: origin.record, columns: columns))
            }
        }
        return found
    }

    private func belonging(
        _ measure: Measure, _ kpi: KPI, _ piece: Table, _ rows: DatasetTable, _ level: String,
        _ found: FormBreak
    ) throws -> [UInt32] {
        let grouping = kpi.grouping(level, of: rows, agency: plan.agency.code)
        let group = grouping.members.firstIndex(of: found.member) ?? 0
        let scope = Scope(
            periodStart: found.period.start, periodEnd: found.period.end, asOf: asOf,
            calendar: plan.calendar?.working)
        return try members(
            of: measure, in: piece, grouping: grouping.grouping(piece),
            group: group == grouping.groupCount ? missingCode : UInt32(group), scope: scope)
    }
}

extension KPI {
    /// The members of one of its levels, by the table that it counts.
    func grouping(_ level: String, of rows: DatasetTable, agency: String) -> LevelGrouping {
        let column = levels.first { $0.name == level }?.column
        guard let column, let place = rows.shape.names.firstIndex(of: column) else {
            return LevelGrouping(agency: agency)
        }
        var dictionary: [String] = []
        if case .code(let codes) = rows.shape.columns[place] { dictionary = codes.dictionary }
        return LevelGrouping(
            level: level, column: place, named: column, dictionary: dictionary)
    }
}

extension Table {
    /// What a person calls the row: the case code, else the response, else nothing.
    func identity(_ row: Int) -> String {
        for name in ["case_id", "response"] {
            if case .identifier(let ids)? = self[name], let text = ids.text(row) { return text }
        }
        return ""
    }
}
