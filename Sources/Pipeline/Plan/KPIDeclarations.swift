/// What an indicator counts.
package enum IndicatorKind: String, Sendable, CaseIterable {
    /// What the agency does: cases handled, days taken.
    case output
    /// What comes of it for those whom it serves.
    case outcome
}

/// Which unit a case counts for where one receives it and another resolves it.
package enum Attribution: String, Sendable, CaseIterable {
    /// The unit that resolves it.
    case resolving
    /// The unit that received it.
    case receiving

    /// The column of a level: of a receiving KPI the level `unit` is the unit that received.
    func column(of level: String) -> String {
        let own = "unit", other = "unit_received"
        guard self == .receiving, !level.hasPrefix(other) else { return level }
        if level == own { return other }
        return level.hasPrefix(own + "_") ? other + level.dropFirst(own.count) : level
    }
}

/// Who answers for an indicator, and by which duty.
package struct Responsibility: Sendable, Equatable {
    /// The unit: a code of the catalogue, or words.
    package var unit: String?
    /// The position within it.
    package var position: String?
    /// The duty in the job description from which the indicator follows.
    package var duty: String?
}

/// One hearing before an indicator was set.
package struct Consultation: Sendable, Equatable {
    /// Who was heard.
    package var unit: String
    /// When, as the instant at which the day begins.
    package var date: Int64
    /// Where it is written down.
    package var document: String?
}

/// Where things stood before a target was set.
package struct Baseline: Sendable, Equatable {
    /// The value, in the unit of the KPI.
    package var value: DecimalNumber
    /// The period of which it is the value.
    package var period: String
    /// Where it comes from.
    package var source: String
}

/// The five statements on the quality of an indicator's data.
package struct QualityStatements: Sendable, Equatable {
    /// How the data are verified.
    package var verified: String?
    /// Where they come from.
    package var source: String?
    /// How accurate they need to be.
    package var accuracy: String?
    /// Where they are weak.
    package var limits: String?
    /// What makes up for that.
    package var compensation: String?

    /// The names of the statements that are not made, as the file has them.
    package var missing: [String] {
        let statements = [
            ("verified", verified), ("source", source), ("accuracy", accuracy), ("limits", limits),
            ("compensation", compensation),
        ]
        return statements.filter { $0.1 == nil }.map(\.0)
    }
}
