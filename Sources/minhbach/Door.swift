import ArgumentParser
import Pipeline

/// Runs the body of a command; what it throws becomes a sentence and an exit code.
func atTheDoor(_ body: () throws -> ExitStatus) throws {
    let status: ExitStatus
    do {
        status = try body()
    } catch let error as ValidationError {
        throw error
    } catch {
        let error = RunError(error)
        printError(error.report)
        status = error.status
    }
    if status != .done { throw ExitCode(status.rawValue) }
}
