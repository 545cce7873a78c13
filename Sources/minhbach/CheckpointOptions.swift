import ArgumentParser
import Pipeline

/// By what a checkpoint is to be trusted.
struct TrustOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The verifier key, or a file that has one on each line.", valueName: "key"))
    var verifierKey: String?

    @Option(help: "Which log the checkpoint must be of. Default: the name of the key that signed.")
    var origin: String?

    func known(_ file: String) -> KnownCheckpoint {
        KnownCheckpoint(file: file, verifierKey: verifierKey, origin: origin)
    }
}

/// A checkpoint to which the journal is held.
struct CheckpointOptions: ParsableArguments {
    @Option(
        help: "Hold the journal to this checkpoint, which was kept outside.", completion: .file())
    var checkpoint: String?

    @OptionGroup var trust: TrustOptions

    func validate() throws {
        if checkpoint == nil, trust.verifierKey != nil || trust.origin != nil {
            throw ValidationError("--verifier-key and --origin go with --checkpoint.")
        }
    }

    /// Prints what holding the journal to the checkpoint has shown; true where none is named.
    func holds(_ workspace: String) throws -> Bool {
        guard let checkpoint else { return true }
        let verdict = try hold(workspace, to: trust.known(checkpoint))
        for line in verdict.lines { print(printable(line)) }
        return verdict.holds
    }
}
