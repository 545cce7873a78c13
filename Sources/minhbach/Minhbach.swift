import ArgumentParser
import Pipeline

@main
struct Minhbach: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "minhbach",
        abstract: "Trustworthy performance figures from one-stop-shop exports.",
        discussion: """
            Minh bạch: transparent. Raw files are archived, every record is accounted for, every \
            figure can be computed again to the last digit and traced to its records.

            Exit codes: 0 done; 1 done, with findings at or above --fail-on; 2 the pipeline files \
            cannot be used; 3 an expected input is missing, empty, shrunk or unreadable; \
            4 verification failed; 5 another run holds the lock; 64 usage; 70 internal.
            """,
        version: Program.version,
        subcommands: [
            RunCommand.self, CheckCommand.self, PeriodsCommand.self, VerifyCommand.self,
            ExplainCommand.self, DiffCommand.self, ResultsCommand.self, FindingsCommand.self,
            FormCommand.self,
            ScoresCommand.self, TargetsCommand.self,
            ClockCommand.self, HistoryCommand.self, StockCommand.self, CorrectionsCommand.self,
            QuarantineCommand.self,
            CoverageCommand.self, SQLCommand.self,
            ExportCommand.self, ReceiptCommand.self, KeyCommand.self, CheckpointCommand.self,
            ProveCommand.self, GenerateCommand.self, EraseCommand.self,
        ])
}
