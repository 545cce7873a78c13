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
    /// No run of that name.
    case noSuchRun(String)
    /// The workspace has no published run.
    case nothingPublished(workspace: String)
    /// The run has no ledger of the stock.
    case noStock(run: String)
    /// The run has no figure of that name: which part of the name is unknown, and the nearest one.
    case noSuchFigure(part: String, name: String, hint: String?)
    /// The pipeline of a run does not say how due dates are rebuilt.
    case noClocks(pipeline: String)
    /// A mapping hashes personal columns, and no key file was named.
    case keyMissing
    /// The archive, the journal or the machine.
    case ledger(LedgerError)
    /// No sample data could be made.
    case generation(GenerateFault)
    /// A file of the workspace cannot be read, or one of the program's own written.
    case file(TabularError)
    /// The store of results.
    case store(String)
    /// The run was sealed, and what comes behind that failed: nothing is lost.
    case sealed(run: String, then: RunError)

    /// Whatever was thrown, as an error of a run.
    package init(_ error: any Error) {
        switch error {
        case let error as RunError: self = error
        case let error as LedgerError: self = .ledger(error)
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
        case .ledger(.system(_, _, let number)): number == noSpace
        case .file(let error):
            if case .system(_, let number) = error.kind { number == noSpace } else { false }
        case .sealed(_, let error): error.isDiskFull
        default: false
        }
    }

    /// The exit status that the error leads to.
    package var status: ExitStatus {
        switch self {
        case .planUnusable: .planUnusable
        case .inputUnusable: .inputUnusable
        case .noSuchRun, .nothingPublished, .noStock, .noSuchFigure, .noClocks, .keyMissing,
            .generation:
            .usage
        case .ledger(.locked): .locked
        case .sealed(_, let error): error.status
        case .ledger, .file, .store, .accountUnbalanced, .levelUnbalanced, .evaluation,
            .tooLarge:
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
        case .noSuchRun, .nothingPublished: "no-such-run"
        case .noStock: "no-stock"
        case .noSuchFigure: "no-such-figure"
        case .noClocks: "no-clocks"
        case .keyMissing: "key-missing"
        case .generation: "generation"
        case .file: "file"
        case .ledger: "ledger"
        case .store: "store"
        case .sealed(_, let error): error.code
        }
    }
}

/// What the system says where the disk is full (ENOSPC).
private let noSpace: Int32 = 28
