import Columnar

/// Joins the parts of all files into one table, in the canonical order of the files.
struct TableBuilder: Sendable {
    let planned: PlannedTable
    var columns: [GrowingColumn]
    /// Number of the record of each row in its file.
    private(set) var records: [UInt32] = []
    /// Where the rows of each file begin.
    private(set) var sections: [Section] = []
    /// For children: the parent's row.
    private(set) var parents: [UInt32] = []

    /// The rows of one file.
    struct Section: Sendable, Equatable {
        /// Index of the file in the dataset's accounts.
        var file: Int
        /// Index of its first row.
        var start: Int
    }

    init(_ planned: PlannedTable, storage: [(name: String, storage: GrowingColumn.Storage)]) {
        self.planned = planned
        columns = storage.map { GrowingColumn(name: $0.name, storage: $0.storage) }
    }

    var rowCount: Int { records.count }

    /// Appends the accepted records of a part; gives the row of each record, `missingCode` if none.
    mutating func append(
        _ part: Part, file: Int, given: [String: String], parentRows: [UInt32]? = nil
    ) throws -> [UInt32] {
        if sections.last?.file != file { sections.append(Section(file: file, start: rowCount)) }
        let (keep, rows) = accepted(in: part, parentRows)
        let whole = keep.count == part.count ? nil : keep
        for index in columns.indices {
            let name = columns[index].name
            if let place = part.columns.firstIndex(where: { $0.mapped.name == name }) {
                try columns[index].append(part.columns[place], keep: whole)
            } else {
                columns[index].append(given[name], count: keep.count)
            }
        }
        for record in keep {
            records.append(UInt32(part.firstRecord) + record / UInt32(part.rowsPerRecord))
            if let parentRows { parents.append(parentRows[Int(part.parents[Int(record)])]) }
        }
        return rows
    }

    private func accepted(
        in part: Part, _ parentRows: [UInt32]?
    ) -> (keep: [UInt32], rows: [UInt32]) {
        var keep: [UInt32] = []
        keep.reserveCapacity(part.count)
        var rows = Array(repeating: missingCode, count: part.count)
        for record in part.verdicts.indices where part.verdicts[record] == .accepted {
            if let parentRows, parentRows[Int(part.parents[record])] == missingCode { continue }
            rows[record] = UInt32(rowCount + keep.count)
            keep.append(UInt32(record))
        }
        return (keep, rows)
    }
}
