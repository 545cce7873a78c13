import ArgumentParser
import Pipeline

/// Shows the due dates of one case side by side, and what each follows from.
struct ClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "Show the due dates of a case, and why they differ.",
        discussion: """
            The first promise, the source's date, and those rebuilt from acceptance, term, \
            calendar and pauses, gross and net, with the term, the pauses and the days that \
            mattered. The run is computed again from the archive; its pipeline names `clocks:`.
            """)

    @Argument(help: "The case code as received.") var id: String
    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    func run() throws {
        try atTheDoor {
            let found = try caseClocks(
                CaseClockRequest(
                    id: id,
                    verification: VerificationRequest(
                        workspace: shared.workspace, run: name, keyFile: work.keyFile,
                        threads: work.threadCount)))
            for line in found.flatMap(\.lines) { print(printable(line)) }
            return .done
        }
    }
}
