import ArgumentParser
import Pipeline

/// Shows what was in stock, what came and went, and what does not add up.
struct StockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock", abstract: "Show the ledger of the stock: opening, flows, closing.",
        discussion: """
            Opening + received − finished − withdrawn = closing, for every month of receipt. What \
            the flows do not explain stands under residue, and is never made nought. The openings \
            are held against the closings that the run before published.
            """)

    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @Option(help: "Only this month, such as 2025-06, with its months of receipt.")
    var period: String?
    @Option(help: "Only what was received in this month.") var cohort: String?
    @Option(help: "Only this unit. Default: the agency.") var unit: String?
    @Option(help: "Name of the run to compare with. Default: the one before.") var since: String?
    @Flag(help: "Name the cases that do not add up, from the archive.") var cases = false
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var computation: ComputationOptions

    func run() throws {
        try atTheDoor {
            let report = try stockReport(
                StockRequest(
                    VerificationRequest(
                        workspace: shared.workspace, run: name, keyFile: computation.keyFile,
                        threads: computation.threadCount),
                    period: period, cohort: cohort, unit: unit, since: since, namesCases: cases))
            for line in report.text { print(printable(line)) }
            return .done
        }
    }
}
