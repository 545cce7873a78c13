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
    /// A number as a flag.
    case narrowed(Int)

    var isFlag: Bool {
        switch self {
        case .constant, .bound, .literal, .numbers, .ranks, .arithmetic, .dayStart, .workingTime,
            .coalesce, .choice, .widened:
            false
        case .truth, .flags, .equal, .less, .lessOrEqual, .all, .any, .not, .isNull, .lookup,
            .identifierIsNull, .identifierEquals, .narrowed:
            true
        }
    }

    /// The nodes directly below.
    var operands: [Int] {
        switch self {
        case .constant, .bound, .literal, .numbers, .ranks, .truth, .flags, .lookup,
            .identifierIsNull, .identifierEquals:
            []
        case .dayStart(let inner), .widened(let inner), .not(let inner), .isNull(let inner),
            .narrowed(let inner):
            [inner]
        case .arithmetic(_, let left, let right), .workingTime(let left, let right),
            .equal(let left, let right), .less(let left, let right),
            .lessOrEqual(let left, let right):
            [left, right]
        case .coalesce(let parts), .all(let parts), .any(let parts): parts
        case .choice(let conditions, let values, let otherwise): conditions + values + [otherwise]
        }
    }
}
