import ArgumentParser
import Pipeline

/// Computes a run again from the archive and compares it byte for byte.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compute a run again from the archive and compare it byte for byte.",
        discussion: """
            Hashes every archived object, checks the chain of the journal, the manifest and \
            every file of the run, and names all that differs. Nothing is written. With --checkpoint \
            the journal is held to a checkpoint that was kept outside, too.
            """)

    @Argument(help: "Name of the run. Default: the one that is published.")
    var name: String?

    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions
    @OptionGroup var log: CheckpointOptions

    func run() throws {
        try atTheDoor {
            let isOfCheckpoint = try log.holds(shared.workspace)
            let verification = try verify(
                VerificationRequest(
                    workspace: shared.workspace, run: name, keyFile: work.keyFile,
                    threads: work.threadCount))
            for line in verification.lines { print(printable(line)) }
            return verification.holds && isOfCheckpoint ? .done : .verificationFailed
        }
    }
}
