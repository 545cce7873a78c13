/// The five properties that a target must have.
package enum SmartCriterion: String, Sendable, CaseIterable {
    /// It says what is counted, in what unit, and who answers.
    case specific
    /// Its figure can be computed from a declared source.
    case measurable
    /// What it asks has been reached, or nearly so.
    case achievable
    /// It serves an objective that is in force.
    case relevant
    /// It says for when, until when, and when it is revised.
    case timeBound = "time-bound"

    /// The criterion in both languages.
    package var title: Wording {
        switch self {
        case .specific: Wording(vietnamese: "Cụ thể", english: rawValue)
        case .measurable: Wording(vietnamese: "Đo được", english: rawValue)
        case .achievable: Wording(vietnamese: "Khả thi", english: rawValue)
        case .relevant: Wording(vietnamese: "Phù hợp", english: rawValue)
        case .timeBound: Wording(vietnamese: "Có thời hạn", english: rawValue)
        }
    }
}

/// What is to be said of one criterion.
package enum SmartVerdict: String, Sendable, CaseIterable {
    /// All that it asks is there.
    case met
    /// What decides is not known.
    case cannotTell = "cannot tell"
    /// Something is missing or contradicts it.
    case notMet = "not met"

    /// The verdict in both languages.
    package var title: Wording {
        switch self {
        case .met: Wording(vietnamese: "đạt", english: rawValue)
        case .cannotTell: Wording(vietnamese: "chưa rõ", english: rawValue)
        case .notMet: Wording(vietnamese: "chưa đạt", english: rawValue)
        }
    }

    /// The graver one of two.
    func worse(_ other: SmartVerdict) -> SmartVerdict {
        let order = SmartVerdict.allCases
        return (order.firstIndex(of: self) ?? 0) < (order.firstIndex(of: other) ?? 0)
            ? other : self
    }
}

/// One criterion of one KPI: the verdict, and on what it rests.
package struct SmartFinding: Sendable {
    /// The criterion.
    package var criterion: SmartCriterion
    /// What is to be said of it.
    package var verdict: SmartVerdict
    /// The evidence, a sentence in each language.
    package var evidence: Wording
    /// Where each target stands in the history of those for whom it is; only of `achievable`.
    package var standings: [TargetStanding] = []
}

/// The five findings on one version of a KPI.
package struct SmartReport: Sendable {
    /// The KPI.
    package var kpi: KPI
    /// The findings, in the order of the criteria.
    package var findings: [SmartFinding]

    /// The verdict on a criterion.
    package func verdict(_ criterion: SmartCriterion) -> SmartVerdict {
        findings.first { $0.criterion == criterion }?.verdict ?? .cannotTell
    }

    /// Whether all five are met.
    package var isSmart: Bool { findings.allSatisfy { $0.verdict == .met } }
}
