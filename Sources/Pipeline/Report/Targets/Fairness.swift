package import Columnar

/// Whether the targets of one KPI are fair to the members of a level whose cases differ.
package struct KPIFairness: Sendable {
    /// The KPI.
    package var kpi: KPI
    /// The column by which cases differ.
    package var column: String
    /// Each member with its expectation, by code; nil where the KPI cannot be standardised.
    package var members: [MemberExpectation]?
    /// The agency's value.
    package var agency: LargeRatio?
    /// The targets that are laid flat over members of whom these are expected to differ.
    package var warnings: [FairnessWarning]
}

/// A target that is laid flat over members whose expected values differ.
package struct FairnessWarning: Sendable {
    /// The target.
    package var rule: TargetRule
    /// Number of members for whom it is.
    package var memberCount: Int
    /// Those of them whose expected value differs, by code.
    package var differing: [String]
}

extension KPI {
    /// The column by which its cases differ.
    var caseMixColumn: String { fairness?.column ?? "procedure" }

    /// The fairness of the KPI's targets to the members of a level, from the rows of a period.
    func fairness(
        level: Level, over table: DatasetTable, in scope: Scope, _ lines: [TargetLine]
    ) throws -> KPIFairness {
        let kind = caseMixColumn
        var found = KPIFairness(kpi: self, column: kind, members: nil, agency: nil, warnings: [])
        guard let measure, measure.isAdditiveRatio, let column = level.column else { return found }
        let mix = try CaseMix(of: measure, over: table, member: column, kind: kind, in: scope)
        guard let standard = try Standardisation(mix, scale: scale, rule: fairness) else {
            return found
        }
        found.members = standard.members
        found.agency = standard.agency
        let differing = Set(standard.members.filter { $0.differs == true }.map(\.member))
        found.warnings = lines.compactMap { line in
            let own = line.members.filter(differing.contains)
            guard line.isFlat, !own.isEmpty else { return nil }
            return FairnessWarning(
                rule: line.rule, memberCount: line.members.count, differing: own)
        }
        return found
    }
}
