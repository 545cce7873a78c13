/// One place at which a measure decides something about a row, and how often it decided what.
package struct ClauseCount: Sendable, Equatable {
    /// What kind of place it is.
    package enum Kind: String, Sendable, CaseIterable {
        /// One of the conditions that must all hold.
        case conjunct = "and"
        /// One of the conditions of which one must hold.
        case branch = "or"
        /// The condition of a branch of `case`.
        case choice = "when"
        /// The branch of `case` where no other is taken.
        case otherwise = "else"
        /// Whether the argument of an aggregate is there.
        case argument
    }

    /// Where in the measure it stands.
    package let part: ClauseVerdict.Part
    /// What kind of place it is.
    package let kind: Kind
    /// The text as written.
    package let text: String
    /// Rows that came to it.
    package fileprivate(set) var rows = 0
    /// Rows for which it is true.
    package fileprivate(set) var yes = 0
    /// Rows for which it is false.
    package fileprivate(set) var no = 0
    /// Rows for which it is unknown: a null had a say.
    package fileprivate(set) var unknown = 0
    /// Rows for which nothing but it decided: the only condition that failed, the only branch that
    /// held, the branch that was taken, the argument that was missing.
    package fileprivate(set) var decided = 0
    /// Rows that lie exactly on the bound of a comparison by `<`, `<=`, `>` or `>=`; nil where it
    /// is none.
    package fileprivate(set) var atBound: Int?

    /// Why no row has shown what the clause is for; nil where some has.
    package var idleness: Idleness? {
        if rows == 0 { return .neverReached }
        if yes == 0 { return kind == .choice ? .neverTaken : .neverTrue }
        // A branch that always holds hides the others; a condition that always does is idle. That
        // an argument is always there is as it should be.
        let canBeIdle = kind == .conjunct || kind == .branch || kind == .choice
        return yes == rows && canBeIdle ? .alwaysTrue : nil
    }

    /// Why a clause has not been exercised.
    package enum Idleness: String, Sendable {
        /// No row came to it.
        case neverReached = "never-reached"
        /// It held for no row.
        case neverTrue = "never-true"
        /// It held for all rows.
        case alwaysTrue = "always-true"
        /// The branch was taken by no row.
        case neverTaken = "never-taken"
    }

    /// The sum of what two sets of rows showed of one clause.
    mutating func add(_ other: ClauseCount) {
        rows += other.rows
        yes += other.yes
        no += other.no
        unknown += other.unknown
        decided += other.decided
        atBound = atBound.map { $0 + (other.atBound ?? 0) }
    }

    init(_ part: ClauseVerdict.Part, _ kind: Kind, _ text: String, hasBound: Bool) {
        self.part = part
        self.kind = kind
        self.text = text
        atBound = hasBound ? 0 : nil
    }
}

extension ClauseCount {
    /// Counts one row that came to the clause.
    mutating func count(_ truth: UInt8, decided isDecided: Bool) {
        rows += 1
        switch truth {
        case Truth.yes.rawValue: yes += 1
        case Truth.no.rawValue: no += 1
        default: unknown += 1
        }
        if isDecided { decided += 1 }
    }

    /// Counts a row that lies on the bound.
    mutating func countBound() { atBound = (atBound ?? 0) + 1 }
}
