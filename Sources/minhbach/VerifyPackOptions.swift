import ArgumentParser
import Pipeline

/// What `verify` checks besides runs of a workspace: packs, and receipts of single cases.
struct VerifyPackOptions: ParsableArguments {
    @Option(
        help: "A receipt made by `minhbach receipt`: held to the journal of the workspace.",
        completion: .file())
    var receipt: String?

    /// Checks what the command line names; nil where it names a run.
    func check(
        _ name: String?, _ workspace: String, _ work: ComputationOptions
    ) throws -> ExitStatus? {
        if let receipt {
            let found = try verifyReceipt(receipt, in: workspace)
            for line in found.lines { print(printable(line)) }
            return found.holds ? .done : .verificationFailed
        }
        // No run has a name with a slash, and none ends so.
        guard let name, name.contains("/") || name.hasSuffix(".tar") else { return nil }
        let found = try verifyPack(name, keyFile: work.keyFile, threads: work.threadCount)
        for line in found.lines { print(printable(line)) }
        return found.holds ? .done : .verificationFailed
    }
}
