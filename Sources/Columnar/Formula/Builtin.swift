/// The functions of formulas; the raw value is the name.
///
/// Null rules: `coalesce` gives its first argument that is not null; `nullif` null where both are
/// equal; every other function of a row gives null where an argument is null. Aggregates leave out
/// rows whose argument is null; over no rows `count` and `peak` give 0, the others null.
enum Builtin: String, CaseIterable {
    case coalesce, nullif, date
    case workingTime = "working_time"
    case count, sum, min, max, median, percentile, peak

    var isAggregate: Bool {
        switch self {
        case .coalesce, .nullif, .date, .workingTime: false
        case .count, .sum, .min, .max, .median, .percentile, .peak: true
        }
    }

    var argumentCount: ClosedRange<Int> {
        switch self {
        case .coalesce: 1...Formula.longest
        case .nullif, .workingTime, .percentile, .peak: 2...2
        case .date, .count, .sum, .min, .max, .median: 1...1
        }
    }
}

/// An aggregate over the rows of a group that its filter lets through.
struct Aggregate: Sendable {
    enum Function: Sendable {
        /// Rows; with an argument, those where it is not null.
        case count(Expression?)
        case sum(Expression)
        case least(Expression)
        case greatest(Expression)
        /// The middle value, or the mean of both middle ones: SQL `percentile_cont(0.5)`.
        case median(Expression)
        /// Nearest rank: SQL `percentile_disc`.
        case percentile(Expression, rank: Int64)
        /// Most rows open at once in the period.
        case peak(from: Expression, to: Expression)
    }

    let function: Function
    let filter: Expression?
    let range: Range<Int>

    /// What the aggregate reads, the filter last.
    var expressions: [Expression] {
        let arguments: [Expression] =
            switch function {
            case .count(let argument): argument.map { [$0] } ?? []
            case .sum(let argument), .least(let argument), .greatest(let argument),
                .median(let argument), .percentile(let argument, _):
                [argument]
            case .peak(let from, let to): [from, to]
            }
        return arguments + (filter.map { [$0] } ?? [])
    }

    /// What must not be null for a row to count.
    var argument: Expression? {
        switch function {
        case .count(let argument): argument
        case .sum(let argument), .least(let argument), .greatest(let argument),
            .median(let argument), .percentile(let argument, _):
            argument
        case .peak(let from, _): from
        }
    }

    var type: ValueType {
        switch function {
        case .count, .peak: .integer
        case .sum(let argument), .least(let argument), .greatest(let argument),
            .median(let argument), .percentile(let argument, _):
            argument.type ?? .integer
        }
    }
}

/// Arithmetic over aggregates.
indirect enum AggregateExpression: Sendable {
    /// An integer or duration; `missing` for null.
    case constant(Int64)
    case bound(Bound)
    /// Index into the aggregates of the formula.
    case aggregate(Int)
    case arithmetic(ArithmeticOperator, AggregateExpression, AggregateExpression)
}
