/// A formula over one row, checked: every column exists, every type fits.
///
/// `in`, `between`, `nullif` and the simple `case` are gone: they are spelled by comparisons.
struct Expression: Sendable {
    indirect enum Operation: Sendable {
        /// An integer, instant or duration; `missing` for null.
        case constant(Int64)
        /// A flag: 0, 1 or 2.
        case truth(UInt8)
        case text(String)
        case column(String)
        case bound(Bound)
        case arithmetic(ArithmeticOperator, Expression, Expression)
        /// Midnight of the instant's day.
        case dayStart(Expression)
        case extract(CalendarField, Expression)
        case workingTime(Expression, Expression)
        case workingDays(Expression, Expression)
        case addWorkingDays(Expression, Expression)
        /// Without its sign.
        case magnitude(Expression)
        /// The least, or the greatest, that is not null.
        case least([Expression])
        case greatest([Expression])
        case like(Expression, LikePattern)
        case comparison(ComparisonOperator, Expression, Expression)
        case all([Expression])
        case any([Expression])
        case not(Expression)
        case isNull(Expression)
        case coalesce([Expression])
        case choice([Branch], otherwise: Expression)
    }

    /// A condition and the value where it is the first that is true.
    struct Branch: Sendable {
        let condition: Expression
        let value: Expression
    }

    let operation: Operation
    /// Type of the value; a bare `null` has none of its own.
    let type: ValueType?
    /// Place in the text of the formula, UTF-8 offsets.
    let range: Range<Int>
    /// Digits behind the point: a value is its number over ten to this power.
    ///
    /// Decimals live only between literals and a comparison or an aggregate; the number itself is
    /// always whole.
    let scale: Int

    init(_ operation: Operation, _ type: ValueType?, at range: Range<Int>, scale: Int = 0) {
        self.operation = operation
        self.type = type
        self.range = range
        self.scale = scale
    }

    static func null(at range: Range<Int>) -> Expression {
        Expression(.constant(missing), nil, at: range)
    }

    /// The nodes directly below.
    var children: [Expression] {
        switch operation {
        case .constant, .truth, .text, .column, .bound: []
        case .dayStart(let inner), .not(let inner), .isNull(let inner), .extract(_, let inner),
            .magnitude(let inner), .like(let inner, _):
            [inner]
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right),
            .workingTime(let left, let right), .workingDays(let left, let right),
            .addWorkingDays(let left, let right):
            [left, right]
        case .all(let parts), .any(let parts), .coalesce(let parts), .least(let parts),
            .greatest(let parts):
            parts
        case .choice(let branches, let otherwise):
            branches.flatMap { [$0.condition, $0.value] } + [otherwise]
        }
    }

    /// The first function in it that asks the working calendar.
    var calendarFunction: String? {
        switch operation {
        case .workingTime: Builtin.workingTime.rawValue
        case .workingDays: Builtin.workingDays.rawValue
        case .addWorkingDays: Builtin.addWorkingDays.rawValue
        default: children.lazy.compactMap(\.calendarFunction).first
        }
    }

    /// The columns read, each once, in the order of their first mention.
    var columns: [String] {
        if case .column(let name) = operation { return [name] }
        return children.flatMap(\.columns).uniqued
    }
}

/// The instants that a formula is given from outside.
enum Bound: String, CaseIterable, Sendable {
    case periodStart = "period_start"
    case periodEnd = "period_end"
    case asOf = "as_of"
}

extension [String] {
    /// Each text once, in the order of its first mention.
    var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
