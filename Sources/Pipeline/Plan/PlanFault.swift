/// One thing that is wrong with the files of a plan.
package struct PlanFault: Sendable, Equatable {
    /// How bad it is.
    package enum Severity: String, Sendable {
        /// The plan cannot be used.
        case error
        /// The plan can be used; somebody should look.
        case warning
    }

    /// What is wrong.
    package var kind: Kind
    /// Where.
    package var place: PlanPlace
    /// What was probably meant.
    package var suggestion: String?
    /// How bad it is.
    package var severity: Severity { kind.severity }

    /// A fault at a place.
    package init(_ kind: Kind, at place: PlanPlace, suggestion: String? = nil) {
        self.kind = kind
        self.place = place
        self.suggestion = suggestion
    }
}
