import ArgumentParser
import Pipeline

/// Shows the targets of a pipeline and whether they are fair to units whose cases differ.
struct TargetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets", abstract: "Show all targets, and whether they are fair.",
        discussion: """
            Counts the archived files of the published run by the rules of the pipeline file. What \
            is expected of a unit is what the agency's rates would come to on the unit's cases \
            (indirect standardisation by `fairness: {by, margin, minimum}` of the KPI). A target \
            that is laid flat over units whose expected values lie farther from the agency's than \
            the margin is warned of.
            """)

    @OptionGroup var pipeline: PipelineOptions
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    @Option(help: "The period, such as 2025-Q2. Default: the last of the longest that ended.")
    var period: String?

    @Option(help: "The level whose members are compared.") var level = "unit"
    @Option(help: "table or json.") var format: ReportForm = .table
    @Flag(help: "Show every member, not only those who differ.") var all = false
    @Flag(help: "Exit with 1 when a target is laid flat over members who differ.")
    var failOnUnfair = false

    func run() throws {
        try atTheDoor {
            let path = pipeline.pipeline
            let plan = try checkedPlan(
                RunRequest(
                    pipeline: path, workspace: shared.workspace,
                    overrides: pipeline.overrides(), now: Moment(local: 0)))
            let page = try TargetsPage(
                plan,
                TargetsRequest(
                    workspace: shared.workspace, period: period, level: level,
                    keyFile: work.keyFile, threads: work.threadCount))
            switch format {
            case .table: for line in page.text(showsAll: all) { print(printable(line)) }
            case .json: print(page.json, terminator: "")
            }
            return failOnUnfair && page.isUnfair ? .findings : .done
        }
    }
}
