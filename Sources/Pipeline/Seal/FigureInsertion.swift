import GRDB

/// Notes what one run changed; names become numbers, each looked up once.
struct FigureInsertion {
    private let database: Database
    private let run: Int64
    private let pipeline: Int64
    private let insertion: Statement
    private let ending: Statement
    // Lines are sorted: KPI and period of a line are mostly those of the line before.
    private var kpi = Name()
    private var period = Name()
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
    mutating func insert(_ fields: [String]) throws {
        let key = try key(fields)
        let values: [DatabaseValue] = [
            pipeline.databaseValue, key.kpi.databaseValue, key.period.databaseValue,
            key.member.databaseValue, run.databaseValue, number(fields[7]), number(fields[8]),
            text(fields[9]), text(fields[10]), fields[11].databaseValue, text(fields[12]),
            truth(fields[13]),
        ]
        insertion.setUncheckedArguments(StatementArguments(values))
        try insertion.execute()
    }

    /// Notes one line of an earlier `results.csv` that holds no more.
    mutating func end(_ fields: [String]) throws {
        let key = try key(fields)
        try ending.execute(arguments: [run, pipeline, key.kpi, key.period, key.member])
    }

    /// Ends all that the pipeline's earlier runs had.
    func endAll() throws {
        try database.execute(
            sql: "UPDATE heldFigure SET until = ? WHERE pipeline = ? AND until IS NULL",
            arguments: [run, pipeline])
    }

    /// The numbers of KPI, period and member of a line, whose fields are those of
    /// `Results.header`.
    private mutating func key(
        _ fields: [String]
    ) throws -> (kpi: Int64, period: Int64, member: Int64) {
        if kpi.fields.isEmpty || kpi.fields[0] != fields[0] || kpi.fields[1] != fields[1] {
            kpi.fields = [fields[0], fields[1]]
            kpi.id = try id(of: kpi.fields, "kpi (name, version)")
        }
        if period.fields.isEmpty || period.fields[0] != fields[2] {
            period.fields = [fields[2], fields[3], fields[4]]
            period.id = try id(of: period.fields, "period (name, \"start\", \"end\")")
        }
        var member = members[fields[5]]?[fields[6]]
        if member == nil {
            member = try id(of: [fields[5], fields[6]], "member (level, code)")
            members[fields[5], default: [:]][fields[6]] = member
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

    private func number(_ text: String) -> DatabaseValue {
        Int64(text)?.databaseValue ?? .null
    }

    private func text(_ text: String) -> DatabaseValue {
        text.isEmpty ? .null : text.databaseValue
    }

    private func truth(_ text: String) -> DatabaseValue {
        text.isEmpty ? .null : (text == "true" ? 1 : 0).databaseValue
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
