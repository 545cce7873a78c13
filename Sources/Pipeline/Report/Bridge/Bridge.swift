package import Columnar

/// How the figures of one sealed run become those of another: part by part, exactly.
package struct Bridge: Sendable {
    /// Name of the run from which it leads.
    package var from: String
    /// Name of the run to which it leads.
    package var to: String
    /// The figures, in the order of `results.csv`.
    package var figures: [BridgedFigure]
    /// What could not be told apart, or counts elsewhere than one would think, and why.
    package var remarks: [BridgeRemark]
    /// Figures that differ and were not asked for, by level in byte order.
    package var others: [(level: String, count: Int)]
}

/// A figure in both runs, and what leads from one to the other.
package struct BridgedFigure: Sendable {
    /// Which figure.
    package var name: BridgedName
    /// The runs that computed it: those of the bridge, unless they took it from an earlier one.
    package var runs: (from: String, to: String)
    /// As the first run sealed it.
    package var from: BridgeEnd
    /// As the second run sealed it.
    package var to: BridgeEnd
    /// The parts in their fixed order; causes that do not differ are not among them.
    package var parts: [BridgePart]
    /// The unit of the value, as `%`.
    package var unit: String
    /// Decimal places shown.
    package var decimals: Int

    /// Whether both ends have a value, so that parts of it can be told.
    package var hasValues: Bool { from.value != nil && to.value != nil }
}

/// What tells one figure from another; the version of its rule does not.
package struct BridgedName: Sendable, Hashable {
    /// Name of the KPI.
    package var kpi: String
    /// Name of the period.
    package var period: String
    /// The level.
    package var level: String
    /// Which of them.
    package var member: String

    /// A figure by its names.
    package init(kpi: String, period: String, level: String, member: String) {
        self.kpi = kpi
        self.period = period
        self.level = level
        self.member = member
    }
}

/// What a figure is at one place of the bridge.
package struct BridgeEnd: Sendable, Equatable {
    /// Version of the KPI; nil where there is no such figure.
    package var version: Int?
    /// What was counted; nil where nothing could be.
    package var numerator: Exact?
    /// Out of what.
    package var denominator: Exact?
    /// The value, exactly; nil where the figure has none.
    package var value: Exact?
    /// The value as a person reads it.
    package var shown: String
    /// Why there is a value, or none; nil where there is no such figure.
    package var status: FigureStatus?

    /// No such figure.
    package static let absent = BridgeEnd(
        version: nil, numerator: nil, denominator: nil, value: nil, shown: "", status: nil)
}

/// What one cause, or several that cannot be told apart, add to a figure.
package struct BridgePart: Sendable {
    /// The causes; more than one where they cannot be told apart.
    package var steps: [BridgeStep]
    /// What it adds to the numerator; nothing counts as 0.
    package var numerator: Exact
    /// What it adds to the denominator.
    package var denominator: Exact
    /// What it adds to the value; nil where an end of the bridge has none, or where the value is
    /// undefined behind this part, so that a later part holds it.
    package var value: Exact?
    /// Earlier parts behind which there was no value, and whose share is in `value`.
    package var holds: [BridgeStep]
    /// The figure behind this part.
    package var after: BridgeEnd
    /// Rows that bring something else than before.
    package var caseCount: Int
    /// The first of them by identity; no more than were asked for.
    package var cases: [BridgeCase]
    /// Of late data what it consists of.
    package var kinds: [BridgeKind]

    /// Whether anything is another number or another case.
    package var isSomething: Bool {
        caseCount > 0 || numerator != Exact(0) || denominator != Exact(0)
            || (value ?? Exact(0)) != Exact(0)
    }

    /// The causes as `bridge.csv` writes them.
    package var word: String { steps.map(\.rawValue).joined(separator: "+") }
}

/// New, changed or vanished cases of late data.
package struct BridgeKind: Sendable, Equatable {
    /// What became of a case.
    package enum Kind: String, Sendable, CaseIterable {
        /// It was not there before.
        case new
        /// A file says something else of it.
        case changed
        /// It is not there any more.
        case vanished
    }

    /// What became of the cases.
    package var kind: Kind
    /// Number of them.
    package var count = 0
    /// What they add to the numerator; nil where rows have no share of it, as of a median.
    package var numerator: Exact?
    /// What they add to the denominator.
    package var denominator: Exact?
}

/// A row that brings something else to a figure than before.
package struct BridgeCase: Sendable, Equatable {
    /// The case code, or the answer's response.
    package var id: String
    /// What it was before.
    package var before: BridgeStanding
    /// What it is after.
    package var after: BridgeStanding
    /// The file of its record: of the one after, where there is one.
    package var file: String
    /// Number of the record in its file.
    package var record: Int
    /// The first clause that judges otherwise, with both verdicts; empty where none does.
    package var clause: String
}

/// How a row stands to a figure.
package enum BridgeStanding: Sendable, Equatable {
    /// There is no such row.
    case absent
    /// It is there and does not belong to the figure.
    case uncounted
    /// It counts for another member of the level.
    case elsewhere(String)
    /// It belongs, and the two sides would be these of it alone.
    ///
    /// Of counts and sums that is its share.
    case counted(numerator: Exact?, denominator: Exact?)
}

extension BridgeStanding {
    /// What it brings to the numerator; nil: nothing.
    package var numerator: Exact? {
        if case .counted(let numerator, _) = self { numerator } else { nil }
    }

    /// What it brings to the denominator; nil: nothing.
    package var denominator: Exact? {
        if case .counted(_, let denominator) = self { denominator } else { nil }
    }
}

/// Why a part is not what one would think.
package enum BridgeRemark: Sendable, Equatable {
    /// The causes cannot be told apart, for a reason in one sentence.
    case inseparable([BridgeStep], reason: String)
    /// A file of a cause counts with the rules: the pipeline file of one run does not name it.
    case withRules(BridgeStep, file: String)
    /// An input of one run alone: its files count with the rules.
    case inputWithRules(String)
    /// A run was made by another version of the program; its rows are counted by this one.
    case otherProgram(run: String, version: String)
}
