import ArgumentParser
import Pipeline

/// Shows which parts of the rules the rows of a period have put to the test.
struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Show which rules, clauses and branches the rows of a period have exercised.",
        discussion: """
            What no row has exercised stands first. The run is computed again from the archive; \
            for every clause of every KPI in force the rows are counted for which it is true, \
            false, unknown, and for which it alone decided.
            """)

    @Option(help: "The period, such as 2025-Q2. Default: the longest one, of several the last.")
    var period: String?
    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    func run() throws {
        try atTheDoor {
            let coverage = try ruleCoverage(
                VerificationRequest(
                    workspace: shared.workspace, run: name, keyFile: work.keyFile,
                    threads: work.threadCount), period: period)
            for line in coverage.lines { print(printable(line)) }
            return .done
        }
    }
}
