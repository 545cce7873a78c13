import GRDB

/// `results.sqlite`: the figures of all sealed runs, for whoever asks in SQL.
///
/// It holds nothing that is not in `runs/`; delete it and the next run writes it anew. Names stand
/// once in tables of their own, since a year of nights has forty million figures; the view `figure`
/// puts them together as `results.csv` has them.
package struct ResultsStore {
    private let queue: DatabaseQueue

    /// Opens the store, making its tables where they are missing.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try Self.migrator.migrate(queue)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: schema)
        }
        return migrator
    }

    /// Names of the runs that the store has.
    package func runs() throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: "SELECT name FROM run ORDER BY name") }
    }

    /// Adds one run with all figures of its `results.csv`, in one transaction.
    package func add(_ run: StoredRun, resultsAt path: String) throws {
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (name, pipeline, asOf, program, manifestDigest, resultsDigest)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run.name, run.pipeline, run.asOf, run.program, run.manifestDigest,
                    run.resultsDigest,
                ])
            var insertion = try FigureInsertion(database, run: database.lastInsertedRowID)
            try forEachFigure(at: path) { try insertion.insert($0) }
        }
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
    /// SHA-256 of the manifest, in hex.
    package var manifestDigest: String
    /// SHA-256 of `results.csv`, in hex.
    package var resultsDigest: String
}

private let schema = """
    CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        pipeline TEXT NOT NULL,
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
    CREATE TABLE runFigure (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        kpi INTEGER NOT NULL REFERENCES kpi (id),
        period INTEGER NOT NULL REFERENCES period (id),
        member INTEGER NOT NULL REFERENCES member (id),
        numerator INTEGER,
        denominator INTEGER,
        value TEXT,
        shown TEXT,
        status TEXT NOT NULL,
        target TEXT,
        met INTEGER CHECK (met IN (0, 1)),
        PRIMARY KEY (run, kpi, period, member)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW figure AS
        SELECT run.name AS run, kpi.name AS kpi, kpi.version, period.name AS period,
            period."start", period."end", member.level, member.code AS member, numerator,
            denominator, value, shown, status, target, met
        FROM runFigure
        JOIN run ON run.id = runFigure.run
        JOIN kpi ON kpi.id = runFigure.kpi
        JOIN period ON period.id = runFigure.period
        JOIN member ON member.id = runFigure.member;
    """
