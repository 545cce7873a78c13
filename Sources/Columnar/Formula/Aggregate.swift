/// An aggregate over the rows of a group that its filter lets through.
struct Aggregate: Sendable {
    enum Function: Sendable {
        /// Rows; with an argument, those where it is not null.
        case count(Expression?)
        /// Distinct values that are not null.
        case countDistinct(Expression)
        case sum(Expression)
        /// The sum over the number of values, exact.
        case mean(Expression)
        case least(Expression)
        case greatest(Expression)
        /// The middle value, or the mean of both middle ones: SQL `percentile_cont(0.5)`.
        case median(Expression)
        /// Nearest rank: SQL `percentile_disc`; the rank lies between 0 and 1.
        case percentile(Expression, rank: Exact)
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
            case .countDistinct(let argument), .sum(let argument), .mean(let argument),
                .least(let argument), .greatest(let argument), .median(let argument),
                .percentile(let argument, _):
                [argument]
            case .peak(let from, let to): [from, to]
            }
        return arguments + (filter.map { [$0] } ?? [])
    }

    /// What must not be null for a row to count.
    var argument: Expression? {
        switch function {
        case .count(let argument): argument
        case .countDistinct(let argument), .sum(let argument), .mean(let argument),
            .least(let argument), .greatest(let argument), .median(let argument),
            .percentile(let argument, _):
            argument
        case .peak(let from, _): from
        }
    }

    /// Whether it counts: its argument may be of any type.
    var isCount: Bool {
        switch function {
        case .count, .countDistinct, .peak: true
        default: false
        }
    }

    /// Digits behind the point of what it adds up or picks.
    var scale: Int { argument?.scale ?? 0 }

    var type: ValueType {
        switch function {
        case .count, .countDistinct, .peak: .integer
        case .sum(let argument), .mean(let argument), .least(let argument),
            .greatest(let argument), .median(let argument), .percentile(let argument, _):
            argument.type ?? .integer
        }
    }
}

/// Arithmetic over aggregates.
indirect enum AggregateExpression: Sendable {
    /// An integer, instant or duration; `missing` for null.
    case constant(Int64)
    /// A decimal, or what turns a sum of tenths into a number.
    case fraction(Exact)
    case bound(Bound)
    /// Index into the aggregates of the formula.
    case aggregate(Int)
    case arithmetic(ArithmeticOperator, AggregateExpression, AggregateExpression)
    /// A function of numbers.
    case function(NumberFunction, [AggregateExpression])
}

/// Functions that take the numbers of a group as well as those of a row.
enum NumberFunction: String, Sendable {
    case abs, coalesce, nullif, least, greatest
}
