import ArgumentParser
import Pipeline

/// Shows the records that runs have set aside, how long they have waited, and what became of them.
struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Show the records that are set aside, and what became of those that were.",
        discussion: """
            From the sealed runs of a pipeline: why each record was set aside, in which run first, \
            for how long, and in which run it no longer was, with the pipeline file that had \
            changed by then. Nothing need be replayed: once a mapping or catalogue is mended, the \
            next run reads the record again.
            """)

    @Option(help: "Name of the pipeline. Default: that of the published run.")
    var pipeline: String?
    @Flag(help: "Those also that are not set aside any more.") var all = false
    @Option(help: "table or csv.") var format: LedgerForm = .table
    @OptionGroup var shared: WorkspaceOptions

    func run() throws {
        try atTheDoor {
            let ledger = try QuarantineLedger(workspace: shared.workspace, pipeline: pipeline)
            switch format {
            case .table: for line in ledger.table(showsAll: all) { print(printable(line)) }
            case .csv: print(ledger.csv(showsAll: all), terminator: "")
            }
            return .done
        }
    }
}
