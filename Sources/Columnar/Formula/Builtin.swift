/// The functions of formulas; the raw value is the name.
///
/// Null rules: `coalesce` gives its first argument that is not null; `nullif` null where both are
/// equal; `least` and `greatest` leave nulls out; every other function of a row gives null where an
/// argument is null. Aggregates leave out rows whose argument is null; over no rows `count`, `peak`
/// and `stock` give 0, the others null.
enum Builtin: String, CaseIterable {
    case coalesce, nullif, date, abs, mod, least, greatest
    case workingTime = "working_time"
    case workingDays = "working_days"
    case addWorkingDays = "add_working_days"
    case count, sum, min, max, avg, median, percentile, peak, stock
    case percentileDisc = "percentile_disc"
    case percentileCont = "percentile_cont"

    var isAggregate: Bool {
        switch self {
        case .coalesce, .nullif, .date, .abs, .mod, .least, .greatest, .workingTime, .workingDays,
            .addWorkingDays:
            false
        case .count, .sum, .min, .max, .avg, .median, .percentile, .peak, .stock, .percentileDisc,
            .percentileCont:
            true
        }
    }

    /// Whether it is called with `within group (order by …)`.
    var takesOrder: Bool { self == .percentileDisc || self == .percentileCont }

    var argumentCount: ClosedRange<Int> {
        switch self {
        case .coalesce, .least, .greatest: 1...Formula.longest
        case .nullif, .mod, .workingTime, .workingDays, .addWorkingDays, .percentile, .peak: 2...2
        case .stock: 3...3
        case .date, .abs, .count, .sum, .min, .max, .avg, .median, .percentileDisc,
            .percentileCont:
            1...1
        }
    }
}

extension Formula {
    /// The names of all functions.
    package static var functionNames: [String] { Builtin.allCases.map(\.rawValue) }
}
