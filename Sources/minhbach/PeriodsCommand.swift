import ArgumentParser
import Pipeline

/// Lists the periods of a workspace, and takes what is decided about them.
struct PeriodsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "periods",
        abstract: "List periods with their revisions; approve, lock or reopen one.",
        discussion: """
            A period that is over has a revision for each time its figures came out otherwise. It \
            is provisional until somebody approves it; an approved one can be locked, and then \
            later runs take its figures as they are. Opening it again needs a reason.
            """,
        subcommands: [
            PeriodsListCommand.self, PeriodsApproveCommand.self, PeriodsLockCommand.self,
            PeriodsReopenCommand.self,
        ], defaultSubcommand: PeriodsListCommand.self)
}

/// Lists the periods that were published last.
struct PeriodsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the periods that were published last.")

    @Option(help: "Only this pipeline, such as nightly.") var pipeline: String?
    @Option(help: "table, csv or json.") var format: ResultsForm = .table
    @OptionGroup var shared: WorkspaceOptions

    func run() throws {
        try atTheDoor {
            let periods = try listedPeriods(workspace: shared.workspace, pipeline: pipeline)
            if periods.isEmpty { printError(["note: nothing is published in this workspace"]) }
            switch format {
            case .table: for line in periodsTable(periods) { print(printable(line)) }
            case .csv: print(periodsCSV(periods), terminator: "")
            case .json: print(periodsJSON(periods), terminator: "")
            }
            return .done
        }
    }
}

/// Who decides about which period, and by which document.
struct DecisionOptions: ParsableArguments {
    @Argument(help: "The period, such as 2025-Q2.") var period: String
    @Option(help: "Its pipeline, where more than one has such a period.") var pipeline: String?
    @Option(help: "Who decides.") var actor: String
    @Option(help: "Number of the document that says so, such as 123/QĐ-UBND.")
    var document: String
    @OptionGroup var shared: WorkspaceOptions

    func validate() throws {
        try requireText([("--actor", actor), ("--document", document)])
    }

    /// Journals the decision and says so.
    func decide(_ step: PeriodDecision.Step, reason: String) throws {
        try atTheDoor {
            let line = try decided(
                PeriodDecision(
                    workspace: shared.workspace, period: period, pipeline: pipeline, step: step,
                    actor: actor, document: document, reason: reason, now: readClock()))
            print(printable(line))
            return .done
        }
    }
}

/// Approves the current revision of a period.
struct PeriodsApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve the current revision of a period that is over.")

    @OptionGroup var decision: DecisionOptions
    @Option(help: "Why, if there is something to say.") var reason = ""

    func validate() throws { try requireText([("--reason", reason)]) }

    func run() throws { try decision.decide(.approve, reason: reason) }
}

/// Locks an approved period.
struct PeriodsLockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Lock an approved period: later runs take its figures as they are.")

    @OptionGroup var decision: DecisionOptions
    @Option(help: "Why, if there is something to say.") var reason = ""

    func validate() throws { try requireText([("--reason", reason)]) }

    func run() throws { try decision.decide(.lock, reason: reason) }
}

/// Opens an approved or locked period again.
struct PeriodsReopenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Open an approved or locked period again, for a reason that is told.")

    @OptionGroup var decision: DecisionOptions
    @Option(help: "Why it is opened again.") var reason: String

    func validate() throws { try requireText([("--reason", reason)]) }

    func run() throws { try decision.decide(.reopen, reason: reason) }
}
