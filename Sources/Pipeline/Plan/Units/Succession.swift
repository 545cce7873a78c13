package import Columnar

/// One line of the succession table: what became of a unit, or of a part of it.
package struct Succession: Sendable, Equatable {
    /// What happened.
    package enum Kind: String, Sendable, CaseIterable {
        /// The unit went into another one.
        case merge
        /// The unit was divided.
        case split
        /// The unit, or its whole level, was abolished.
        case abolition
        /// The unit has another name or code.
        case rename
        /// The unit was put under another one, or a part of it was.
        case transfer
    }

    /// Code of the unit that ended.
    package var from: String
    /// First instant at which it was no more: with the code it tells which unit is meant.
    package var fromUntil: Int64
    /// Code of the unit that came after it; nil where none did.
    package var to: String?
    /// From when on: tells which unit of that code is meant.
    package var date: Int64
    /// What happened.
    package var kind: Kind
    /// How much of the old unit the new one received; nil where nobody has said.
    package var share: Exact?
    /// The resolution or decision.
    package var basis: String
    /// Where it is written.
    package var place: PlanPlace
}

/// What is shown, in the restated view, of a unit that was divided.
package enum SplitPolicy: String, Sendable, CaseIterable {
    /// Its rows stand under the old code, marked as withheld.
    case withhold
    /// Its counts and sums are given to the new units by their declared shares.
    case estimate
}
