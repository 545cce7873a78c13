import ArgumentParser
import Pipeline

/// Shows which values of cases a run took to be otherwise than files say, and what that touched.
struct CorrectionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrections", abstract: "Show the corrections of a sealed run.",
        discussion: """
            Each correction with its document, whether it was applied or why it was refused, and \
            how many figures it touches: those that the case belongs to, or did before. Raw files \
            are never edited; the pipeline names files of corrections under 'corrections:'.
            """)

    @Option(
        name: [.customLong("run"), .customLong("name")],
        help: "Name of the run. Default: the one that is published.")
    var name: String?
    @Flag(help: "Name the figures that each touches.") var figures = false
    @Option(help: "table or csv.") var format: LedgerForm = .table
    @OptionGroup var shared: WorkspaceOptions

    func run() throws {
        try atTheDoor {
            let report = try CorrectionReport(workspace: shared.workspace, run: name)
            if !report.effects.isDeclared {
                printError([
                    "note: the pipeline of \(report.effects.run) names no corrections; name their "
                        + "files under 'corrections:'"
                ])
                return .done
            }
            switch format {
            case .table:
                for line in report.table(namesFigures: figures) { print(printable(line)) }
            case .csv: print(report.csv, terminator: "")
            }
            return .done
        }
    }
}

/// How a ledger of single records is written out.
enum LedgerForm: String, ExpressibleByArgument, CaseIterable {
    case table, csv
}
