package import Ledger

/// Why a command could not do what it was asked: the run is broken, the data are not to blame.
package indirect enum RunError: Error, Sendable {
    /// The pipeline files cannot be used.
    case planUnusable([PlanFault])
    /// Inputs are missing, empty, shrunk or unreadable, and the pipeline says to stop.
    case inputUnusable([Finding])
    /// Records vanished: the account of a file does not balance. A fault of the program.
    case accountUnbalanced(file: String)
    /// A formula met a value that it cannot compute with.
    case evaluation(kpi: String, reason: String)
    /// A file holds more text than a column can.
    case tooLarge(table: String)
    /// No run of that name, or none at all.
    case noSuchRun(String)
    /// No figure of that name.
    case noSuchFigure(String, hint: String?)
    /// A mapping hashes personal columns, and no key file was named.
    case keyMissing
    /// The archive, the journal or the machine.
    case ledger(LedgerError)
    /// The store of results.
    case store(String)
    /// The run was sealed, and what comes behind that failed: nothing is lost.
    case sealed(run: String, then: RunError)

    /// Whatever was thrown, as an error of a run.
    package init(_ error: any Error) {
        switch error {
        case let error as RunError: self = error
        case let error as LedgerError: self = .ledger(error)
        default: self = .store(String(describing: error))
        }
    }

    /// The exit status that the error leads to.
    package var status: ExitStatus {
        switch self {
        case .planUnusable: .planUnusable
        case .inputUnusable: .inputUnusable
        case .noSuchRun, .noSuchFigure, .keyMissing: .usage
        case .ledger(.locked): .locked
        case .sealed(_, let error): error.status
        case .ledger, .store, .accountUnbalanced, .evaluation, .tooLarge: .internal
        }
    }

    /// The word that stands for the error in the journal.
    package var code: String {
        switch self {
        case .planUnusable: "plan-unusable"
        case .inputUnusable: "input-unusable"
        case .accountUnbalanced: "account-unbalanced"
        case .evaluation: "evaluation"
        case .tooLarge: "too-large"
        case .noSuchRun: "no-such-run"
        case .noSuchFigure: "no-such-figure"
        case .keyMissing: "key-missing"
        case .ledger: "ledger"
        case .store: "store"
        case .sealed(_, let error): error.code
        }
    }
}
