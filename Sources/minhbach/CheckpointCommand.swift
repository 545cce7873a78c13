import ArgumentParser
import Pipeline

/// Signs size and root of the log, for somebody outside to keep.
struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint", abstract: "Sign the log as it is now, for somebody outside.",
        discussion: """
            Prints a signed note of a few lines (C2SP tlog-checkpoint): how many lines the journal \
            has and the root of the Merkle tree over them; on the error stream, what to hand to \
            whom. Not while a run is on.
            """)

    @Option(help: "The file that `minhbach key` has made.", completion: .file())
    var signingKey: String

    @Option(help: "Which log it is. Default: the name of the key.") var origin: String?
    @OptionGroup var shared: WorkspaceOptions

    func run() throws {
        try atTheDoor {
            let checkpoint = try SignedCheckpoint(
                workspace: shared.workspace, keyFile: signingKey, origin: origin)
            // A note has no control characters but its line ends.
            print(checkpoint.note, terminator: "")
            printError(checkpoint.advice)
            return .done
        }
    }
}
