import ArgumentParser
import Pipeline

/// Shows the figures of a sealed run.
struct ResultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Show the figures of a sealed run.",
        discussion: """
            With --rules-of the run is computed once more from the archive, by the KPIs, targets \
            and scorecards in force on that day, and both are shown side by side. With \
            --received-by the figures are computed from the files that the archive held at that \
            instant, by the rules then in force (or those of the run --name); nothing is written. \
            Figures that were first published with another value show it, its run and the cause; \
            csv and json always have it, with the revision and the state of the period.
            """)

    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @Option(help: "Only this KPI.") var kpi: String?
    @Option(help: "Only this period, such as 2025-06.") var period: String?
    @Option(help: "Only this level: agency, unit, officer, procedure, procedure_group.")
    var level: String?
    @Option(help: "Only this member of its level.") var member: String?
    @Option(help: "Only this status, such as ok or no-cases.") var status: String?
    @Option(help: "table, csv or json.") var format: ResultsForm = .table
    @Option(help: "With --period: the figures of this revision of it, such as 1.")
    var revision: Int?
    @Option(
        help: ArgumentHelp(
            "Beside them what comes out by the rules in force on this day.",
            valueName: "yyyy-MM-dd"))
    var rulesOf: String?
    @Option(
        help: ArgumentHelp("Compute from what was known at this instant.", valueName: "instant"))
    var receivedBy: String?
    @Option(
        help: ArgumentHelp(
            "With --received-by: compute as of this instant. Default: the same.",
            valueName: "instant"))
    var asOf: String?
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    func validate() throws {
        _ = try rulesDay()
        let (known, asOf) = (
            try moment(receivedBy, of: "--received-by"), try moment(asOf, of: "--as-of")
        )
        if asOf != nil, known == nil {
            throw ValidationError("--as-of goes with --received-by; a sealed run has its own.")
        }
        if known != nil, rulesOf != nil {
            throw ValidationError("--received-by and --rules-of do not go together.")
        }
        guard let revision else { return }
        if period == nil || revision < 1 {
            throw ValidationError("--revision: name a number from 1 on, and --period.")
        }
        if rulesOf != nil || known != nil {
            throw ValidationError(
                "--revision, --rules-of and --received-by do not go together.")
        }
    }

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
            if let known = try moment(receivedBy, of: "--received-by") {
                return try show(known, filter)
            }
            let results = try revisedResults(
                workspace: shared.workspace, run: name, revision: revision, filter)
            if results.figures.isEmpty {
                printError(["note: no figure of \(results.run) is such a one"])
            }
            switch format {
            case .table:
                print(results.table.map { printable($0) + "\n" }.joined(), terminator: "")
                for line in try correctionNotes(
                    workspace: shared.workspace, run: results.run, results.figures.map(\.fields))
                {
                    print(printable(line))
                }
            case .csv: print(results.csv, terminator: "")
            case .json: print(results.json, terminator: "")
            }
            return .done
        }
    }

    /// Prints the figures as they come out of what was known at an instant.
    private func show(_ known: Moment, _ filter: ResultsFilter) throws -> ExitStatus {
        let then = try resultsKnown(
            by: known, asOf: try moment(asOf, of: "--as-of"),
            VerificationRequest(
                workspace: shared.workspace, run: name, keyFile: work.keyFile,
                threads: work.threadCount), filter)
        printError([
            "note: computed from \(then.files) files received by \(known.journalText), by the "
                + "rules of \(then.rules); nothing was sealed"
        ])
        switch format {
        case .table:
            print(resultsTable(then.lines).map { printable($0) + "\n" }.joined(), terminator: "")
        case .csv: print(resultsCSV(then.lines), terminator: "")
        case .json: print(resultsJSON(then.lines), terminator: "")
        }
        return .done
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
}
