import GRDB
import Tabular

/// Notes what one run changed in its scores: lines that came are inserted, lines that went ended.
struct ScoreInsertion {
    private let database: Database
    private let run: Int64
    private let pipeline: Int64

    /// Number of fields that tell which line it is: all up to the item.
    private static let keyLength = 8

    init(_ database: Database, run: Int64, pipeline: Int64) {
        self.database = database
        self.run = run
        self.pipeline = pipeline
    }

    /// Brings the store from the scores of an earlier run to those of this one.
    func change(from earlier: [UInt8], to scores: [UInt8]) throws {
        guard earlier != scores else { return }
        let header = scoresCSV([])
        // A run without scorecards has no file: the store then ends what was there.
        let change = LineChange(
            from: earlier.isEmpty ? header : earlier, to: scores.isEmpty ? header : scores)
        let ending = try database.makeStatement(
            sql: """
                UPDATE heldScore SET until = ? WHERE pipeline = ? AND until IS NULL
                AND scorecard = ? AND version = ? AND period = ? AND "start" = ? AND "end" = ?
                AND level = ? AND member = ? AND item = ?
                """)
        for fields in try records(change.gone) {
            let key = fields.prefix(Self.keyLength).map { $0.databaseValue }
            try ending.execute(
                arguments: StatementArguments([run.databaseValue, pipeline.databaseValue] + key))
        }
        let marks = Array(repeating: "?", count: Score.header.count + 3).joined(separator: ", ")
        let insertion = try database.makeStatement(sql: "INSERT INTO heldScore VALUES (\(marks))")
        for fields in try records(change.come) {
            let values = zip(Score.header, fields).map { value(of: $0, $1) }
            let place: [DatabaseValue] = [pipeline.databaseValue, run.databaseValue, .null]
            try insertion.execute(arguments: StatementArguments(place + values))
        }
    }

    /// Ends all scores that the pipeline's earlier runs had.
    func endAll() throws {
        try database.execute(
            sql: "UPDATE heldScore SET until = ? WHERE pipeline = ? AND until IS NULL",
            arguments: [run, pipeline])
    }

    /// A field as SQL has it; a number beyond 64 bits stands in the file alone.
    private func value(of name: String, _ field: String) -> DatabaseValue {
        if field.isEmpty { return .null }
        return Score.wholeNumbers.contains(name)
            ? Int64(field)?.databaseValue ?? .null : field.databaseValue
    }

    private func records(_ bytes: [UInt8]) throws -> [[String]] {
        var records: [[String]] = []
        try forEachScore(in: bytes) { records.append($0) }
        return records
    }
}

/// Lends the fields of each line of a `scores.csv`.
package func forEachScore(in bytes: [UInt8], _ body: ([String]) throws -> Void) throws {
    var reader = try CSVReader(
        source: FileBytes(memory: bytes), dialect: CSVDialect(delimiter: UInt8(ascii: ",")),
        encoding: .utf8)
    guard reader.header == Score.header else {
        throw RunError.store("there is a \(Score.fileName) of another version")
    }
    reader.select(Array(reader.header.indices))
    var batch = RecordBatch(columns: reader.header.count)
    var children: [RecordBatch] = []
    while try reader.next(into: &batch, children: &children) {
        for record in 0..<batch.count {
            try body(batch.fields.map { batch.text($0, record) })
        }
    }
}
