import ArgumentParser
import Pipeline

/// Shows the figures of a sealed run.
struct ResultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Show the figures of a sealed run.")

    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @Option(help: "Only this KPI.") var kpi: String?
    @Option(help: "Only this period, such as 2025-06.") var period: String?
    @Option(help: "Only this level: agency, unit, officer, procedure, procedure_group.")
    var level: String?
    @Option(help: "Only this member of its level.") var member: String?
    @Option(help: "Only this status, such as ok or no-cases.") var status: String?
    @Option(help: "table, csv or json.") var format: ResultsForm = .table
    @OptionGroup var shared: WorkspaceOptions

    func run() throws {
        try atTheDoor {
            let filter = ResultsFilter(
                kpi: kpi, period: period, level: level, member: member, status: status)
            let (run, lines) = try publishedResults(workspace: shared.workspace, run: name, filter)
            if lines.isEmpty { printError(["note: no figure of \(run) is such a one"]) }
            print(format.text(of: lines), terminator: "")
            return .done
        }
    }
}

/// How results are written out.
enum ResultsForm: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json

    /// The lines in this form.
    func text(of lines: [[String]]) -> String {
        switch self {
        case .table: resultsTable(lines).map { printable($0) + "\n" }.joined()
        case .csv: resultsCSV(lines)
        case .json: resultsJSON(lines)
        }
    }
}
