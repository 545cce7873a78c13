import ArgumentParser
import Pipeline

/// Checks a pipeline and everything that it names, before any record is read.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a pipeline and all files that it names.",
        discussion: """
            Lists all faults at once, each with file, line, column and remedy. With --smart each \
            KPI is held against the five criteria of a good target, with the evidence; how its \
            target stands in the past is taken from what the workspace has published.
            """)

    @OptionGroup var pipeline: PipelineOptions
    @OptionGroup var shared: WorkspaceOptions

    @Flag(
        help: "Check each KPI for specific, measurable, achievable, relevant and time-bound.")
    var smart = false

    @Option(help: "With --smart: only this KPI.") var kpi: String?
    @Option(help: "With --smart: table or json.") var format: ReportForm = .table

    @Option(
        help: """
            With --smart: exit with 1 when a criterion is not-met, or when one is not met or \
            cannot be told (cannot-tell). Default: exit with 0.
            """)
    var failOn: SmartThreshold?

    func run() throws {
        try atTheDoor {
            let path = pipeline.pipeline
            let loaded = try Plan.load(path: path, overrides: pipeline.overrides())
            let folder = RunRequest(pipeline: path, workspace: "", now: Moment(local: 0)).folder
            let unfit = loaded.plan?.unfit(at: readClock())
            printError((loaded.faults + (unfit ?? [])).flatMap { $0.lines(in: folder) })
            guard let plan = loaded.plan, unfit?.isEmpty == true else { return .planUnusable }
            guard smart else {
                print(printable("\(path): \(plan.summary)"))
                return .done
            }
            return try checkSmart(plan)
        }
    }

    private func checkSmart(_ plan: Plan) throws -> ExitStatus {
        let asOf = plan.asOfInstant(readClock())
        let check = try SmartPage(plan, workspace: shared.workspace, asOf: asOf, kpi: kpi)
        switch format {
        case .table: for line in check.lines { print(printable(line)) }
        case .json: print(check.json, terminator: "")
        }
        return failOn.map { check.has($0.verdicts) } == true ? .findings : .done
    }
}

/// How a report is written out.
enum ReportForm: String, ExpressibleByArgument, CaseIterable {
    case table, json
}

/// Which verdicts a script wants to hear of.
enum SmartThreshold: String, ExpressibleByArgument, CaseIterable {
    case notMet = "not-met"
    case cannotTell = "cannot-tell"

    var verdicts: [SmartVerdict] {
        switch self {
        case .notMet: [.notMet]
        case .cannotTell: [.notMet, .cannotTell]
        }
    }
}
