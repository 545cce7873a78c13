import ArgumentParser
import Pipeline

/// Shows the scores of a sealed run.
struct ScoresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scores", abstract: "Show the scorecards of a sealed run.",
        discussion: """
            For each scorecard its rule, then a line for each item and the total: points, the \
            maximum, and the maximum that could be reached with the data that are there.
            """)

    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @Option(help: "Only this scorecard.") var scorecard: String?
    @Option(help: "Only this period, such as 2025-Q2.") var period: String?
    @Option(help: "Only this level: agency, unit, officer.") var level: String?
    @Option(help: "Only this member of its level.") var member: String?
    @Option(help: "table, csv or json.") var format: ResultsForm = .table
    @OptionGroup var shared: WorkspaceOptions

    func run() throws {
        try atTheDoor {
            let scores = try PublishedScores(
                workspace: shared.workspace, run: name,
                ScoresFilter(
                    scorecard: scorecard, period: period, level: level, member: member))
            if !scores.hasScorecards {
                printError([
                    "note: the pipeline of \(scores.run) has no scorecards; name their files "
                        + "under 'scorecards:'"
                ])
            } else if scores.lines.isEmpty {
                printError(["note: no score of \(scores.run) is such a one"])
            }
            switch format {
            case .table: print(scores.tables.map { printable($0) + "\n" }.joined(), terminator: "")
            case .csv: print(scores.csv, terminator: "")
            case .json: print(scores.json, terminator: "")
            }
            return .done
        }
    }
}
