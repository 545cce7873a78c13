import GRDB

/// `results.sqlite`: the figures of all sealed runs, for whoever asks in SQL.
///
/// It holds nothing that is not in `runs/`; delete it and the next run writes it anew.
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

    /// Adds one run with all its figures, in one transaction.
    package func add(_ run: StoredRun, figures: [StoredFigure]) throws {
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
            let statement = try database.makeStatement(sql: insertFigure)
            for figure in figures {
                try statement.setArguments(figure.arguments(run: run.name))
                try statement.execute()
            }
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

/// One line of `results.csv`, as text; empty text is null.
package struct StoredFigure: Sendable, Equatable {
    /// The fields in the order of the file.
    package var fields: [String]

    fileprivate func arguments(run: String) -> StatementArguments {
        StatementArguments([run] + fields.map { $0.isEmpty ? nil : $0 })
    }
}

private let insertFigure = """
    INSERT INTO figure (run, kpi, version, period, "start", "end", level, member, numerator,
        denominator, value, shown, status, target, met)
    VALUES (?, ?, ?, ?, ?, ?, ?, coalesce(?, ''), ?, ?, ?, ?, ?, ?, ? = 'true')
    """

private let schema = """
    CREATE TABLE run (
        name TEXT NOT NULL PRIMARY KEY,
        pipeline TEXT NOT NULL,
        asOf TEXT NOT NULL,
        program TEXT NOT NULL,
        manifestDigest TEXT NOT NULL CHECK (length(manifestDigest) = 64),
        resultsDigest TEXT NOT NULL CHECK (length(resultsDigest) = 64)
    ) STRICT;
    CREATE TABLE figure (
        run TEXT NOT NULL REFERENCES run (name) ON DELETE CASCADE,
        kpi TEXT NOT NULL,
        version INTEGER NOT NULL,
        period TEXT NOT NULL,
        "start" TEXT NOT NULL,
        "end" TEXT NOT NULL,
        level TEXT NOT NULL,
        member TEXT NOT NULL,
        numerator INTEGER,
        denominator INTEGER,
        value TEXT,
        shown TEXT,
        status TEXT NOT NULL,
        target TEXT,
        met INTEGER CHECK (met IN (0, 1)),
        PRIMARY KEY (run, kpi, version, period, level, member),
        CHECK ("start" < "end")
    ) STRICT, WITHOUT ROWID;
    """
