package import Columnar

/// One result: what a KPI came to for one member of one level in one period.
package struct Figure: Sendable, Equatable {
    /// Name of the KPI.
    package var kpi: String
    /// Version of the KPI that was in force.
    package var version: Int
    /// The period.
    package var period: Period
    /// The level for which it is computed, such as `agency` or `unit`.
    package var level: String
    /// Which of them; of the agency its code.
    ///
    /// `(none)`: rows that name none.
    package var member: String
    /// What was counted; nil where nothing could be.
    package var numerator: Exact?
    /// Out of what; 1 for a plain number.
    package var denominator: Exact?
    /// numerator ÷ denominator × scale, as text; empty unless the status is `ok`, `provisional` or
    /// `estimated`.
    package var value: String
    /// The value as a person reads it.
    package var shown: String
    /// Why there is a value, or none.
    package var status: FigureStatus
    /// What was to be reached, as the KPI writes it.
    package var target: String
    /// Whether it was reached, by exact comparison; nil without target or value.
    package var met: Bool?
}

/// Why a figure has a value, or why it has none.
///
/// Empty is not 0 and not 100.
package enum FigureStatus: String, Sendable, CaseIterable {
    /// The value stands.
    case ok
    /// The value stands as known now; the period is not over.
    case provisional
    /// Nothing to count.
    case noCases = "no-cases"
    /// Fewer cases than the KPI's minimum.
    case tooFew = "too-few"
    /// The KPI does not apply here.
    case notApplicable = "not-applicable"
    /// Withheld to protect persons.
    case suppressed
    /// An input that the KPI needs was not there.
    case missingInput = "missing-input"
    /// The value rests on a unit that was divided: by shares, or without the part that it received.
    case estimated
    /// What a divided unit left that nobody can give to its successors.
    case withheld
}

/// All figures of a run, in the order of `results.csv`.
package struct Results: Sendable {
    /// The figures in stretches, one behind the other: those of one version of a KPI each, as they
    /// were computed.
    package let stretches: [[Figure]]
    /// The forms, filled; nil where the pipeline has none.
    package var forms: FilledForms?
    /// The ledger of the stock; nil where the pipeline asks for none.
    package var stock: [StockLine]?
    /// The scores, in the order of `scores.csv`; nil where the plan has no scorecards.
    package var scores: [Score]?

    /// These figures and scores.
    package init(figures: [Figure], scores: [Score]? = nil) {
        self.init(stretches: [figures], scores: scores)
    }

    /// The figures of these stretches.
    init(stretches: [[Figure]], scores: [Score]? = nil) {
        self.stretches = stretches
        self.scores = scores
    }

    /// The figures, copied into one array: for who needs them so, as forms do.
    package var figures: [Figure] {
        stretches.count == 1 ? stretches[0] : Array(stretches.joined())
    }

    /// Number of figures.
    package var figureCount: Int { stretches.reduce(0) { $0 + $1.count } }
}
