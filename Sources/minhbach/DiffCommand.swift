import ArgumentParser
import Pipeline

/// Leads the figures of one sealed run to those of another.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Explain exactly why figures of two runs differ.",
        discussion: """
            A → late data → corrections → dedupe → rules → calendar → units → as of → program → \
            B, in this order: each part is what comes out of the archive when that cause is put \
            in after those before it. Numerators, denominators and values add up exactly, and \
            each part names its cases.
            """)

    @Argument(help: "A sealed run, or PERIOD@REVISION such as 2025-Q2@1.") var from: String
    @Argument(help: "Another one.") var to: String
    @Option(help: "The pipeline whose revisions are meant. Default: that of the published run.")
    var pipeline: String?
    @Option(help: "Only this KPI.") var kpi: String?
    @Option(help: "Only this period, such as 2025-06.") var period: String?
    @Option(help: "Only this level, such as unit; all: every one. Default: agency.")
    var level: String?
    @Option(help: "Only this member of its level.") var member: String?
    @Option(help: "So many cases of each part at most; 0: all.") var cases = 10
    @Option(help: "vi or en. Default: both.") var lang: SpokenLanguage?
    @Option(help: "text, csv or json.") var format: BridgeForm = .text
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    func validate() throws {
        if cases < 0 { throw ValidationError("--cases must be 0 or more.") }
    }

    func run() throws {
        try atTheDoor {
            var filter = ResultsFilter(kpi: kpi, period: period, level: level, member: member)
            // Without a wish the whole agency: a night moves hundreds of units and officers.
            if level == nil, member == nil { filter.level = "agency" }
            if level == "all" { filter.level = nil }
            let bridge = try bridge(
                BridgeRequest(
                    from: from, to: to,
                    verification: VerificationRequest(
                        workspace: shared.workspace, keyFile: work.keyFile,
                        threads: work.threadCount),
                    pipeline: pipeline, filter: filter, limit: cases == 0 ? nil : cases))
            switch format {
            case .text: for line in bridge.text(in: lang?.language) { print(printable(line)) }
            case .csv: print(String(decoding: bridge.csv, as: UTF8.self), terminator: "")
            case .json: print(bridge.json, terminator: "")
            }
            return .done
        }
    }
}

/// How a bridge is written out.
enum BridgeForm: String, ExpressibleByArgument, CaseIterable {
    case text, csv, json
}

/// A language as it is asked for.
enum SpokenLanguage: String, ExpressibleByArgument, CaseIterable {
    case vi, en

    /// The language.
    var language: Language { self == .vi ? .vietnamese : .english }
}
