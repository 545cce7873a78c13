import Columnar

/// The corrected rows of one table, as they were and as they are.
///
/// They are read from `corrected.csv`: no other row need be looked at to tell to which figures
/// they belong.
struct CorrectedSides {
    /// Name of the table.
    let table: String
    /// Object and record of each row.
    let records: [String]
    /// The rows before and after.
    let sides: [Table]

    /// The rows of all tables.
    static func all(_ lines: [[String]], _ plan: Plan) -> [CorrectedSides] {
        plan.tables.compactMap { planned in
            let own = lines.filter { $0.count == 7 && $0[0] == planned.name }
            return own.isEmpty ? nil : CorrectedSides(own, planned, plan)
        }
    }

    private init(_ lines: [[String]], _ planned: PlannedTable, _ plan: Plan) {
        table = planned.name
        var rows: [String: Int] = [:]
        var records: [String] = []
        var cells: [[String: String]] = [[:], [:]]
        for line in lines {
            let key = line[1...3].joined(separator: " ")
            if rows[key] == nil {
                rows[key] = records.count
                records.append("\(line[1]) \(line[2])")
            }
            for side in 0..<2 {
                cells[side]["\(rows[key] ?? 0) \(line[4])"] = unmarked(line[5 + side])
            }
        }
        self.records = records
        sides = cells.map { cells in
            var table = Table(rowCount: records.count)
            for (name, storage) in plan.storage(of: planned) {
                let texts = records.indices.map { cells["\($0) \(name)"] ?? "" }
                table.append(name, Column(texts, storage))
            }
            return table
        }
    }
}

extension Column {
    /// A column of cells as `cellText` writes them.
    fileprivate init(_ texts: [String], _ storage: TableLayout.Storage) {
        switch storage {
        case .cells(.instant):
            self = .wide(texts.map { parseInstant($0) ?? missing }, .instant)
        case .cells(.duration):
            self = .wide(texts.map { intervalSeconds($0) ?? missing }, .duration)
        case .cells(let type): self = .wide(texts.map { Int64($0) ?? missing }, type)
        case .flags: self = .flag(texts.map { $0 == "true" ? 2 : $0 == "false" ? 0 : 1 })
        case .codes:
            let dictionary = Set(texts.filter { !$0.isEmpty }).sorted(by: precedes)
            var places: [String: UInt32] = [:]
            for (place, text) in dictionary.enumerated() { places[text] = UInt32(place) }
            self = .code(
                CodeColumn(codes: texts.map { places[$0] ?? missingCode }, dictionary: dictionary))
        case .identifiers:
            var column = IdentifierColumn()
            for text in texts {
                column.bytes.append(contentsOf: text.utf8)
                column.ends.append(UInt32(column.bytes.count))
            }
            self = .identifier(column)
        }
    }
}
