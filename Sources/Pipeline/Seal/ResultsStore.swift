import GRDB
package import Ledger

/// `results.sqlite`: the figures of all sealed runs, for whoever asks in SQL.
///
/// It holds nothing that is not in `runs/` and the journal; delete it and the next run writes it
/// anew. A figure that comes out the same night after night stands there once, with the run since
/// which and the run until which it held: a year of nights takes little more than one. Names stand
/// once in tables of their own; the view `figure` puts all together as `results.csv` has it.
package struct ResultsStore {
    private let queue: DatabaseQueue

    /// Opens the store, making its tables where they are missing.
    package init(path: String) throws {
        var configuration = Configuration()
        // Every number that is inserted was looked up just before; checked anew, five times a
        // figure, it would take longer than the insertion. Others who write are checked.
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase {
            // Room for what a night changes: what is written to the disk before the end of its
            // transaction costs a wait for the disk each time.
            try $0.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384")
        }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try Self.migrator.migrate(queue)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("2") { database in
            // A store of an older form is derived like any other: it is written anew.
            try database.execute(sql: removal)
            try database.execute(sql: schema)
        }
        migrator.registerMigration("3") { database in
            // No run that a store of the form before holds can have scores.
            try database.execute(sql: scoreSchema)
        }
        migrator.registerMigration("4") { database in
            // Runs that are there already have revisions: all is written anew.
            try database.execute(
                sql: "DELETE FROM heldFigure; DELETE FROM heldScore; DELETE FROM run;")
            try database.execute(sql: RevisionInsertion.schema)
        }
        return migrator
    }

    /// Names of the runs that the store has.
    package func runs() throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: "SELECT name FROM run ORDER BY name") }
    }

    /// Adds one run in one transaction.
    ///
    /// `files` are those that the store holds, `before` gives those of an earlier run.
    /// `sealed` is asked last for what is known when the run is sealed; nil: it was not, and
    /// nothing is added.
    func add(
        _ run: StoredRun, files: StoredFiles, before: (_ run: String) throws -> StoredFiles?,
        decisions journal: Journal, sealed: () -> StoredSeal?
    ) throws {
        try queue.writeWithoutTransaction { database in
            try database.inTransaction {
                let pipeline = try add(run, files, before, database)
                guard let seal = sealed() else { return .rollback }
                let revisions = RevisionInsertion(database)
                try revisions.add(seal.revisions, pipeline: pipeline)
                try revisions.update(from: journal)
                try database.execute(
                    sql: "UPDATE run SET manifestDigest = ? WHERE name = ?",
                    arguments: [seal.manifest.hex, run.name])
                return .commit
            }
        }
    }

    /// Adds one run; returns the number of its pipeline.
    private func add(
        _ run: StoredRun, _ files: StoredFiles, _ before: (String) throws -> StoredFiles?,
        _ database: Database
    ) throws -> Int64 {
        try database.execute(
            sql: "INSERT OR IGNORE INTO pipeline (name) VALUES (?)", arguments: [run.pipeline])
        let pipeline = try Int64.fetchOne(
            database, sql: "SELECT id FROM pipeline WHERE name = ?", arguments: [run.pipeline])
        guard let pipeline else { throw RunError.store("no pipeline \(run.pipeline)") }
        let last = try Row.fetchOne(
            database,
            sql: "SELECT name, resultsDigest FROM run WHERE pipeline = ? ORDER BY id DESC LIMIT 1",
            arguments: [pipeline])
        try database.execute(
            sql: """
                INSERT INTO run (name, pipeline, asOf, program, manifestDigest, resultsDigest)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                run.name, pipeline, run.asOf, run.program, String(repeating: "0", count: 64),
                run.resultsDigest,
            ])
        let id = database.lastInsertedRowID
        let isSame = last.map { $0["resultsDigest"] as String == run.resultsDigest } ?? false
        if isSame, files.scores.isEmpty, try hasScores(pipeline, database) == false {
            return pipeline
        }
        let earlier = try last.flatMap { try before($0["name"]) }
        let scores = ScoreInsertion(database, run: id, pipeline: pipeline)
        if earlier == nil { try scores.endAll() }
        try scores.change(from: earlier?.scores ?? [], to: files.scores)
        if isSame { return pipeline }
        var insertion = try FigureInsertion(database, run: id, pipeline: pipeline)
        if let earlier {
            let change = LineChange(from: earlier.results, to: files.results)
            try forEachFigures(in: change.gone) { try insertion.end($0) }
            try forEachFigures(in: change.come) { try insertion.insert($0) }
        } else {
            try insertion.endAll()
            try forEachFigures(in: files.results) { try insertion.insert($0) }
        }
        return pipeline
    }

    /// Brings what was decided about periods up to the end of the journal.
    package func update(decisions journal: Journal) throws {
        try queue.write { try RevisionInsertion($0).update(from: journal) }
    }

    /// Whether the last run of a pipeline had scores.
    private func hasScores(_ pipeline: Int64, _ database: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM heldScore WHERE pipeline = ? AND until IS NULL)"
        return try Bool.fetchOne(database, sql: sql, arguments: [pipeline]) ?? false
    }
}

/// One sealed run, as the store knows it.
package struct StoredRun: Sendable, Equatable {
    /// Name of the run's folder.
    package var name: String
    /// Name of the pipeline.
    package var pipeline: String
    /// The instant as of which was computed.
    package var asOf: String
    /// Version of the program.
    package var program: String
    /// SHA-256 of `results.csv`, in hex.
    package var resultsDigest: String
}

/// What is known of a run only when it is sealed.
struct StoredSeal: Sendable {
    /// SHA-256 of its manifest.
    var manifest: Digest
    /// The revisions of its pipeline's periods.
    var revisions: [PeriodRevision]
}

private let scoreSchema = """
    CREATE TABLE heldScore (
        pipeline INTEGER NOT NULL REFERENCES pipeline (id),
        since INTEGER NOT NULL REFERENCES run (id),
        until INTEGER REFERENCES run (id),
        scorecard TEXT NOT NULL,
        version INTEGER NOT NULL,
        period TEXT NOT NULL,
        "start" TEXT NOT NULL,
        "end" TEXT NOT NULL,
        level TEXT NOT NULL,
        member TEXT NOT NULL,
        item TEXT NOT NULL,
        kpi TEXT,
        kpi_version INTEGER,
        numerator INTEGER,
        denominator INTEGER,
        weight TEXT NOT NULL,
        points_numerator INTEGER,
        points_denominator INTEGER,
        points TEXT,
        shown TEXT,
        reachable TEXT NOT NULL,
        class TEXT,
        status TEXT NOT NULL,
        PRIMARY KEY (
            pipeline, scorecard, version, period, "start", "end", level, member, item, since
        ),
        CHECK (since < until)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW score AS
        SELECT run.name AS run, scorecard, version, period, "start", "end", level, member, item,
            kpi, kpi_version, numerator, denominator, weight, points_numerator,
            points_denominator, points, shown, reachable, class, status
        FROM run
        JOIN heldScore ON heldScore.pipeline = run.pipeline
            AND since <= run.id AND (until IS NULL OR run.id < until);
    """

private let removal = """
    DROP VIEW IF EXISTS figure;
    DROP TABLE IF EXISTS runFigure;
    DROP TABLE IF EXISTS run;
    DROP TABLE IF EXISTS kpi;
    DROP TABLE IF EXISTS period;
    DROP TABLE IF EXISTS member;
    """

private let schema = """
    CREATE TABLE pipeline (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        pipeline INTEGER NOT NULL REFERENCES pipeline (id),
        asOf TEXT NOT NULL,
        program TEXT NOT NULL,
        manifestDigest TEXT NOT NULL CHECK (length(manifestDigest) = 64),
        resultsDigest TEXT NOT NULL CHECK (length(resultsDigest) = 64)
    ) STRICT;
    CREATE TABLE kpi (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        version INTEGER NOT NULL,
        UNIQUE (name, version)
    ) STRICT;
    CREATE TABLE period (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        "start" TEXT NOT NULL,
        "end" TEXT NOT NULL,
        UNIQUE (name, "start", "end"),
        CHECK ("start" < "end")
    ) STRICT;
    CREATE TABLE member (
        id INTEGER PRIMARY KEY,
        level TEXT NOT NULL,
        code TEXT NOT NULL,
        UNIQUE (level, code)
    ) STRICT;
    CREATE TABLE heldFigure (
        pipeline INTEGER NOT NULL REFERENCES pipeline (id),
        kpi INTEGER NOT NULL REFERENCES kpi (id),
        period INTEGER NOT NULL REFERENCES period (id),
        member INTEGER NOT NULL REFERENCES member (id),
        since INTEGER NOT NULL REFERENCES run (id),
        until INTEGER REFERENCES run (id),
        numerator INTEGER,
        denominator INTEGER,
        value TEXT,
        shown TEXT,
        status TEXT NOT NULL,
        target TEXT,
        met INTEGER CHECK (met IN (0, 1)),
        PRIMARY KEY (pipeline, kpi, period, member, since),
        CHECK (since < until)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW figure AS
        SELECT run.name AS run, kpi.name AS kpi, kpi.version, period.name AS period,
            period."start", period."end", member.level, member.code AS member, numerator,
            denominator, value, shown, status, target, met
        FROM run
        JOIN heldFigure ON heldFigure.pipeline = run.pipeline
            AND since <= run.id AND (until IS NULL OR run.id < until)
        JOIN kpi ON kpi.id = heldFigure.kpi
        JOIN period ON period.id = heldFigure.period
        JOIN member ON member.id = heldFigure.member;
    """
