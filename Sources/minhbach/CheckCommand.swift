import ArgumentParser
import Pipeline

/// Checks a pipeline and everything that it names, before any record is read.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a pipeline and all files that it names.",
        discussion: "Lists all faults at once, each with file, line, column and remedy.")

    @OptionGroup var pipeline: PipelineOptions

    func run() throws {
        try atTheDoor {
            let path = pipeline.pipeline
            let loaded = try Plan.load(path: path, overrides: pipeline.overrides())
            let folder = RunRequest(pipeline: path, workspace: "", now: Moment(local: 0)).folder
            let mixed = loaded.plan?.mixedTables ?? []
            printError((loaded.faults + mixed).flatMap { $0.lines(in: folder) })
            guard let plan = loaded.plan, mixed.isEmpty else { return .planUnusable }
            print(printable("\(path): \(plan.summary)"))
            return .done
        }
    }
}
