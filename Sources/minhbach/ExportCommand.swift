import ArgumentParser
import Pipeline

/// Writes what a run was computed from, for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the tables or the evidence of a sealed run.",
        subcommands: [ExportTablesCommand.self, ExportBundleCommand.self])
}

/// Writes the normalized tables of a sealed run as CSV.
struct ExportTablesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tables", abstract: "Write the tables of a run as CSV, with load scripts.",
        discussion: """
            A CSV file for each table and one for the working calendar, and load.sqlite.sql, \
            load.duckdb.sql, load.postgres.sql and load.spark.sql, so that what `minhbach sql` \
            prints can be run. Instants and lengths of time are whole seconds, null is an empty \
            field. Personal columns are never there. The run is computed again from the archive.
            """)

    @Option(help: "The folder to write into; it must be empty or not there.") var out: String
    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @Flag(help: "Keep texts that a spreadsheet would run; otherwise they get an apostrophe.")
    var raw = false
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    func run() throws {
        try atTheDoor {
            let lines = try exportTables(
                TableExportRequest(
                    verification: VerificationRequest(
                        workspace: shared.workspace, run: name, keyFile: work.keyFile,
                        threads: work.threadCount),
                    folder: out, isRaw: raw))
            for line in lines { print(printable(line)) }
            return .done
        }
    }
}
