import GRDB

/// Inserts the figures of one run; names become numbers, each looked up once.
struct FigureInsertion {
    private let database: Database
    private let run: Int64
    private let statement: Statement
    private var kpis: [String: Int64] = [:]
    private var periods: [String: Int64] = [:]
    private var members: [String: Int64] = [:]

    init(_ database: Database, run: Int64) throws {
        self.database = database
        self.run = run
        statement = try database.makeStatement(
            sql: "INSERT INTO runFigure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    }

    /// Inserts one line of `results.csv`, its fields in the order of `Results.header`.
    mutating func insert(_ fields: [String]) throws {
        let kpi = try id(
            "\(fields[0])\n\(fields[1])", in: &kpis, "kpi (name, version)",
            [fields[0], fields[1]])
        let period = try id(
            "\(fields[2])\n\(fields[3])\n\(fields[4])", in: &periods,
            "period (name, \"start\", \"end\")", [fields[2], fields[3], fields[4]])
        let member = try id(
            "\(fields[5])\n\(fields[6])", in: &members, "member (level, code)",
            [fields[5], fields[6]])
        let values: [DatabaseValue] = [
            run.databaseValue, kpi.databaseValue, period.databaseValue, member.databaseValue,
            number(fields[7]), number(fields[8]), text(fields[9]), text(fields[10]),
            fields[11].databaseValue, text(fields[12]), truth(fields[13]),
        ]
        try statement.execute(arguments: StatementArguments(values))
    }

    /// The number of a name; the name is added where the store lacks it.
    private func id(
        _ key: String, in known: inout [String: Int64], _ columns: String, _ values: [String]
    ) throws -> Int64 {
        if let id = known[key] { return id }
        let arguments = StatementArguments(values)
        let marks = values.map { _ in "?" }.joined(separator: ", ")
        try database.execute(
            sql: "INSERT OR IGNORE INTO \(columns) VALUES (\(marks))", arguments: arguments)
        let id = try Int64.fetchOne(
            database, sql: "SELECT id FROM \(columns.lookup)", arguments: arguments)
        guard let id else { throw RunError.store("results.sqlite lost \(values)") }
        known[key] = id
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
