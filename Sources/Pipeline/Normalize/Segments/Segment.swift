import Columnar

/// The rows that a stretch of one file gave for one table.
///
/// Columns stand in the order of the table's layout. A segment knows nothing of other segments, so
/// any number of threads can make them; it is also what the cache keeps.
struct Segment: Sendable {
    var columns: [SegmentColumn]
    /// Which record of the file each row came from.
    var records: RowRecords
    var rowCount: Int
    /// For a child table: the row of the parent in the parent's segment.
    var parents: [UInt32] = []
    /// Where the records of the stretch begin.
    var places = RecordPlaces()

    /// Bytes that the cells take in memory.
    var size: Int { columns.reduce(4 * parents.count) { $0 + $1.size } }

    /// Whether cells lie in a file.
    var isStored: Bool {
        columns.contains { if case .stored = $0 { true } else { false } }
    }
}

/// One column of a segment.
enum SegmentColumn: Sendable {
    /// Cells that mean the same in every segment.
    case values(Column)
    /// Codes of the segment's own texts, `missingCode` for null; a text may be null itself.
    case codes([UInt32], texts: [String?])
    /// Either of them, in a file: more is kept than the memory is to hold.
    case stored(StoredColumn)

    /// The segment's own texts; nil where cells mean the same everywhere.
    var texts: [String?]? {
        switch self {
        case .values: nil
        case .codes(_, let texts): texts
        case .stored(let column): column.texts
        }
    }

    /// Bytes that the cells take in memory.
    var size: Int {
        switch self {
        case .codes(let codes, _): 4 * codes.count
        case .stored: 0
        case .values(let column):
            switch column {
            case .integer(let cells), .instant(let cells), .duration(let cells): 8 * cells.count
            case .narrow(let cells): 4 * cells.cells.count
            case .flag(let cells): cells.count
            case .code(let column): 4 * column.codes.count
            case .identifier(let column): column.bytes.count + 4 * column.ends.count
            case .null: 0
            }
        }
    }
}

/// From which records of a file rows came; record 1 is the first below the header.
package enum RowRecords: Sendable, Equatable {
    /// Every record from `first` on made `each` rows.
    case run(first: Int, each: Int)
    /// The record of each row.
    case list([UInt32])

    /// The record of a row.
    package func record(of row: Int) -> Int {
        switch self {
        case .run(let first, let each): first + row / each
        case .list(let records): Int(records[row])
        }
    }

    /// The records of the rows that are kept, ascending.
    func kept(_ rows: [UInt32]) -> RowRecords {
        .list(rows.map { UInt32(record(of: Int($0))) })
    }

    /// The same rows of a file in which so many more records come first.
    func shifted(by count: Int) -> RowRecords {
        switch self {
        case .run(let first, let each): .run(first: first + count, each: each)
        case .list(let records): .list(records.map { $0 + UInt32(count) })
        }
    }
}

/// What a stretch of one file gave: rows, and where every record went that is none.
struct PartReading: Sendable {
    /// Where the records went, before deduplication.
    var account: Account
    /// What was found, in order of record.
    var findings: [PlacedFinding]
    /// Records set aside, in order of record.
    var quarantine: [PlacedQuarantine]
    var segment: Segment
    /// The same of each child table.
    var children: [PartReading] = []

    /// Whether cells of it or of its children lie in a file.
    var isStored: Bool { segment.isStored || children.contains { $0.segment.isStored } }

    /// Numbers records as in a file in which so many more come first.
    mutating func shift(by count: Int, children counts: [Int]) {
        if count > 0 {
            for index in findings.indices { findings[index].record += count }
            for index in quarantine.indices { quarantine[index].record += count }
            segment.records = segment.records.shifted(by: count)
            segment.places.first += count
        }
        for index in children.indices { children[index].shift(by: counts[index], children: []) }
    }
}

/// A finding about one record of a file.
struct PlacedFinding: Sendable, Equatable {
    let code: FindingCode
    /// Number of the record in its file.
    var record: Int
    /// Byte offset of what is wrong, or of the record, in the file as decompressed.
    let offset: Int
    /// Canonical name of the column.
    let column: String?
    var value: String?
    let hint: String?
    /// The record counts all the same.
    let isAccepted: Bool
}

/// A record of a file that was set aside.
struct PlacedQuarantine: Sendable, Equatable {
    /// Number of the record in its file.
    var record: Int
    let offset: Int
    let length: Int
    let reason: FindingCode
}
