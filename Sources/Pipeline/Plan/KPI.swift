package import Columnar

/// One version of an indicator: what is counted, by which rule, for whom, how often, against what.
package struct KPI: Sendable {
    /// Name of the KPI.
    package var name: String
    /// Its version.
    package var version: Int
    /// The days on which this version is in force.
    package var validity: Validity
    /// Its title.
    package var title: Wording
    /// The law or decision that it rests on.
    package var basis: String
    /// The strategic objective that it serves.
    package var objective: String?
    /// Whether it counts what the agency does or what comes of it.
    package var kind: IndicatorKind?
    /// Who answers for it.
    package var responsible: Responsibility?
    /// Who was heard before it was set, in the order of the file.
    package var consulted: [Consultation]
    /// Where things stood before.
    package var baseline: Baseline?
    /// The day on which it is to be revised, as the instant at which that begins.
    package var review: Int64?
    /// What its owner says of its data.
    package var quality: QualityStatements?
    /// Which unit a case counts for.
    package var attribution: Attribution
    /// Name of the table whose rows are counted.
    package var table: String
    /// Which rows are members; nil: all.
    package var membership: PlanFormula?
    /// What is counted, or a single aggregate where `denominator` is nil.
    package var numerator: PlanFormula
    /// Out of what.
    package var denominator: PlanFormula?
    /// The formulas, checked; never nil in a loaded plan.
    package var measure: Measure?
    /// The value shown is numerator ÷ denominator × scale.
    package var scale: Int64
    /// The unit of the value, as `%`.
    package var unit: String
    /// Decimal places shown.
    package var decimals: Int
    /// For whom it is computed.
    package var levels: [Level]
    /// For which lengths of period; empty: for all that the pipeline computes.
    package var every: [Grain]
    /// What is to be reached, by whom and when, in the order of the file.
    package var targets: [TargetRule]
    /// How to tell whether one target is fair to all; nil: not declared.
    package var fairness: FairnessRule?
    /// Fewer members than this and no value is shown.
    package var minimum: Int
    /// Where the data come from.
    package var dataSource: KPISource
    /// Where the KPI is written.
    package var place: PlanPlace
    /// Where its table is named.
    var tablePlace: PlanPlace
    /// Where its objective is named.
    var objectivePlace: PlanPlace
}

/// The days on which a version of a rule is in force: half-open.
package struct Validity: Sendable, Equatable {
    /// First instant of the first day; nil: always was.
    package var from: Int64? = nil
    /// First instant after the last day; nil: still is.
    package var until: Int64? = nil

    /// Tells whether the instant lies within.
    package func contains(_ instant: Int64) -> Bool {
        (from.map { $0 <= instant } ?? true) && (until.map { instant < $0 } ?? true)
    }
}

/// For whom a KPI is computed: the whole agency, or each value of a column.
package struct Level: Sendable {
    /// Name of the level in results, as `agency` or `unit`.
    package var name: String
    /// The column whose codes are the members; nil: the whole agency.
    package var column: String?
    /// Where the level is asked for.
    var place: PlanPlace
}

/// Which periods a KPI is computed for.
package enum Grain: Sendable, Hashable {
    /// The calendar periods of a length.
    case calendar(PeriodLength)
    /// The periods of a length of the calendar of reports of that name.
    case reporting(String, PeriodLength)
    /// The named interval of the pipeline.
    case named(String)
}

/// Where the data of a KPI come from: who answers for them.
package struct KPISource: Sendable, Equatable {
    /// The system that holds them.
    package var system: String
    /// Who answers for them.
    package var owner: String
    /// How they are collected.
    package var collected: String
    /// How often they are collected.
    package var cycle: String?
    /// Whether people write them down; nil: not said.
    package var isManual: Bool?
}
