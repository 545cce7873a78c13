import Columnar

/// A column that every table of a kind has, null where a source lacks it (DESIGN, section 4).
package struct CanonicalColumn: Sendable, Equatable {
    /// Its name.
    package var name: String
    /// Its type.
    package var type: ColumnType
    /// The only values that it may have; nil: any.
    package var values: [String]?
    /// A mapping must say where it is found.
    package var isNeeded = false
    /// The program fills it; a mapping may not.
    package var isGiven = false
}

extension TableKind {
    /// The channels through which a case can come.
    package static let channels = ["direct", "online", "postal"]

    /// The statuses that a case can have.
    package static let statuses = [
        "registered", "accepted", "refused", "processing", "waiting_supplement",
        "waiting_payment", "withdrawn", "stopped", "resolved", "returned",
    ]

    /// The columns that every table of this kind has.
    package var canonicalColumns: [CanonicalColumn] {
        let own =
            switch self {
            case .case: Self.caseColumns
            case .step: Self.stepColumns
            case .survey: Self.surveyColumns
            case .record: [CanonicalColumn(name: "source", type: .code, isGiven: true)]
            }
        return own
            + UnitColumn.all(own.map(\.name)).map {
                CanonicalColumn(name: $0.name, type: .code, isGiven: true)
            }
    }

    private static let caseColumns = [
        CanonicalColumn(name: "case_id", type: .id, isNeeded: true),
        CanonicalColumn(name: "source", type: .code, isGiven: true),
        CanonicalColumn(name: "procedure", type: .code),
        CanonicalColumn(name: "procedure_group", type: .code),
        CanonicalColumn(name: "field", type: .code),
        CanonicalColumn(name: "term_unit", type: .code, values: TermUnit.allCases.map(\.rawValue)),
        CanonicalColumn(name: "unit", type: .code),
        CanonicalColumn(name: "unit_received", type: .code),
        CanonicalColumn(name: "officer", type: .code),
        CanonicalColumn(name: "officer_at_event", type: .code, isGiven: true),
        CanonicalColumn(name: "channel", type: .code, values: channels),
        CanonicalColumn(name: "status", type: .code, values: statuses),
        CanonicalColumn(name: "submitted_at", type: .instant),
        CanonicalColumn(name: "accepted_at", type: .instant),
        CanonicalColumn(name: "due_at", type: .instant),
        CanonicalColumn(name: "due_first", type: .instant),
        CanonicalColumn(name: "due_promised", type: .instant),
        CanonicalColumn(name: "due_gross", type: .instant),
        CanonicalColumn(name: "due_computed", type: .instant),
        CanonicalColumn(name: "resolved_at", type: .instant),
        CanonicalColumn(name: "returned_at", type: .instant),
        CanonicalColumn(name: "updated_at", type: .instant),
        CanonicalColumn(name: "supplements", type: .integer),
        CanonicalColumn(name: "paused", type: .duration),
        CanonicalColumn(name: "paused_at", type: .instant),
    ]

    private static let stepColumns = [
        CanonicalColumn(name: "case_id", type: .id),
        CanonicalColumn(name: "source", type: .code, isGiven: true),
        CanonicalColumn(name: "step", type: .code),
        CanonicalColumn(name: "unit", type: .code),
        CanonicalColumn(name: "officer", type: .code),
        CanonicalColumn(name: "started_at", type: .instant),
        CanonicalColumn(name: "ended_at", type: .instant),
    ]

    private static let surveyColumns = [
        CanonicalColumn(name: "response", type: .id, isNeeded: true),
        CanonicalColumn(name: "source", type: .code, isGiven: true),
        CanonicalColumn(name: "case_id", type: .id),
        CanonicalColumn(name: "unit", type: .code),
        CanonicalColumn(name: "procedure", type: .code),
        CanonicalColumn(name: "mode", type: .code),
        CanonicalColumn(name: "answered_at", type: .instant),
        CanonicalColumn(name: "respondent", type: .id),
        CanonicalColumn(name: "question", type: .code),
        CanonicalColumn(name: "scale", type: .code, isGiven: true),
        CanonicalColumn(name: "level", type: .integer),
    ]
}
