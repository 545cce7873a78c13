import Columnar
import GRDB
import GRDBSQLite
import Tabular

/// Notes what one run changed.
///
/// A night has a hundred thousand figures. Their fields are bound where they lie in the bytes of
/// `results.csv`, by SQLite's own functions, and many rows go with one statement: lines come nearly
/// in the order of the table's key, and within a statement SQLite looks for the place of a row only
/// where it is not behind the last one. With a value made for each field and a statement for each
/// row the store takes longer than counting the figures did. That is what `unsafe` is for here:
/// addresses of fields that stay where they are until the statement has run.
struct FigureInsertion {
    /// Rows that one statement inserts.
    private static let rowsAtOnce = 64

    private let database: Database
    private let run: Int64
    private let pipeline: Int64
    private let ending: Statement
    private var names: StoredNames
    /// By number of rows: one, and many.
    private var insertions: [Int: Statement] = [:]
    private var keys: [StoredNames.Key] = []

    init(_ database: Database, run: Int64, pipeline: Int64) throws {
        self.database = database
        self.run = run
        self.pipeline = pipeline
        names = try StoredNames(database)
        ending = try database.makeStatement(
            sql: """
                UPDATE heldFigure SET until = ?
                WHERE pipeline = ? AND kpi = ? AND period = ? AND member = ? AND until IS NULL
                """)
    }

    /// Notes lines of `results.csv` that hold since this run.
    mutating func insert(_ batch: RecordBatch) throws {
        var record = 0
        while record < batch.count {
            let rows = batch.count - record < Self.rowsAtOnce ? 1 : Self.rowsAtOnce
            keys.removeAll(keepingCapacity: true)
            for row in record..<record + rows { keys.append(try key(batch, row)) }
            try insert(batch, record..<record + rows)
            record += rows
        }
    }

    /// Notes lines of an earlier `results.csv` that hold no more.
    mutating func end(_ batch: RecordBatch) throws {
        for record in 0..<batch.count {
            let key = try key(batch, record)
            try ending.execute(arguments: [run, pipeline, key.kpi, key.period, key.member])
        }
    }

    /// Ends all that the pipeline's earlier runs had.
    func endAll() throws {
        try database.execute(
            sql: "UPDATE heldFigure SET until = ? WHERE pipeline = ? AND until IS NULL",
            arguments: [run, pipeline])
    }

    /// Inserts the rows of some lines, whose keys have been looked up.
    private mutating func insert(_ batch: RecordBatch, _ records: Range<Int>) throws {
        let insertion = try insertion(of: records.count)
        let statement = unsafe insertion.sqliteStatement
        let status = unsafe batch.bytes.withUnsafeBytes { buffer -> Int32 in
            var place: Int32 = 0
            for (record, key) in zip(records, keys) {
                unsafe bind(batch, record, key, buffer, to: statement, &place)
            }
            return unsafe sqlite3_step(statement)
        }
        // What is bound is bound anew before the statement runs again: nothing reads it before.
        unsafe sqlite3_reset(statement)
        if status != SQLITE_DONE {
            throw DatabaseError(resultCode: ResultCode(rawValue: status))
        }
    }

    private mutating func insertion(of rows: Int) throws -> Statement {
        if let known = insertions[rows] { return known }
        let row = "(\(pipeline), ?, ?, ?, \(run), NULL, ?, ?, ?, ?, ?, ?, ?)"
        let statement = try database.makeStatement(
            sql: "INSERT INTO heldFigure VALUES "
                + Array(repeating: row, count: rows).joined(separator: ", "))
        insertions[rows] = statement
        return statement
    }

    /// The numbers of a line's names.
    private mutating func key(_ batch: RecordBatch, _ record: Int) throws -> StoredNames.Key {
        var same = 0
        if record > 0 {
            let bytes = batch.bytes.span
            while same < 6,
                areSame(bytes, batch.range(same, record), batch.range(same, record - 1))
            {
                same += 1
            }
        }
        return try names.key(batch, record, sameFields: same)
    }
}

/// Binds the fields of a line behind the parameters that are bound already.
private func bind(
    _ batch: RecordBatch, _ record: Int, _ key: StoredNames.Key, _ buffer: UnsafeRawBufferPointer,
    to statement: OpaquePointer, _ place: inout Int32
) {
    unsafe sqlite3_bind_int64(statement, place + 1, key.kpi)
    unsafe sqlite3_bind_int64(statement, place + 2, key.period)
    unsafe sqlite3_bind_int64(statement, place + 3, key.member)
    place += 3
    for field in 7...8 {
        place += 1
        if let number = batch.number(field, record) {
            unsafe sqlite3_bind_int64(statement, place, number)
        } else {
            unsafe sqlite3_bind_null(statement, place)
        }
    }
    for field in 9...12 {
        place += 1
        let range = batch.range(field, record)
        if range.isEmpty {
            unsafe sqlite3_bind_null(statement, place)
        } else {
            let text = unsafe buffer.baseAddress?.advanced(by: range.lowerBound)
                .assumingMemoryBound(to: CChar.self)
            unsafe sqlite3_bind_text(statement, place, text, Int32(range.count), nil)
        }
    }
    place += 1
    switch batch.range(13, record).count {
    case 0: unsafe sqlite3_bind_null(statement, place)
    case let length: unsafe sqlite3_bind_int64(statement, place, length == 4 ? 1 : 0)
    }
}
