import Columnar
package import Ledger
package import Tabular

/// Why a command could not do what it was asked: the run is broken, the data are not to blame.
package indirect enum RunError: Error, Sendable {
    /// The pipeline files cannot be used; their names are relative to the folder.
    case planUnusable([PlanFault], folder: String)
    /// Inputs are missing, empty, shrunk or unreadable, and the pipeline says to stop.
    case inputUnusable([Finding])
    /// Records vanished: the account of a file does not balance. A fault of the program.
    case accountUnbalanced(file: String)
    /// The members of a level do not add up to the agency. A fault of the program.
    case levelUnbalanced(kpi: String, level: String, period: String)
    /// The formula of a KPI or of a derived column met a value that it cannot compute with.
    case evaluation(of: String, reason: String)
    /// A file holds more text than a column can.
    case tooLarge(table: String)
    /// Sums of official forms do not hold: their KPIs count some case twice, or nowhere.
    case formsBroken([FormBreak])
    /// No run of that name.
    case noSuchRun(String)
    /// The workspace has no published run.
    case nothingPublished(workspace: String)
    /// Nothing of a pipeline had arrived by an instant.
    case nothingKnown(by: String, pipeline: String)
    /// No export of a pipeline speaks of a case of that code.
    case noSuchCase(String, pipeline: String)
    /// No run of a pipeline of that name is sealed.
    case noSuchPipeline(String)
    /// The run has no ledger of the stock.
    case noStock(run: String)
    /// The run has no figure of that name: which part of the name is unknown, and the nearest one.
    case noSuchFigure(part: String, name: String, hint: String?)
    /// No sealed run of a pipeline has made that revision of a period.
    case noSuchRevision(period: String, revision: Int, pipeline: String)
    /// The run has no such filled form: which part of the name is unknown, and the nearest one.
    case noSuchForm(part: String, name: String, hint: String?)
    /// The pipeline of a run does not say how due dates are rebuilt.
    case noClocks(pipeline: String)
    /// The figures of a period are to be taken from a file that is not what was sealed.
    case periodLost(PeriodSpan, file: String)
    /// The published results of a run are not those that were sealed.
    case resultsForged(run: String)
    /// What is asked of a period cannot be done, in one sentence with its remedy.
    case periodRefused(String)
    /// A receipt needs the key file that the verdicts were made with.
    case receiptNeedsKey
    /// No case of that code was counted in the period.
    case noVerdict(period: String)
    /// Something cannot be written as SQL, in one sentence with its remedy.
    case unprintable(String)
    /// Neither of two runs has a figure of that name: which part of the name, and what there is.
    case inNeitherRun(part: String, name: String, known: [String])
    /// A mapping hashes personal columns, and no key file was named.
    case keyMissing
    /// The archive, the journal or the machine.
    case ledger(LedgerError)
    /// No sample data could be made.
    case generation(GenerateFault)
    /// The log: a key, a checkpoint, a proof.
    case log(LogRefusal)
    /// A file of the workspace cannot be read, or one of the program's own written.
    case file(TabularError)
    /// Rows that are not to lie in memory cannot lie in the folder that is for them either.
    case rowsHaveNoPlace(folder: String, TabularError)
    /// The store of results.
    case store(String)
    /// The run was sealed, and what comes behind that failed: nothing is lost.
    case sealed(run: String, then: RunError)

    /// Whatever was thrown, as an error of a run.
    package init(_ error: any Error) {
        switch error {
        case let error as RunError: self = error
        case let error as LedgerError: self = .ledger(error)
        case let error as LogRefusal: self = .log(error)
        case let error as GenerateFault: self = .generation(error)
        case let error as TabularError: self = .file(error)
        case is IdentifierOverflow: self = .tooLarge(table: "a table")
        case is Exact.Overflow: self = .evaluation(of: "a KPI", reason: "a number is too large")
        default: self = .store(String(describing: error))
        }
    }

    /// Whether the disk has no room.
    var isDiskFull: Bool {
        switch self {
        case .ledger(.system(_, _, let number)): isNoSpace(number)
        case .file(let error), .rowsHaveNoPlace(_, let error):
            if case .system(_, let number) = error.kind { isNoSpace(number) } else { false }
        case .sealed(_, let error): error.isDiskFull
        default: false
        }
    }

    /// The exit status that the error leads to.
    package var status: ExitStatus {
        switch self {
        case .planUnusable, .formsBroken: .planUnusable
        case .inputUnusable: .inputUnusable
        case .nothingKnown, .noSuchCase, .noSuchPipeline, .unprintable, .noSuchRun,
            .nothingPublished, .noStock, .noSuchFigure,
            .noSuchForm, .noSuchRevision, .noClocks, .periodRefused, .keyMissing, .receiptNeedsKey,
            .inNeitherRun, .noVerdict, .generation:
            .usage
        case .ledger(.locked): .locked
        case .ledger(.keyFile), .ledger(.insideWorkspace), .ledger(.fileExists),
            .ledger(.folderMissing), .ledger(.emptyPath):
            .usage
        case .periodLost, .resultsForged: .verificationFailed
        case .log(let refusal): refusal.status
        case .sealed(_, let error): error.status
        case .ledger, .file, .rowsHaveNoPlace, .store, .accountUnbalanced, .levelUnbalanced,
            .evaluation, .tooLarge:
            .internal
        }
    }

    /// The word that stands for the error in the journal.
    package var code: String {
        switch self {
        case .planUnusable: "plan-unusable"
        case .inputUnusable: "input-unusable"
        case .accountUnbalanced: "account-unbalanced"
        case .levelUnbalanced: "level-unbalanced"
        case .evaluation: "evaluation"
        case .tooLarge: "too-large"
        case .formsBroken: "forms-broken"
        case .noSuchRun, .nothingPublished: "no-such-run"
        case .nothingKnown: "nothing-known"
        case .noSuchCase: "no-such-case"
        case .noSuchPipeline: "no-such-pipeline"
        case .noStock: "no-stock"
        case .noSuchFigure: "no-such-figure"
        case .noSuchRevision: "no-such-revision"
        case .noSuchForm: "no-such-form"
        case .noClocks: "no-clocks"
        case .periodLost: "period-lost"
        case .resultsForged: "results-forged"
        case .periodRefused: "period-refused"
        case .receiptNeedsKey: "key-missing"
        case .noVerdict: "no-verdict"
        case .unprintable: "unprintable"
        case .keyMissing: "key-missing"
        case .inNeitherRun: "in-neither-run"
        case .generation: "generation"
        case .log: "log"
        case .file: "file"
        case .rowsHaveNoPlace: "rows-have-no-place"
        case .ledger: "ledger"
        case .store: "store"
        case .sealed(_, let error): error.code
        }
    }
}

/// Whether the system says that the disk (ENOSPC), or the user's share of it (EDQUOT), is full.
private func isNoSpace(_ number: Int32) -> Bool { number == 28 || number == 122 }
