import Columnar

/// A table of the tests as SQL text.
struct SQLTable {
    let name: String
    let table: Table
    /// Columns that queries look rows up by.
    var indexed: [String] = []

    /// Statements that make the table, rows numbered from 0 in `row_number`.
    func setup(_ dialect: SQLDialect) -> [String] {
        let columns = zip(table.names, table.columns).map { name, column in
            "\(dialect.quoted(name)) \(Self.type(of: column, dialect))"
        }
        let quoted = dialect.quoted(name)
        let list = (["row_number \(dialect.numberType)"] + columns).joined(separator: ", ")
        var statements = ["create table \(quoted) (\(list))"]
        let rows = (0..<table.rowCount).map { row in
            let cells = table.columns.map { Self.cell($0, row, dialect) }
            return "(\((["\(row)"] + cells).joined(separator: ", ")))"
        }
        for start in stride(from: 0, to: rows.count, by: 200) {
            let part = rows[start..<min(start + 200, rows.count)]
            statements.append("insert into \(quoted) values \(part.joined(separator: ", "))")
        }
        for column in indexed {
            statements.append("create index \(name)_\(column) on \(quoted) (\(column))")
        }
        return statements
    }

    private static func type(of column: Column, _ dialect: SQLDialect) -> String {
        switch column.type {
        case .text: dialect.textType
        case .flag: dialect.flagType
        case .integer, .instant, .duration: dialect.numberType
        }
    }

    private static func cell(_ column: Column, _ row: Int, _ dialect: SQLDialect) -> String {
        switch column {
        case .code(let cells):
            cells.codes[row] == missingCode
                ? "null" : dialect.literal(cells.dictionary[Int(cells.codes[row])])
        case .identifier(let cells): cells.text(row).map { dialect.literal($0) } ?? "null"
        case .flag(let cells): cells[row] == 1 ? "null" : (cells[row] == 2 ? "true" : "false")
        default: column.number(row) == missing ? "null" : "\(column.number(row))"
        }
    }
}

/// The table `working_day` that printed queries ask.
func workingDayTable(_ calendar: WorkingCalendar) -> SQLTable {
    let days = (calendar.firstDay...calendar.lastDay + 1).map { calendar.summary(ofDay: $0) }
    var table = Table(rowCount: days.count)
    table.append("day", .integer(days.indices.map { Int64(calendar.firstDay + $0) }))
    table.append("seconds_before", .integer(days.map(\.secondsBefore)))
    table.append("days_until", .integer(days.map { Int64($0.daysUntil) }))
    table.append("is_working", .integer(days.map { $0.hours.isEmpty ? 0 : 1 }))
    for index in 0..<calendar.intervalsPerDay {
        let hours = days.map { $0.hours.count > index ? $0.hours[index] : nil }
        table.append("start_\(index + 1)", .integer(hours.map { Int64($0?.start ?? 0) }))
        table.append("end_\(index + 1)", .integer(hours.map { Int64($0?.end ?? 0) }))
    }
    return SQLTable(name: "working_day", table: table, indexed: ["day", "days_until"])
}
