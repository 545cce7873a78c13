import ArgumentParser
import Pipeline

/// Writes the receipt with which a citizen sees that his case was counted, and as what.
struct ReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Write the receipt of a case: that it was counted in a period, and as what.",
        discussion: """
            The receipt holds the case's leaf in the tree of verdicts and the way from there to \
            the root in the journal. It shows nothing of other cases. Both \
            `minhbach verify --receipt FILE` and the verifier of a pack check it.
            """)

    @Argument(help: "Code of the case.") var code: String
    @Option(help: "The period, such as 2025-Q2.") var period: String
    @Option(name: .customLong("run"), help: "Name of the run. Default: the one that is published.")
    var name: String?
    @Option(
        help: "The file to write; it must not exist, nor lie in the workspace.",
        completion: .file())
    var out: String
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    func run() throws {
        try atTheDoor {
            let lines = try writeReceipt(
                ReceiptRequest(
                    verification: VerificationRequest(
                        workspace: shared.workspace, run: name, keyFile: work.keyFile,
                        threads: work.threadCount),
                    code: code, period: period, path: out, now: readClock()))
            for line in lines { print(printable(line)) }
            return .done
        }
    }
}
