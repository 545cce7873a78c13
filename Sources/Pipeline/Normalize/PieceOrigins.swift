/// From which records of which files the rows of a piece came.
///
/// Rows of most pieces are of one file; those of many small files lie one behind the other in one
/// piece, so that what is done once for a piece is not done three thousand times.
struct PieceOrigins: Sendable {
    private struct Stretch: Sendable {
        /// Row of the piece with which it begins, before any was dropped.
        let first: Int
        /// Index of the file in the dataset's accounts.
        let file: Int
        let records: RowRecords
    }

    private var stretches: [Stretch]
    /// The rows of several stretches that are left; nil: all of them.
    private var kept: [UInt32]?

    /// The rows of one file.
    init(file: Int, records: RowRecords) {
        stretches = [Stretch(first: 0, file: file, records: records)]
    }

    /// Appends the rows of another file, which begin with this row.
    mutating func append(file: Int, records: RowRecords, from row: Int) {
        stretches.append(Stretch(first: row, file: file, records: records))
    }

    /// The file of the first row.
    var file: Int { stretches[0].file }

    /// The records of the one file; nil where there are several.
    var records: RowRecords? { stretches.count == 1 ? stretches[0].records : nil }

    /// The file and the record of a row that is left.
    func origin(of row: Int) -> (file: Int, record: Int) {
        let place = kept.map { Int($0[row]) } ?? row
        var low = 0
        var high = stretches.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if stretches[middle].first <= place { low = middle } else { high = middle }
        }
        let stretch = stretches[low]
        return (stretch.file, stretch.records.record(of: place - stretch.first))
    }

    /// Keeps these rows of all, ascending.
    mutating func keep(_ rows: [UInt32]) {
        if stretches.count == 1 {
            let own = stretches[0]
            stretches = [
                Stretch(first: 0, file: own.file, records: own.records.kept(rows))
            ]
        } else {
            kept = kept.map { kept in rows.map { kept[Int($0)] } } ?? rows
        }
    }
}
