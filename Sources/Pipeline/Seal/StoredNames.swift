import Columnar
import GRDB
import Tabular

/// The numbers that KPIs, periods and members have in the store; a name that it lacks is added.
///
/// Lines of `results.csv` are sorted: KPI and period are mostly those of the line before, and the
/// members of a level come again and again. So each name is looked up in the store once, and no
/// text is made for a line.
struct StoredNames {
    /// The numbers of a line.
    struct Key {
        var kpi: Int64 = 0
        var period: Int64 = 0
        var member: Int64 = 0
    }

    /// The members of a level: codes of ours, and the store's number of each.
    private struct Level {
        let name: String
        var codes = Interner()
        var numbers: [Int64] = []
    }

    private let database: Database
    private let tables: [NameTable]
    private var known: [[String]: Int64] = [:]
    private var levels: [Level] = []
    private var level = 0
    private var last = Key()

    init(_ database: Database) throws {
        self.database = database
        tables = try [
            NameTable(database, "kpi", ["name", "version"]),
            NameTable(database, "period", ["name", "\"start\"", "\"end\""]),
            NameTable(database, "member", ["level", "code"]),
        ]
    }

    /// The numbers of a line; `sameFields` tells how many of its first fields are those of the
    /// line before.
    mutating func key(_ batch: RecordBatch, _ record: Int, sameFields: Int) throws -> Key {
        if sameFields < 2 { last.kpi = try number(batch, record, 0..<2) }
        if sameFields < 5 { last.period = try number(batch, record, 2..<5) }
        if sameFields < 6 {
            let name = batch.text(batch.fields[5], record)
            level = levels.firstIndex { $0.name == name } ?? levels.count
            if level == levels.count { levels.append(Level(name: name)) }
        }
        let code = levels[level].codes.intern(
            batch.bytes.span.extracting(batch.range(6, record)))
        if code < levels[level].numbers.count {
            last.member = levels[level].numbers[Int(code)]
        } else {
            last.member = try number(batch, record, 5..<7)
            // A member without a name has no code of ours.
            if code != missingCode { levels[level].numbers.append(last.member) }
        }
        return last
    }

    /// The number of what some fields name together.
    private mutating func number(
        _ batch: RecordBatch, _ record: Int, _ fields: Range<Int>
    ) throws -> Int64 {
        let texts = fields.map { batch.text(batch.fields[$0], record) }
        // Members have their own memory; tables are told apart by how many texts make a name.
        let table = fields.lowerBound == 0 ? 0 : fields.lowerBound == 2 ? 1 : 2
        if table < 2, let number = known[texts] { return number }
        let number = try tables[table].number(of: texts, in: database)
        if table < 2 { known[texts] = number }
        return number
    }
}

/// One table of names.
private struct NameTable {
    private let insertion: Statement
    private let search: Statement

    init(_ database: Database, _ table: String, _ columns: [String]) throws {
        let names = columns.joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        insertion = try database.makeStatement(
            sql: "INSERT OR IGNORE INTO \(table) (\(names)) VALUES (\(marks))")
        search = try database.makeStatement(
            sql: "SELECT id FROM \(table) WHERE (\(names)) = (\(marks))")
    }

    /// The number of a name; the name is added where the store lacks it.
    func number(of texts: [String], in database: Database) throws -> Int64 {
        let arguments = StatementArguments(texts)
        try insertion.execute(arguments: arguments)
        if database.changesCount > 0 { return database.lastInsertedRowID }
        guard let id = try Int64.fetchOne(search, arguments: arguments) else {
            throw RunError.store("results.sqlite lost \(texts)")
        }
        return id
    }
}
