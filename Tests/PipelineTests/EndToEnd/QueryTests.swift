import Columnar
import Foundation
import GRDB
import Pipeline
import Testing

/// What `sql` prints gives, over what `export tables` writes, the figures of `results.csv`.
@Suite struct `Printed queries` {
    private let scratch: NightFolder
    private let queue: DatabaseQueue

    /// The sample's night, its tables loaded into SQLite.
    init() throws {
        scratch = try NightFolder()
        let sealed = try Night(pipeline: nightly).run(into: scratch.workspace)
        let folder = scratch.path + "/tables"
        let request = TableExportRequest(
            verification: VerificationRequest(workspace: scratch.workspace, run: sealed.name),
            folder: folder, isRaw: false)
        let lines = try exportTables(request)
        #expect(lines.contains { $0.hasPrefix("case.csv: ") })
        queue = try Self.load(folder)
    }

    private static func load(_ folder: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        try queue.write { database in
            for name in names where name.hasSuffix(".csv") {
                let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + name)))
                let records = plainRecords(bytes).map(\.texts)
                let columns = records[0].map { "\"\($0)\"" }.joined(separator: ", ")
                let table = "\"\(name.dropLast(4))\""
                try database.execute(sql: "create table \(table) (\(columns))")
                let marks = records[0].map { _ in "?" }.joined(separator: ", ")
                let insert = try database.makeStatement(
                    sql: "insert into \(table) values (\(marks))")
                for record in records.dropFirst() {
                    // As the load script does: whole numbers, nulls, truth.
                    let values: [(any DatabaseValueConvertible)?] = record.map { text in
                        switch text {
                        case "": nil
                        case "true": 1
                        case "false": 0
                        default: Int64(text).map { "\($0)" == text ? $0 : nil } ?? nil ?? text
                        }
                    }
                    try insert.execute(arguments: StatementArguments(values))
                }
                for key in ["day", "days_until"] where records[0].contains(key) {
                    try database.execute(sql: "create index \(key)_index on \(table) (\(key))")
                }
            }
        }
        return queue
    }

    @Test func `give the figures of a month and of a year`() throws {
        let plan = try #require(Plan.load(path: nightly).plan)
        let published = try publishedResults(
            workspace: scratch.workspace, run: nil, ResultsFilter())
        let asOf = try #require(Moment(text: Night(pipeline: nightly).now)).local
        var compared = 0
        for period in ["2025-06", "2025"] {
            let figures = published.lines.filter { $0[2] == period }
            for (name, level) in Set(figures.map { [$0[0], $0[5]] }).map({ ($0[0], $0[1]) }) {
                let wanted = figures.filter { $0[0] == name && $0[5] == level }
                if wanted.contains(where: { ["estimated", "withheld"].contains($0[11]) }) {
                    continue
                }
                let sql = try plan.query(
                    dialect: "sqlite", kpi: name, level: level, period: period, asOf: asOf)
                let rows = try queue.read { try Row.fetchAll($0, sql: sql) }
                let found = try Dictionary(
                    uniqueKeysWithValues: rows.map { ($0["member"] as String, try value($0)) })
                for figure in wanted {
                    #expect(
                        try found[figure[6]] == value(figure[7], figure[8]),
                        "\(name) \(period) \(level) \(figure[6])")
                    compared += 1
                }
                let own = Set(wanted.map { $0[6] })
                #expect(found.keys.allSatisfy { own.contains($0) }, "\(name) \(level)")
            }
        }
        #expect(compared > 500)
    }

    /// The ratio of a row; nil where a side is null.
    private func value(_ row: Row) throws -> Exact? {
        guard let upper = try side(row, "numerator") else { return nil }
        guard row.hasColumn("denominator") else { return upper }
        return try side(row, "denominator").flatMap { try upper.divided(by: $0) }
    }

    private func side(_ row: Row, _ name: String) throws -> Exact? {
        let (upper, lower): (Int64?, Int64?) = (row[name], row[name + "_over"])
        guard let upper, let lower else { return nil }
        return try Exact(Int128(upper), over: Int128(lower))
    }

    private func value(_ numerator: String, _ denominator: String) throws -> Exact? {
        guard let upper = Int128(numerator), let lower = Int128(denominator) else { return nil }
        return try Exact(upper, over: lower)
    }
}

/// What `sql` says without any rows.
@Suite struct `Queries for other databases` {
    @Test func `name what they cannot be printed for`() throws {
        let plan = try #require(Plan.load(path: nightly).plan)
        for (kpi, dialect, level, sentence) in [
            ("finishd", "sqlite", "agency", "there is no KPI 'finishd'; did you mean 'finished'?"),
            ("finished", "postgre", "agency", "did you mean 'postgres'?"),
            ("finished", "duckdb", "unitt", "did you mean 'unit'?"),
            ("mean-working-days", "spark", "agency", "Spark takes no subquery"),
        ] {
            let error = #expect(throws: RunError.self) {
                try plan.query(dialect: dialect, kpi: kpi, level: level)
            }
            #expect(error?.report.joined().contains(sentence) == true, "\(sentence)")
        }
    }

    @Test func `leave open what nobody fixes`() throws {
        let plan = try #require(Plan.load(path: nightly).plan)
        let texts = try ["sqlite", "duckdb"].map { dialect in
            try plan.query(dialect: dialect, kpi: "overdue-open-at-period-end", level: "unit")
        }
        #expect(texts[0].contains(":period_end") && texts[0].contains(":as_of"))
        #expect(texts[1].contains("$period_end") && texts[1].contains("$as_of"))
    }
}
