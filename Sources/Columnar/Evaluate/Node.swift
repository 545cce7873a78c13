/// One distinct expression of a set of formulas; operands are indices of other nodes.
///
/// Nodes are either numbers (`Int64`, null is `missing`; texts are ranks in the order of their
/// bytes) or flags (0 false, 1 unknown, 2 true).
enum Node: Hashable, Sendable {
    case constant(Int64)
    case bound(Bound)
    /// A literal text, index into the graph's texts.
    case literal(Int)
    /// An integer, instant or duration column of the table.
    case numbers(column: Int)
    /// A text column as ranks.
    case ranks(column: Int)
    case arithmetic(ArithmeticOperator, Int, Int)
    case dayStart(Int)
    case workingTime(Int, Int)
    case workingDays(Int, Int)
    case addWorkingDays(Int, Int)
    case calendarField(CalendarField, Int)
    /// A number without its sign.
    case magnitude(Int)
    case least([Int])
    case greatest([Int])
    /// The codes of a dictionary-coded column: numbers that are the same in all pieces.
    case codes(column: Int)
    case coalesce([Int])
    case choice(conditions: [Int], values: [Int], otherwise: Int)
    /// A flag as a number: 0, 1 or null.
    case widened(Int)

    case truth(UInt8)
    /// A flag column of the table.
    case flags(column: Int)
    case equal(Int, Int)
    case less(Int, Int)
    case lessOrEqual(Int, Int)
    case all([Int])
    case any([Int])
    case not(Int)
    /// Null test of numbers.
    case isNull(Int)
    /// A condition on one dictionary-coded column, evaluated once for each text; index into the
    /// graph's look-up tables.
    case lookup(column: Int, table: Int)
    case identifierIsNull(column: Int)
    /// An identifier column against a literal text.
    case identifierEquals(column: Int, literal: Int)
    /// A text, as its rank, against a pattern.
    case like(Int, LikePattern)
    case identifierLike(column: Int, LikePattern)
    /// A number as a flag.
    case narrowed(Int)

    var isFlag: Bool {
        switch self {
        case .constant, .bound, .literal, .numbers, .ranks, .codes, .arithmetic, .dayStart,
            .workingTime, .workingDays, .addWorkingDays, .calendarField, .magnitude, .least,
            .greatest, .coalesce, .choice, .widened:
            false
        case .truth, .flags, .equal, .less, .lessOrEqual, .all, .any, .not, .isNull, .lookup,
            .identifierIsNull, .identifierEquals, .like, .identifierLike, .narrowed:
            true
        }
    }

    /// Whether its own operation can fail.
    var canFail: Bool {
        switch self {
        case .arithmetic, .dayStart, .workingTime, .workingDays, .addWorkingDays: true
        default: false
        }
    }

    /// The nodes directly below.
    var operands: [Int] {
        switch self {
        case .constant, .bound, .literal, .numbers, .ranks, .codes, .truth, .flags, .lookup,
            .identifierIsNull, .identifierEquals, .identifierLike:
            []
        case .dayStart(let inner), .widened(let inner), .not(let inner), .isNull(let inner),
            .narrowed(let inner), .calendarField(_, let inner), .magnitude(let inner),
            .like(let inner, _):
            [inner]
        case .arithmetic(_, let left, let right), .workingTime(let left, let right),
            .workingDays(let left, let right), .addWorkingDays(let left, let right),
            .equal(let left, let right), .less(let left, let right),
            .lessOrEqual(let left, let right):
            [left, right]
        case .coalesce(let parts), .all(let parts), .any(let parts), .least(let parts),
            .greatest(let parts):
            parts
        case .choice(let conditions, let values, let otherwise): conditions + values + [otherwise]
        }
    }
}
