import GRDB
import Ledger

/// Notes the revisions of periods, and what was decided about them, in the store of results.
struct RevisionInsertion {
    private let database: Database

    /// Two tables, and views that show them with names, and figures beside their first values.
    static let schema = """
        CREATE TABLE heldRevision (
            pipeline INTEGER NOT NULL REFERENCES pipeline (id),
            period INTEGER NOT NULL REFERENCES period (id),
            revision INTEGER NOT NULL CHECK (revision > 0),
            run INTEGER NOT NULL REFERENCES run (id),
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            cause TEXT NOT NULL,
            PRIMARY KEY (pipeline, period, revision)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE decision (
            sequence INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            pipeline INTEGER NOT NULL REFERENCES pipeline (id),
            period INTEGER NOT NULL REFERENCES period (id),
            revision INTEGER NOT NULL,
            run TEXT NOT NULL,
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            state TEXT NOT NULL CHECK (state IN ('approved', 'locked', 'reopened')),
            actor TEXT NOT NULL,
            document TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;
        CREATE VIEW period_decision AS
            SELECT decision.sequence, at, pipeline.name AS pipeline, period.name AS period,
                period."start", period."end", revision, run, digest, state, actor, document, reason
            FROM decision
            JOIN pipeline ON pipeline.id = decision.pipeline
            JOIN period ON period.id = decision.period;
        CREATE VIEW revision AS
            SELECT pipeline.name AS pipeline, period.name AS period, period."start",
                period."end", revision, run.name AS run, digest, cause,
                coalesce((
                    SELECT nullif(state, 'reopened') FROM decision
                    WHERE sequence = (
                        SELECT max(sequence) FROM decision AS last
                        WHERE last.pipeline = heldRevision.pipeline
                            AND last.period = heldRevision.period)
                        AND decision.revision = heldRevision.revision),
                    'provisional') AS state
            FROM heldRevision
            JOIN pipeline ON pipeline.id = heldRevision.pipeline
            JOIN period ON period.id = heldRevision.period
            JOIN run ON run.id = heldRevision.run;
        CREATE VIEW figure_revision AS
            SELECT run.name AS run, kpi.name AS kpi, kpi.version, period.name AS period,
                period."start", period."end", member.level, member.code AS member,
                now.numerator, now.denominator, now.value, now.shown, now.status,
                held.revision, held.cause, firstRun.name AS first_run,
                was.numerator AS first_numerator, was.denominator AS first_denominator,
                was.value AS first_value, was.shown AS first_shown
            FROM run
            JOIN heldFigure AS now ON now.pipeline = run.pipeline
                AND now.since <= run.id AND (now.until IS NULL OR run.id < now.until)
            JOIN kpi ON kpi.id = now.kpi
            JOIN period ON period.id = now.period
                AND period."end" <= replace(substr(run.asOf, 1, 19), 'T', ' ')
            JOIN member ON member.id = now.member
            JOIN heldRevision AS held ON held.pipeline = run.pipeline
                AND held.period = now.period AND held.revision = (
                    SELECT max(other.revision) FROM heldRevision AS other
                    WHERE other.pipeline = run.pipeline AND other.period = now.period
                        AND other.run <= run.id)
            JOIN heldRevision AS one ON one.pipeline = run.pipeline
                AND one.period = now.period AND one.revision = 1
            JOIN run AS firstRun ON firstRun.id = one.run
            LEFT JOIN heldFigure AS was ON was.pipeline = run.pipeline
                AND was.kpi IN (SELECT id FROM kpi AS same WHERE same.name = kpi.name)
                AND was.period = now.period AND was.member = now.member
                AND was.since <= one.run AND (was.until IS NULL OR one.run < was.until);
        """

    init(_ database: Database) {
        self.database = database
    }

    /// Notes the revisions of a run's pipeline that are not there yet.
    func add(_ revisions: [PeriodRevision], pipeline: Int64) throws {
        for revision in revisions {
            let period = try id(of: revision.span)
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO heldRevision
                    SELECT ?, ?, ?, id, ?, ? FROM run WHERE name = ?
                    """,
                arguments: [
                    pipeline, period, revision.revision, revision.digest.hex, revision.cause,
                    revision.run,
                ])
        }
    }

    /// Brings the decisions to those that the journal tells of.
    func update(from journal: Journal) throws {
        let decisions = journal.entries.compactMap { entry in
            if case .periodState(let event) = entry.event { (entry, event) } else { nil }
        }
        let known = try Int.fetchOne(database, sql: "SELECT count(*) FROM decision") ?? 0
        guard known != decisions.count else { return }
        try database.execute(sql: "DELETE FROM decision")
        for (entry, event) in decisions {
            let pipeline = try Int64.fetchOne(
                database,
                sql: "SELECT id FROM pipeline WHERE name = ? OR name LIKE ? || '.%' ORDER BY id",
                arguments: [event.pipeline, event.pipeline])
            guard let pipeline else { continue }
            let period = try id(of: PeriodSpan(event))
            try database.execute(
                sql: "INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    entry.sequence, entry.at, pipeline, period, event.revision, event.run,
                    event.results.hex, event.state.rawValue, event.actor, event.document,
                    event.reason,
                ])
        }
    }

    /// The number of a period; it is added where the store lacks it.
    private func id(of span: PeriodSpan) throws -> Int64 {
        let texts = [span.name, span.start, span.end]
        try database.execute(
            sql: "INSERT OR IGNORE INTO period (name, \"start\", \"end\") VALUES (?, ?, ?)",
            arguments: StatementArguments(texts))
        let id = try Int64.fetchOne(
            database,
            sql: "SELECT id FROM period WHERE (name, \"start\", \"end\") = (?, ?, ?)",
            arguments: StatementArguments(texts))
        guard let id else { throw RunError.store("results.sqlite lost \(span.name)") }
        return id
    }
}
