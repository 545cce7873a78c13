import ArgumentParser
import Pipeline

/// Runs a pipeline and seals the result.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a pipeline, seal and publish its results.",
        discussion: """
            Archives the input files, types and deduplicates their records, computes every KPI \
            and publishes all of it or nothing. A terminal gets tables, anything else one line. \
            With --period some periods that are over are computed once more, by the pipeline \
            files of the run that first published them, from the input files as they are now; \
            all other periods stay as they are published. With --plan nothing is changed.
            """)

    @OptionGroup var pipeline: PipelineOptions
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    @Option(help: "Exit with 1 when there are findings of this severity: note, warning, error.")
    var failOn: SeverityWord?

    @Flag(
        help: """
            With --fail-on: findings that the run before had as well, and those that the \
            pipeline's `known` file lists, do not count.
            """)
    var onlyNew = false

    @Option(
        help: """
            Memory that the run may take, such as 8GiB, at least 64MiB; rows beyond a quarter of \
            it lie on the disk, the figures are the same. Default: half of the machine's.
            """)
    var memory: MemorySize?

    @Option(
        help: ArgumentHelp(
            """
            Take the files that the archive held at this instant, nothing from the disk; computed \
            as of then unless --as-of says otherwise.
            """, valueName: "instant"))
    var receivedBy: String?

    @Flag(help: "Go on although an input has become much smaller: somebody has looked.")
    var acceptShrink = false

    @Flag(help: "Use nothing that was kept: read and compute all again.")
    var rehash = false

    @Option(
        name: .customLong("period"),
        help: "Compute this period, such as 2025-Q2, once more, and what lies within it.")
    var periods: [String] = []

    @Flag(help: "With --period: print what would change, and change nothing.")
    var plan = false

    @Option(
        help: ArgumentHelp(
            "With --period: the pipeline files of this run, or those on the disk.",
            valueName: "run|disk"))
    var rulesOf: String?

    @Option(help: "With --period: why, for the cause of the revisions that come.")
    var reason: String?

    @Option(help: "With --plan: table, or every figure as csv or json. Default: table.")
    var format: ResultsForm?

    @Option(help: "How to say what happened: table, line or json. Default: table on a terminal.")
    var log: LogForm?

    @Flag(help: "Show every level in the table, not the agency alone.")
    var allLevels = false

    /// A person at a terminal sees the steps, a program gets them as JSON, cron gets one line.
    private var steps: RunLog {
        if log == .json { return .json { print($0) } }
        if log == nil, Stream.error.isTerminal { return .lines { printError([$0]) } }
        return .silent
    }

    func validate() throws {
        if try moment(receivedBy, of: "--received-by") != nil {
            if !pipeline.inputs.isEmpty {
                throw ValidationError(
                    "--received-by takes files from the archive, --input others.")
            }
            if !periods.isEmpty {
                throw ValidationError("--received-by and --period do not go together.")
            }
        }
        if periods.isEmpty, plan || rulesOf != nil || reason != nil {
            throw ValidationError("--plan, --rules-of and --reason go with --period.")
        }
        if format != nil, !plan { throw ValidationError("--format goes with --plan.") }
        try requireText([("--reason", reason)])
    }

    /// The periods that are to be computed once more.
    private var reprocess: Reprocess? {
        if periods.isEmpty { return nil }
        let rules: Reprocess.Rules =
            switch rulesOf {
            case nil: .first
            case "disk"?: .disk
            case let run?: .run(run)
            }
        return Reprocess(periods: periods, rules: rules, reason: reason ?? "")
    }

    private func printPlan(_ plan: ReprocessPlan) {
        switch format ?? .table {
        case .table: for line in plan.lines(for: pipeline.pipeline) { print(printable(line)) }
        case .csv: print(plan.csv, terminator: "")
        case .json: print(plan.json, terminator: "")
        }
    }

    func run() throws {
        try atTheDoor {
            let request = RunRequest(
                pipeline: pipeline.pipeline, workspace: shared.workspace,
                overrides: try pipeline.overrides(), now: readClock(), keyFile: work.keyFile,
                threads: work.threadCount,
                memory: memory?.bytes ?? MemorySize.usual, acceptsShrink: acceptShrink,
                rehashes: rehash, reprocess: reprocess,
                receivedBy: try moment(receivedBy, of: "--received-by"), log: steps)
            if plan {
                printPlan(try planReprocess(request))
                return .done
            }
            let sealed = try Pipeline.run(request)
            let report = RunReport(
                sealed, workspace: shared.workspace, form: (log ?? .usual).form,
                showsAllLevels: allLevels)
            let colours = Stream.output.isTerminal
            for line in report.lines {
                print(colours ? coloured(printable(line)) : printable(line))
            }
            guard let failOn else { return .done }
            let isAlarm =
                onlyNew
                ? sealed.news.alarms(from: failOn.severity) > 0
                : sealed.summary.findingCounts.keys.contains { $0.severity >= failOn.severity }
            return isAlarm ? .findings : .done
        }
    }
}

/// A severity as the command line writes it.
enum SeverityWord: String, ExpressibleByArgument, CaseIterable {
    case note, warning, error

    var severity: Severity {
        switch self {
        case .note: .note
        case .warning: .warning
        case .error: .error
        }
    }
}

/// Whether a severity reaches the threshold; without threshold none does.
func >= (severity: Severity, threshold: SeverityWord?) -> Bool {
    threshold.map { severity >= $0.severity } ?? false
}

/// How a command says what happened.
enum LogForm: String, ExpressibleByArgument, CaseIterable {
    case table, line, json

    var form: RunReport.Form {
        switch self {
        case .table: .table
        case .line: .line
        case .json: .json
        }
    }

    /// A table for a person, one line for cron.
    static var usual: LogForm { Stream.output.isTerminal ? .table : .line }
}
