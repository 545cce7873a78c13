package import Columnar

/// How due dates are rebuilt: by which terms, which convention, which pauses.
package struct Clocks: Sendable {
    /// Name of the rules.
    package var name: String
    /// Version of the rules.
    package var version: Int
    /// At which moment of its last day a term of days or months ends.
    package var end: TermEnd
    /// Whether a procedure of the catalogue without term has its result at once.
    package var isImmediateWithoutTerm: Bool
    /// Every term, the more special ones first.
    package var terms: [TermRule]
    /// What stops the clock.
    package var pauses: [PauseRule]
    /// Every column is filled, whether a formula reads it or not: to show the clock of one case.
    package var fillsAll = false
}

/// The statutory term of the cases that a rule is for.
package struct TermRule: Sendable, Equatable {
    /// Code of the procedure; nil: any.
    package var procedure: String?
    /// Code of the unit that resolves; nil: any.
    package var unit: String?
    /// The channel; nil: any.
    package var channel: String?
    /// The days of acceptance for which it is in force.
    package var validity: Validity
    /// The term; nil: a result at once, without a due date.
    package var term: StatutoryTerm?
    /// The document that says so.
    package var basis: String?
    /// Where it is written.
    package var place: PlanPlace

    /// How special the rule is: a procedure tells more than a unit, that more than a channel.
    package var rank: Int {
        (procedure == nil ? 0 : 4) + (unit == nil ? 0 : 2) + (channel == nil ? 0 : 1)
    }
}

/// What stops the clock of cases: rows of a table with a beginning and an end.
package struct PauseRule: Sendable, Equatable {
    /// The table whose rows are the pauses.
    package var table: String
    /// Its column with the instant at which the clock is stopped.
    package var from: String
    /// Its column with the instant at which it goes on; null: not yet.
    package var to: String
    /// Its column with the due date as it stood before the pause; nil: the table does not tell.
    package var dueBefore: String?
    /// What kind of pause it is.
    package var kind: PauseKind
    /// The document that allows it.
    package var basis: String
    /// What it means for the due date.
    package var policy: PausePolicy
    /// The days of acceptance for which the rule is in force.
    package var validity: Validity
    /// Where it is written.
    package var place: PlanPlace
}

/// Kinds of pauses.
package enum PauseKind: String, Sendable, CaseIterable {
    /// The applicant is asked to complete the dossier.
    case supplement
    /// The applicant has to pay.
    case payment
    /// Another agency is asked, a field is checked, a council meets.
    case consultation
    /// Anything else that a law allows.
    case other
}

/// The columns of cases that clocks fill.
package enum ClockColumn: String, Sendable, CaseIterable {
    /// As the source first promised, where its pauses tell what stood before them.
    case dueFirst = "due_first"
    /// By the calendar as published on the day of acceptance, without pauses.
    case duePromised = "due_promised"
    /// By all that is known of the calendar, without pauses.
    case dueGross = "due_gross"
    /// By all that is known of the calendar, and with pauses.
    case dueComputed = "due_computed"
    /// How often a supplement was asked for.
    case supplements
    /// Working time for which the clock stood.
    case paused
    /// When the clock was stopped first.
    case pausedAt = "paused_at"

    /// Whether the column needs the term of the case.
    package var isOfTerms: Bool {
        self == .duePromised || self == .dueGross || self == .dueComputed
    }
}
