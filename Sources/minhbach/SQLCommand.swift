import ArgumentParser
import Pipeline

/// Prints the query that gives a KPI in a database.
struct SQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", abstract: "Print the SQL that gives a KPI elsewhere.",
        discussion: """
            The query runs over the tables that `minhbach export tables` writes and has one row \
            for each member of the level, with numerator and denominator as whole numbers. What \
            no option gives is a named parameter: period_start, period_end, as_of, in seconds \
            since 1970-01-01 00:00:00 local time. Nothing but the pipeline files is read.
            """)

    @Argument(help: "Name of the KPI.") var kpi: String
    @Option(help: "sqlite, duckdb, postgres or spark.") var dialect: QueryDialect
    @Option(
        help: "The pipeline file, such as pipelines/nightly.yaml.",
        completion: .file(extensions: ["yaml"]))
    var pipeline: String
    @Option(help: "The level, such as unit. Default: agency.") var level: String?
    @Option(help: "The period, such as 2025-06.") var period: String?
    @Option(help: "The instant of as_of, such as 2025-06-30T23:59:59 (local time).")
    var asOf: String?

    func validate() throws {
        _ = try moment(asOf, of: "--as-of")
    }

    func run() throws {
        try atTheDoor {
            let loaded = Plan.load(path: pipeline, overrides: PlanOverrides())
            let folder = RunRequest(pipeline: pipeline, workspace: "", now: Moment(local: 0)).folder
            guard let plan = loaded.plan else {
                printError(loaded.faults.flatMap { $0.lines(in: folder) })
                return .planUnusable
            }
            print(
                try plan.query(
                    dialect: dialect.rawValue, kpi: kpi, level: level, period: period,
                    asOf: asOf.flatMap { Moment(text: $0)?.local }), terminator: "")
            return .done
        }
    }
}

/// The databases whose SQL is printed.
enum QueryDialect: String, ExpressibleByArgument, CaseIterable {
    case sqlite, duckdb, postgres, spark
}
