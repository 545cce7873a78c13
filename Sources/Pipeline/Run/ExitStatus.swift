/// How a command ends, for cron and for scripts.
///
/// The numbers are a contract.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Done.
    case done = 0
    /// Done, with findings at or above `--fail-on`.
    case findings = 1
    /// The pipeline files cannot be used.
    case planUnusable = 2
    /// An expected input is missing, empty, shrunk or unreadable.
    case inputUnusable = 3
    /// Verification failed.
    case verificationFailed = 4
    /// Another run holds the lock.
    case locked = 5
    /// The command line cannot be understood.
    case usage = 64
    /// The machine or the program failed: disk full, no permission, a fault of ours.
    case `internal` = 70
}
