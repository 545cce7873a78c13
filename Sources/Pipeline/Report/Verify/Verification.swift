package import Ledger

/// What verification found of one sealed run.
package struct Verification: Sendable {
    /// Name of the run.
    package var run: String
    /// What the ledger alone shows: objects, journal, manifest, outputs.
    package var ledger: [LedgerFault]
    /// Files that came out otherwise when the run was computed again from the archive.
    package var differences: [Difference]
    /// What is wrong with revisions and decisions.
    package var periods: [PeriodFault] = []
    /// Periods whose figures the run took from others: those are verified with them.
    package var taken: [TakenPeriod] = []
    /// The version of the program that made the run, where it is not this one.
    package var otherProgram: String?
    /// Everything for which the run does not hold, each with its cause.
    package var faults: [VerificationFault] = []
    /// Files that come out otherwise because personal values in their inputs were erased.
    package var erased: [Difference] = []
    /// What was found that is no fault.
    package var notes: [Wording] = []

    /// A file that came out otherwise.
    package struct Difference: Sendable, Equatable {
        /// Name of the file.
        package var file: String
        /// The first line that differs, from 1; nil where a file is missing on one side.
        package var line: Int?
        /// That line as sealed; empty past the end.
        package var sealed: String
        /// That line as computed again; empty past the end.
        package var computed: String
    }

    /// Whether everything is as it was sealed; what a killed run left is no fault of this one.
    package var holds: Bool { faults.isEmpty }

    /// The causes that were found, each once, in the order in which causes are listed.
    package var causes: [Cause] {
        Cause.allCases.filter { cause in faults.contains { $0.cause == cause } }
    }
}
