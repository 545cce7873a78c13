import Columnar

/// Where a target stands among the past values of one member.
package struct TargetStanding: Sendable, Equatable {
    /// The level.
    package var level: String
    /// The member.
    package var member: String
    /// The target.
    package var rule: TargetRule
    /// Number of past periods with a value.
    package var periods: Int
    /// In how many of them the target was reached.
    package var reached: Int
    /// The first and the last of them, by name; nil without any.
    package var span: [String]

    /// What this comes to.
    package enum Word: String, Sendable {
        /// There is nothing to compare with.
        case noHistory = "no history"
        /// No past period reached it.
        case never = "never reached"
        /// Every past period reached it.
        case always = "always exceeded"
        /// Some did, some did not.
        case sometimes = "sometimes reached"
    }

    /// What this comes to.
    package var word: Word {
        if periods == 0 { return .noHistory }
        return switch reached {
        case 0: .never
        case periods: .always
        default: .sometimes
        }
    }

    /// The percentile at which the target stands: the share of past periods that fell short of it,
    /// rounded half up; nil without history.
    package var percentile: Int? {
        periods == 0 ? nil : ((periods - reached) * 200 + periods) / (2 * periods)
    }

    /// The standing of a target among past values.
    init(_ rule: TargetRule, level: String, member: String, among past: [PastValue])
        throws(Exact.Overflow)
    {
        self.level = level
        self.member = member
        self.rule = rule
        periods = past.count
        var reached = 0
        for value in past where try rule.target.isMet(by: value.value) { reached += 1 }
        self.reached = reached
        span = past.isEmpty ? [] : [past[0].period.name, past[past.count - 1].period.name]
    }
}
