package import Columnar

/// What is to be reached.
package struct Target: Sendable, Equatable {
    /// How the value is compared.
    package enum Comparison: String, Sendable, CaseIterable {
        /// The value may not be less.
        case atLeast = "at_least"
        /// The value may not be more.
        case atMost = "at_most"
        /// The value must be this.
        case exactly
    }

    /// How the value is compared.
    package var comparison: Comparison
    /// The number, exactly.
    package var number: DecimalNumber
}

/// A decimal number as somebody wrote it: `units` ÷ 10^`places`.
package struct DecimalNumber: Sendable, Equatable {
    /// The digits as a whole number.
    package var units: Int64
    /// How many of them stand behind the point.
    package var places: Int
    /// As written.
    package var text: String
}

/// A target, and for whom and when it holds.
package struct TargetRule: Sendable, Equatable {
    /// What is to be reached.
    package var target: Target
    /// For which level; nil: for all.
    package var level: String?
    /// For which member of the level; nil: for all.
    package var member: String?
    /// For which periods.
    package var period: TargetPeriod
    /// The days on which it is in force.
    package var validity: Validity
    /// Why it is what it is.
    package var reason: String?
    /// Where it is written.
    package var place: PlanPlace
}

/// The periods for which a target holds.
package enum TargetPeriod: Sendable, Hashable {
    /// All.
    case any
    /// Those of a length.
    case length(PeriodLength)
    /// The one of that name.
    case named(String)
}

/// How to tell whether one target is fair to units whose cases differ.
package struct FairnessRule: Sendable, Equatable {
    /// The column by which cases differ, as `procedure`.
    package var column: String
    /// So far may the expected value of a unit lie from the agency's, in the unit of the KPI.
    package var margin: DecimalNumber
    /// Members with fewer rows are not judged.
    package var minimum: Int
    /// Members are judged of whose rows at least so many of a hundred are of kinds that others have
    /// as well: who is alone with a kind would be compared with himself.
    package var shared: Int
    /// Where the column is named.
    var place: PlanPlace
}

extension KPI {
    /// The target that is not of one level, member or period alone: what the KPI asks of all.
    package var target: Target? {
        targets.first { $0.level == nil && $0.period == .any }?.target
    }

    /// The rule by which a figure is judged: the most specific one.
    ///
    /// Of those in force at the end of its period a member goes before a level, and then one
    /// period before a length.
    package func targetRule(level: String, member: String, period: Period) -> TargetRule? {
        var best: Int?
        for index in targets.indices
        where targets[index].holds(level: level, member: member, period: period) {
            guard let known = best, targets[index].specificity <= targets[known].specificity
            else {
                best = index
                continue
            }
        }
        return best.map { targets[$0] }
    }
}

extension TargetRule {
    /// How narrowly the rule is drawn; of two rules in force the narrower one holds.
    package var specificity: Int {
        let who = member != nil ? 2 : level != nil ? 1 : 0
        let time =
            switch period {
            case .any: 0
            case .length: 1
            case .named: 2
            }
        return who * 3 + time
    }

    /// Whether the rule is for this figure and in force at the end of its period.
    package func holds(level: String, member: String, period: Period) -> Bool {
        (self.level.map { $0 == level } ?? true) && (self.member.map { $0 == member } ?? true)
            && validity.contains(period.end - 1) && self.period.holds(for: period)
    }
}

extension TargetPeriod {
    /// Whether the period is one of these; it bears the name of the civil one in which it ends.
    package func holds(for period: Period) -> Bool {
        switch self {
        case .any: true
        case .named(let name): period.name == name
        case .length(let length):
            length.periods(overlapping: period.end - 1, period.end).first?.name == period.name
        }
    }
}
