extension PlanFault {
    /// What can be wrong with the files of a plan: data only, sentences are made from it.
    package enum Kind: Sendable, Equatable {
        /// The file cannot be read; the system's reason.
        case unreadable(reason: String)
        var severity: Severity { .error }
    }
}
