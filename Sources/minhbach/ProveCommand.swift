import ArgumentParser
import Pipeline

/// Shows something of the log to somebody who has a checkpoint and not the journal.
struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Prove that a line is in the log, or that the log only grew.",
        discussion: """
            Prints one line of JSON: the proofs of RFC 6962, hashes in hexadecimal. An index is \
            counted from 0, a line of the journal from 1.
            """)

    @Option(help: "That this line of the journal, from 1, is in the log.") var entry: Int?
    @Option(name: .customLong("run"), help: "That the line which sealed this run is in the log.")
    var sealed: String?

    @Option(
        help: "That the log begins with what this older checkpoint was made of.",
        completion: .file())
    var consistency: String?

    @Option(help: "With --entry or --run: in the log of so many lines. Default: all.")
    var size: Int?

    @OptionGroup var trust: TrustOptions
    @OptionGroup var shared: WorkspaceOptions

    func validate() throws {
        let asked = [entry != nil, sealed != nil, consistency != nil].count { $0 }
        guard asked == 1 else {
            throw ValidationError("Name one of --entry, --run and --consistency.")
        }
        if consistency != nil, size != nil {
            throw ValidationError("--size goes with --entry or --run.")
        }
        if consistency == nil, trust.verifierKey != nil || trust.origin != nil {
            throw ValidationError("--verifier-key and --origin go with --consistency.")
        }
    }

    func run() throws {
        try atTheDoor {
            let proof: JournalProof =
                if let entry {
                    .line(entry, size: size)
                } else if let consistency {
                    .consistency(trust.known(consistency))
                } else {
                    .run(sealed ?? "", size: size)
                }
            print(try proof.json(workspace: shared.workspace), terminator: "")
            return .done
        }
    }
}
