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
            let loaded = try loadPlan(pipeline.pipeline, overrides: pipeline.overrides())
            printError(loaded.faults.map(\.line))
            guard let plan = loaded.plan else { return .planUnusable }
            print(printable("\(pipeline.pipeline): \(plan.summary)"))
            return .done
        }
    }
}
