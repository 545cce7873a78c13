import ArgumentParser
import Pipeline

/// Overwrites the personal values of cases in the archive.
struct EraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Overwrite the personal values of a case in the archive.",
        discussion: """
            Every archived export that names the case is written anew with its personal columns \
            (`personal: drop` or `key` in a mapping) blotted out, and the original destroyed. \
            Records keep their places, and the journal with its seals stays as it is. It cannot \
            be undone. Erase in the source system first: a new export that has the values still \
            brings them back.
            """)

    @Option(name: .customLong("case"), help: "Code of the case, as exports write it; repeatable.")
    var cases: [String] = []

    @Option(
        help: "A file with one code a line: the first field of each line.", completion: .file())
    var file: String?

    @Option(help: "Who erases.") var actor: String
    @Option(help: "Number of the document that orders it.") var document: String
    @Option(help: "Why.") var reason: String

    @Option(
        help: "A pipeline whose mappings say what is personal, besides those of sealed runs.",
        completion: .file(extensions: ["yaml"]))
    var pipeline: String?

    @Option(help: "Threads to work with. Default: all cores.") var threads: Int?
    @OptionGroup var shared: WorkspaceOptions

    func validate() throws {
        if cases.isEmpty, file == nil { throw ValidationError("Name --case or --file.") }
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
        for (name, text) in [("actor", actor), ("document", document), ("reason", reason)]
        where text.isEmpty {
            throw ValidationError("--\(name) must not be empty.")
        }
        try requireText([
            ("--actor", actor), ("--document", document), ("--reason", reason),
        ])
    }

    func run() throws {
        try atTheDoor {
            let listed = try file.map { try caseCodes(inFile: $0) } ?? []
            let erasure = try erase(
                ErasureRequest(
                    workspace: shared.workspace, cases: cases + listed, actor: actor,
                    document: document, reason: reason, pipeline: pipeline, now: readClock(),
                    threads: threads ?? ComputationOptions.usualThreads))
            for line in erasure.lines { print(printable(line)) }
            return erasure.redacted.isEmpty ? .findings : .done
        }
    }
}
