import ArgumentParser
import Ledger
import Pipeline

/// Runs the body of a command; what it throws becomes a sentence and an exit code.
func atTheDoor(_ body: () throws -> ExitStatus) throws {
    let status: ExitStatus
    do {
        status = try body()
    } catch let error as RunError {
        printError(error.report)
        status = error.status
    } catch let error as LedgerError {
        printError(RunError.ledger(error).report)
        status = RunError.ledger(error).status
    } catch let error as ValidationError {
        throw error
    } catch {
        printError(["error: \(error)"])
        status = .internal
    }
    if status != .done { throw ExitCode(status.rawValue) }
}
