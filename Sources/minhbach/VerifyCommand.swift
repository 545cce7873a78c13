import ArgumentParser
import Pipeline

/// Computes a run again from the archive and compares it byte for byte.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compute a run again from the archive and compare it byte for byte.",
        discussion: """
            Hashes the archived objects, checks the chain of the journal, the manifest and every \
            file of the run, computes the run again, and names the cause of all that differs: \
            input, pipeline-file, dictionary, calendar, units, corrections, program, result, \
            journal. Without a name the whole workspace is checked. Nothing is written into it. \
            With --checkpoint the journal is held to a checkpoint that was kept outside, too.
            """)

    @Argument(
        help: """
            Name of the run, or path of a pack made by `export bundle` (FILE.tar). Default: the run \
            that is published.
            """)
    var name: String?

    @Option(
        help: ArgumentHelp(
            """
            Compare the run also with the pipeline file, and all that it names, of your own \
            copies: the files beside this one.
            """, valueName: "path"),
        completion: .file(extensions: ["yaml"]))
    var pipeline: String?

    @Option(help: "text or json. Default: text.") var format = VerificationForm.text

    @Option(
        help: """
            Memory that it may take, such as 8GiB, at least 64MiB; rows beyond a quarter of it \
            lie in a temporary folder. Default: half of the machine's.
            """)
    var memory: MemorySize?

    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions
    @OptionGroup var log: CheckpointOptions
    @OptionGroup var packs: VerifyPackOptions

    func run() throws {
        try atTheDoor {
            if let status = try packs.check(name, shared.workspace, work) { return status }
            let isOfCheckpoint = try log.holds(shared.workspace)
            var request = VerificationRequest(
                workspace: shared.workspace, run: name, keyFile: work.keyFile,
                threads: work.threadCount)
            request.memory = memory?.bytes ?? MemorySize.usual
            request.copies = pipeline
            let verification = try verify(request)
            switch format {
            case .text: for line in verification.lines { print(printable(line)) }
            case .json: print(verification.json)
            }
            return verification.holds && isOfCheckpoint ? .done : .verificationFailed
        }
    }
}

/// How what was found is written.
enum VerificationForm: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
