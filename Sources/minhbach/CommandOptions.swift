import ArgumentParser
import FoundationEssentials
import Pipeline

/// Where the workspace lies.
struct WorkspaceOptions: ParsableArguments {
    @Option(
        name: .shortAndLong, help: "Folder that keeps objects, journal and runs.",
        completion: .directory)
    var workspace = "workspace"

    func validate() throws {
        if workspace.isEmpty { throw ValidationError("--workspace must not be empty.") }
    }
}

/// What the commands need that compute.
struct ComputationOptions: ParsableArguments {
    @Option(
        help: """
            Key file for personal columns that are kept as keyed hashes; made on first use, 0600. \
            It must lie outside the workspace.
            """,
        completion: .file())
    var keyFile: String?

    @Option(help: "Threads to work with; the figures do not depend on it. Default: all cores.")
    var threads: Int?

    /// Threads to work with.
    var threadCount: Int { max(threads ?? Self.usualThreads, 1) }

    /// All cores.
    static var usualThreads: Int { max(ProcessInfo.processInfo.activeProcessorCount, 1) }

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
    }
}

/// The pipeline, and what the command line says instead of it.
struct PipelineOptions: ParsableArguments {
    @Argument(
        help: "The pipeline file, such as pipelines/nightly.yaml.",
        completion: .file(extensions: ["yaml"]))
    var pipeline: String

    @Option(
        name: .customLong("input"),
        help: ArgumentHelp(
            "Files of an input, instead of those that the pipeline names.",
            valueName: "name=path"))
    var inputs: [String] = []

    @Option(help: "Compute as of this instant, such as 2025-06-30T23:59:59 (local time).")
    var asOf: String?

    func validate() throws { _ = try overrides() }

    /// What the command line says instead of the pipeline file.
    func overrides() throws -> PlanOverrides {
        var overrides = PlanOverrides()
        overrides.asOf = try moment(asOf, of: "--as-of")?.local
        for input in inputs {
            let parts = input.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, !parts[1].isEmpty else {
                throw ValidationError("--input '\(input)': expected NAME=PATH.")
            }
            overrides.inputs.append((name: parts[0], path: absolute(parts[1])))
        }
        return overrides
    }

    /// Names in the pipeline file begin at its folder, those of the command line where we stand.
    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}

/// The instant that an option says; nil where it is not given.
///
/// What else the option takes is told with what is wrong.
func moment(_ text: String?, of option: String, or other: String = "") throws -> Moment? {
    guard let text else { return nil }
    if let moment = Moment(text: text) { return moment }
    if let offset = offset(of: text) {
        throw ValidationError(
            "\(option) '\(text)': the offset \(offset) is not that of Vietnam; write the local "
                + "time, with +07:00 or without an offset.")
    }
    throw ValidationError(
        "\(option) '\(text)': no such date or time; expected a form such as 2025-06-30 or "
            + "2025-06-30T23:59:59\(other).")
}

/// The offset from UTC at the end of an instant that can be read without it.
private func offset(of text: String) -> String? {
    for length in [1, 6] where text.count > length {
        let end = String(text.suffix(length))
        guard end == "Z" || end.hasPrefix("+") || end.hasPrefix("-") else { continue }
        let rest = String(text.dropLast(length))
        if rest.contains(":"), Moment(text: rest) != nil { return end }
    }
    return nil
}

/// Refuses texts for the journal that would end its lines or steer the terminal that shows them.
func requireText(_ options: [(name: String, text: String?)]) throws {
    for (name, text) in options where text?.unicodeScalars.contains(where: steers) == true {
        throw ValidationError(
            "\(name) holds a line end or another control character; write one line of plain text.")
    }
}

/// Reads the clock: the only place that does.
func readClock() -> Moment {
    Moment(secondsUTC: Int64(Date().timeIntervalSince1970.rounded(.down)))
}
