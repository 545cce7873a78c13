import ArgumentParser
import Pipeline

/// Shows the figures of a sealed run.
struct ResultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Show the figures of a sealed run.",
        discussion: """
            With --rules-of the run is computed once more from the archive, by the KPIs, targets \
            and scorecards in force on that day, and both are shown side by side.
            """)

    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @Option(help: "Only this KPI.") var kpi: String?
    @Option(help: "Only this period, such as 2025-06.") var period: String?
    @Option(help: "Only this level: agency, unit, officer, procedure, procedure_group.")
    var level: String?
    @Option(help: "Only this member of its level.") var member: String?
    @Option(help: "Only this status, such as ok or no-cases.") var status: String?
    @Option(help: "table, csv or json.") var format: ResultsForm = .table
    @Option(
        help: ArgumentHelp(
            "Beside them what comes out by the rules in force on this day.",
            valueName: "yyyy-MM-dd"))
    var rulesOf: String?
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    func validate() throws { _ = try rulesDay() }

    /// The day whose rules are asked for.
    private func rulesDay() throws -> Int64? {
        guard let rulesOf else { return nil }
        guard rulesOf.count == 10, let day = parseInstant(rulesOf) else {
            throw ValidationError("--rules-of '\(rulesOf)': expected a day such as 2025-06-30.")
        }
        return day
    }

    func run() throws {
        try atTheDoor {
            let filter = ResultsFilter(
                kpi: kpi, period: period, level: level, member: member, status: status)
            if let day = try rulesDay() { return try compare(day, filter) }
            let (run, lines) = try publishedResults(workspace: shared.workspace, run: name, filter)
            if lines.isEmpty { printError(["note: no figure of \(run) is such a one"]) }
            print(format.text(of: lines), terminator: "")
            guard format == .table else { return .done }
            for line in try correctionNotes(workspace: shared.workspace, run: run, lines) {
                print(printable(line))
            }
            return .done
        }
    }

    /// Prints the figures of the run beside those by the rules of another day.
    private func compare(_ day: Int64, _ filter: ResultsFilter) throws -> ExitStatus {
        let comparison = try compareRules(
            of: day,
            VerificationRequest(
                workspace: shared.workspace, run: name, keyFile: work.keyFile,
                threads: work.threadCount), filter)
        if comparison.isUnlikeSealed {
            printError([
                "warning: what was sealed in \(comparison.run) does not come out of the archive; "
                    + "`minhbach verify` tells where"
            ])
        }
        if comparison.lines.isEmpty {
            printError(["note: no figure of \(comparison.run) is such a one"])
        }
        switch format {
        case .table:
            print(try comparison.table.map { printable($0) + "\n" }.joined(), terminator: "")
        case .csv: print(try comparison.csv, terminator: "")
        case .json: print(try comparison.json, terminator: "")
        }
        return .done
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
