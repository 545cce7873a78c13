import Columnar
import Foundation
import GRDB
import Testing

/// A query that every database must answer as the program does.
struct SQLQuestion: Encodable {
    /// Whether it is a measure: member, members, and fractions.
    let isMeasure: Bool
    /// The formula, for messages.
    let formula: String
    /// The text in each dialect that can say it.
    let sql: [String: String]
    /// The rows in order; a number as text, a fraction as `3/2`.
    let expected: [[String?]]
}

/// The questions about the tables of one seed.
struct SQLQuestions: Encodable {
    let seed: UInt64
    /// Statements that make the tables, by dialect.
    let setup: [String: [String]]
    let questions: [SQLQuestion]

    init(seed: UInt64, tables: [SQLTable], questions: [SQLQuestion]) {
        self.seed = seed
        setup = Dictionary(
            uniqueKeysWithValues: SQLDialect.allCases.map { dialect in
                (dialect.rawValue, tables.flatMap { $0.setup(dialect) })
            })
        self.questions = questions
    }

    /// Asks SQLite; writes the questions for other databases where `MINHBACH_CROSSCHECK` says so.
    func ask(_ topic: String) throws {
        if let folder = ProcessInfo.processInfo.environment["MINHBACH_CROSSCHECK"] {
            let path = URL(filePath: folder).appending(path: "\(topic)-\(seed).json")
            try JSONEncoder().encode(self).write(to: path)
        }
        let queue = try DatabaseQueue()
        try queue.write { database in
            for statement in setup["sqlite"] ?? [] { try database.execute(sql: statement) }
            for question in questions {
                guard let sql = question.sql["sqlite"] else { continue }
                let found: [[String?]] = try Row.fetchAll(database, sql: sql).map { row in
                    Array(row.databaseValues).map { Self.text($0) }
                }
                let rows = question.isMeasure ? try found.map { try Self.fractions($0) } : found
                #expect(
                    rows == question.expected, "seed \(seed): \(question.formula)\n\(sql)")
            }
        }
    }

    private static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .null: nil
        case .int64(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): text
        case .blob: "blob"
        }
    }

    /// Each pair of a whole number and what it is over as one fraction.
    private static func fractions(_ row: [String?]) throws -> [String?] {
        var fractions = Array(row.prefix(2))
        for index in stride(from: 2, to: row.count, by: 2) {
            guard let upper = row[index], let lower = row[index + 1] else {
                fractions.append(nil)
                continue
            }
            let value = try Exact(#require(Int128(upper)), over: #require(Int128(lower)))
            fractions.append(value.map(fractionText))
        }
        return fractions
    }
}

/// A fraction as in `3/2`.
func fractionText(_ value: Exact) -> String { "\(value.numerator)/\(value.denominator)" }

/// The texts of a formula in all dialects that can say it.
func inAllDialects(
    _ text: (SQLDialect) throws(SQLRefusal) -> String
) -> [String: String] {
    var texts: [String: String] = [:]
    for dialect in SQLDialect.allCases { texts[dialect.rawValue] = try? text(dialect) }
    return texts
}
