import GRDB
import GRDBSQLite

/// Notes what one run changed; names become numbers, each looked up once.
///
/// A night has a hundred thousand figures. Their fields are bound where they lie in the bytes of
/// `results.csv`, by SQLite's own functions: with a value made for each field and each statement
/// checked anew, the store takes four times as long, and longer than counting the figures did.
/// That is what `unsafe` is for here: addresses of fields that stay where they are until the
/// statement has run.
struct FigureInsertion {
    private let database: Database
    private let run: Int64
    private let pipeline: Int64
    private let insertion: Statement
    private let ending: Statement
    // Lines are sorted: KPI and period of a line are mostly those of the line before.
    private var kpi = Name()
    private var period = Name()
    private var level = ""
    /// By level and code.
    private var members: [String: [String: Int64]] = [:]

    /// The number of a name, remembered.
    private struct Name {
        var fields: [String] = []
        var id: Int64 = 0
    }

    init(_ database: Database, run: Int64, pipeline: Int64) throws {
        self.database = database
        self.run = run
        self.pipeline = pipeline
        insertion = try database.makeStatement(
            sql: "INSERT INTO heldFigure VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?)")
        ending = try database.makeStatement(
            sql: """
                UPDATE heldFigure SET until = ?
                WHERE pipeline = ? AND kpi = ? AND period = ? AND member = ? AND until IS NULL
                """)
    }

    /// Notes one line of `results.csv` that holds since this run.
    mutating func insert(_ line: FigureLine) throws {
        let key = try key(line)
        let statement = unsafe insertion.sqliteStatement
        unsafe sqlite3_bind_int64(statement, 1, pipeline)
        unsafe sqlite3_bind_int64(statement, 2, key.kpi)
        unsafe sqlite3_bind_int64(statement, 3, key.period)
        unsafe sqlite3_bind_int64(statement, 4, key.member)
        unsafe sqlite3_bind_int64(statement, 5, run)
        let status = unsafe line.bytes.withUnsafeBytes { buffer -> Int32 in
            for (place, field) in [(6, 7), (7, 8)] {
                if let number = line.number(field) {
                    unsafe sqlite3_bind_int64(statement, Int32(place), number)
                } else {
                    unsafe sqlite3_bind_null(statement, Int32(place))
                }
            }
            for (place, field) in [(8, 9), (9, 10), (10, 11), (11, 12)] {
                let range = line.range(field)
                if range.isEmpty {
                    unsafe sqlite3_bind_null(statement, Int32(place))
                } else {
                    let text = unsafe buffer.baseAddress?.advanced(by: range.lowerBound)
                        .assumingMemoryBound(to: CChar.self)
                    unsafe sqlite3_bind_text(
                        statement, Int32(place), text, Int32(range.count), nil)
                }
            }
            switch line.range(13).count {
            case 0: unsafe sqlite3_bind_null(statement, 12)
            case let length: unsafe sqlite3_bind_int64(statement, 12, length == 4 ? 1 : 0)
            }
            return unsafe sqlite3_step(statement)
        }
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_clear_bindings(statement)
        if status != SQLITE_DONE {
            throw DatabaseError(resultCode: ResultCode(rawValue: status))
        }
    }

    /// Notes one line of an earlier `results.csv` that holds no more.
    mutating func end(_ line: FigureLine) throws {
        let key = try key(line)
        try ending.execute(arguments: [run, pipeline, key.kpi, key.period, key.member])
    }

    /// Ends all that the pipeline's earlier runs had.
    func endAll() throws {
        try database.execute(
            sql: "UPDATE heldFigure SET until = ? WHERE pipeline = ? AND until IS NULL",
            arguments: [run, pipeline])
    }

    /// The numbers of KPI, period and member of a line.
    private mutating func key(
        _ line: FigureLine
    ) throws -> (kpi: Int64, period: Int64, member: Int64) {
        if kpi.fields.isEmpty || !line.holds(kpi.fields, from: 0) {
            kpi.fields = [line.text(0), line.text(1)]
            kpi.id = try id(of: kpi.fields, "kpi (name, version)")
        }
        if period.fields.isEmpty || !line.holds(period.fields, from: 2) {
            period.fields = [line.text(2), line.text(3), line.text(4)]
            period.id = try id(of: period.fields, "period (name, \"start\", \"end\")")
        }
        if !line.holds([level], from: 5) { level = line.text(5) }
        let code = line.text(6)
        var member = members[level]?[code]
        if member == nil {
            member = try id(of: [level, code], "member (level, code)")
            members[level, default: [:]][code] = member
        }
        return (kpi.id, period.id, member ?? 0)
    }

    /// The number of a name; the name is added where the store lacks it.
    private func id(of values: [String], _ columns: String) throws -> Int64 {
        let arguments = StatementArguments(values)
        let marks = values.map { _ in "?" }.joined(separator: ", ")
        try database.execute(
            sql: "INSERT OR IGNORE INTO \(columns) VALUES (\(marks))", arguments: arguments)
        let id = try Int64.fetchOne(
            database, sql: "SELECT id FROM \(columns.lookup)", arguments: arguments)
        guard let id else { throw RunError.store("results.sqlite lost \(values)") }
        return id
    }
}

extension String {
    /// `kpi (name, version)` as `kpi WHERE (name, version) = (?, ?)`.
    fileprivate var lookup: String {
        let parts = split(separator: " ", maxSplits: 1).map(String.init)
        let count = parts[1].count { $0 == "," } + 1
        let marks = Array(repeating: "?", count: count).joined(separator: ", ")
        return "\(parts[0]) WHERE \(parts[1]) = (\(marks))"
    }
}
