import ArgumentParser
import Pipeline

/// Writes the evidence of a run as one file that anybody can check.
struct ExportBundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Write the evidence of a run as one file that anybody can check.",
        discussion: """
            A tar with raw files, rules, manifest, journal, accounts, duplicates, findings, what \
            each case gives to each figure, results, approvals, and a verifier of its own in \
            Python. Cases are named by a keyed hash under --key-file, or numbered. With a key file \
            the roots of the trees of verdicts are journalled, to which `minhbach receipt` leads a \
            citizen.
            """)

    @Argument(help: "Name of the run. Default: the one that is published.") var name: String?
    @Option(
        help: "The file to write; it must not exist, nor lie in the workspace.",
        completion: .file())
    var out: String
    @Flag(help: "Leave the raw files out; their digests stay.") var withoutRaw = false
    @Option(
        name: .customLong("period"),
        help: "Facts of this period only, such as 2025-Q2; can be given several times.")
    var periods: [String] = []
    @Option(
        help: "Key made by `minhbach key` that signs the head of the journal.",
        completion: .file())
    var signingKey: String?
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    func run() throws {
        try atTheDoor {
            let lines = try exportPack(
                PackRequest(
                    verification: VerificationRequest(
                        workspace: shared.workspace, run: name, keyFile: work.keyFile,
                        threads: work.threadCount),
                    path: out, includesRaw: !withoutRaw, signingKey: signingKey, periods: periods,
                    now: readClock()))
            for line in lines { print(printable(line)) }
            return .done
        }
    }
}
