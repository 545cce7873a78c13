import ArgumentParser
import Pipeline

/// Makes the key with which an agency signs its log.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make the key that signs the log, and print its public half.",
        discussion: """
            An Ed25519 key of chance, in a file for its owner alone (0600) outside the workspace. \
            The verifier key is printed, and on the error stream to whom it is handed.
            """)

    @Option(
        help: "The file to make; it must not exist, nor lie in the workspace.", completion: .file())
    var out: String

    @Option(
        help: """
            Whose key it is: a name without spaces and '+', such as danang.example.vn/nhat-ky. It \
            is the origin of the checkpoints as well.
            """)
    var name: String

    @OptionGroup var shared: WorkspaceOptions

    func validate() throws {
        if out.isEmpty { throw ValidationError("--out must not be empty.") }
    }

    func run() throws {
        try atTheDoor {
            let key = try NewSigningKey(name: name, file: out, workspace: shared.workspace)
            print(printable(key.verifierKey))
            printError(key.advice)
            return .done
        }
    }
}
