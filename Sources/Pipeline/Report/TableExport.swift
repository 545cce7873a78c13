import Columnar
import FoundationEssentials
import Ledger
import Tabular

/// What `minhbach export tables` is asked for.
package struct TableExportRequest: Sendable {
    /// Where the run lies, and how it is computed again.
    package var verification: VerificationRequest
    /// The folder into which the tables are written; it must be empty or not there.
    package var folder: String
    /// Whether texts stay as they are even where a spreadsheet would run them.
    package var isRaw: Bool

    /// A request.
    package init(verification: VerificationRequest, folder: String, isRaw: Bool) {
        self.verification = verification
        self.folder = folder
        self.isRaw = isRaw
    }
}

/// Writes the tables of a sealed run as CSV, with scripts that load them into databases.
///
/// The run is computed again from the archive. Numbers, instants and lengths of time are whole
/// numbers, truth is `true` or `false`, null is an empty field. Personal columns are left out,
/// their keyed hashes as well.
package func exportTables(_ request: TableExportRequest) throws -> [String] {
    let workspace = Workspace(existing: request.verification.workspace)
    let name = try runName(request.verification.run, in: workspace)
    let sealed = try SealedFiles(workspace, run: name)
    let (plan, dataset) = try archivedDataset(
        sealed.manifest, in: workspace, keyFile: request.verification.keyFile,
        threads: request.verification.threads, fillsClocks: true)
    try makeFolder(request.folder)
    var tables: [ExportedTable] = []
    var lines: [String] = []
    for table in dataset.tables {
        guard let planned = plan.tables.first(where: { $0.name == table.name }) else {
            continue
        }
        let exported = ExportedTable(table, planned, without: plan.personal(table.name))
        try exported.write(table, to: request)
        tables.append(exported)
        lines.append("\(exported.name).csv: \(table.rowCount) rows")
    }
    if let calendar = plan.calendar?.working, calendar.firstDay <= calendar.lastDay {
        tables.append(try writeWorkingDays(calendar, to: request))
        lines.append("working_day.csv: \(calendar.lastDay - calendar.firstDay + 2) rows")
    }
    for dialect in SQLDialect.allCases {
        let path = "load.\(dialect.rawValue).sql"
        try write(Array(loadScript(tables, dialect).utf8), to: "\(request.folder)/\(path)")
        lines.append(path)
    }
    return lines
}

/// Makes the folder; what is there must be empty.
private func makeFolder(_ folder: String) throws(GenerateFault) {
    let files = FileManager.default
    var isEmpty = true
    do {
        if files.fileExists(atPath: folder) {
            isEmpty = try files.contentsOfDirectory(atPath: folder).isEmpty
        }
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
        throw .folderNotUsable(folder)
    }
    if !isEmpty { throw .folderNotEmpty(folder) }
}

private func write(_ bytes: [UInt8], to path: String) throws(TabularError) {
    var sink = try FileSink(path: path, compressed: false)
    try sink.write(bytes)
    try sink.close()
}

/// The columns of a table that are written, with their types.
struct ExportedTable {
    let name: String
    let columns: [(name: String, type: ValueType)]
    /// The column that tells rows apart, if there is one, and one to look them up by.
    var key: String?
    var index: String?

    fileprivate init(_ table: DatasetTable, _ planned: PlannedTable, without hidden: Set<String>) {
        name = table.name
        columns = planned.schema.fields.filter {
            !hidden.contains($0.name) && table.shape[$0.name] != nil
        }.map { ($0.name, $0.type) }
    }

    init(name: String, columns: [(name: String, type: ValueType)], key: String, index: String) {
        self.name = name
        self.columns = columns
        self.key = key
        self.index = index
    }

    /// Writes all rows, in the order in which they are counted.
    fileprivate func write(_ table: DatasetTable, to request: TableExportRequest) throws {
        let writer = CSVWriter(formulas: request.isRaw ? .kept : .neutralized)
        var sink = try FileSink(path: "\(request.folder)/\(name).csv", compressed: false)
        var bytes: [UInt8] = []
        writer.append(columns.map(\.name), to: &bytes)
        for piece in table.pieces {
            let rows = try piece.table(Set(columns.map(\.name)))
            let cells = columns.map { rows[$0.name] }
            for row in 0..<rows.rowCount {
                for (place, column) in cells.enumerated() {
                    writer.append(
                        column?.exported(row) ?? "", isFirst: place == 0, to: &bytes)
                }
                if columns.count == 1, bytes.last == UInt8(ascii: "\n") { bytes += [0x22, 0x22] }
                writer.endRecord(&bytes)
                if bytes.count > 1 << 18 {
                    try sink.write(bytes)
                    bytes.removeAll(keepingCapacity: true)
                }
            }
        }
        try sink.write(bytes)
        try sink.close()
    }
}

extension Column {
    /// A cell as it is exported; empty for null.
    fileprivate func exported(_ row: Int) -> String {
        switch self {
        case .code(let cells):
            cells.codes[row] == missingCode ? "" : cells.dictionary[Int(cells.codes[row])]
        case .identifier(let cells): cells.text(row) ?? ""
        case .flag(let cells): ["false", "", "true"][Int(cells[row])]
        case .null: ""
        default: number(row) == missing ? "" : "\(number(row))"
        }
    }
}

extension Plan {
    /// The columns of a table that are personal in some mapping, or in one of its child tables.
    func personal(_ table: String) -> Set<String> {
        var names: Set<String> = []
        for input in inputs {
            var columns: [MappedColumn] = []
            if input.table == table { columns += input.mapping.columns }
            columns += input.mapping.children.filter { $0.table == table }.flatMap(\.columns)
            names.formUnion(columns.filter { $0.privacy != .open }.map(\.name))
        }
        return names
    }
}

/// The working calendar as a table: a row a day, and one behind the last for its midnight.
private func writeWorkingDays(
    _ calendar: WorkingCalendar, to request: TableExportRequest
) throws -> ExportedTable {
    let intervals = 1...max(calendar.intervalsPerDay, 1)
    let names =
        ["day", "date", "seconds_before", "days_until", "is_working"]
        + intervals.flatMap { ["start_\($0)", "end_\($0)"] }
    let writer = CSVWriter(formulas: .neutralized)
    var bytes: [UInt8] = []
    writer.append(names, to: &bytes)
    for day in calendar.firstDay...calendar.lastDay + 1 {
        let summary = calendar.summary(ofDay: day)
        var fields = [
            "\(day)", CivilDate(dayNumber: day).text, "\(summary.secondsBefore)",
            "\(summary.daysUntil)", summary.hours.isEmpty ? "0" : "1",
        ]
        for index in intervals {
            let hours = summary.hours.count >= index ? summary.hours[index - 1] : nil
            fields += ["\(hours?.start ?? 0)", "\(hours?.end ?? 0)"]
        }
        writer.append(fields, to: &bytes)
    }
    try write(bytes, to: "\(request.folder)/working_day.csv")
    return ExportedTable(
        name: "working_day",
        columns: names.map { ($0, $0 == "date" ? .text : .integer) }, key: "day",
        index: "days_until")
}
