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

    @Argument(
        help: """
            Name of the run, or path of a pack made by `export bundle` (FILE.tar). Default: the run \
            that is published.
            """)
    var name: String?

    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions
    @OptionGroup var log: CheckpointOptions
    @OptionGroup var packs: VerifyPackOptions

    func run() throws {
        try atTheDoor {
            if let status = try packs.check(name, shared.workspace, work) { return status }
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
