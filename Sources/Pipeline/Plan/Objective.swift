/// A strategic objective that KPIs serve.
package struct Objective: Sendable, Equatable {
    /// Its name, which KPIs give.
    package var name: String
    /// Its title.
    package var title: Wording
    /// Whom it serves.
    package var serves: Wording
    /// Its term of one to three years; both ends are set.
    package var term: Validity
    /// The law or decision that it rests on.
    package var basis: String
    /// Who answers for it.
    package var owner: String
    /// By which document it was approved.
    package var approval: Approval
    /// Name of the objective of which it is a part.
    package var whole: String?
    /// Where it is written.
    package var place: PlanPlace
    /// Where the objective is named of which it is a part.
    var wholePlace: PlanPlace
}

/// The document by which something was approved.
package struct Approval: Sendable, Equatable {
    /// The document.
    package var document: String
    /// Its date, as the instant at which the day begins.
    package var date: Int64
}
