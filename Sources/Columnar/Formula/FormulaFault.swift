/// All faults of one formula: of one pass, so that they are mended at one go.
package struct FormulaFaults: Error, Sendable, Equatable {
    /// The faults in the order of their places; never empty.
    package let faults: [FormulaFault]

    init(_ faults: [FormulaFault]) {
        self.faults = faults.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
    }
}

/// One fault of a formula: where, and what was expected and found there.
package struct FormulaFault: Error, Sendable, Equatable {
    /// Place in the text of the formula, UTF-8 offsets.
    package let range: Range<Int>
    /// What is wrong.
    package let kind: Kind

    /// A fault at a place.
    package init(_ kind: Kind, at range: Range<Int>) {
        self.range = range
        self.kind = kind
    }

    /// What can be wrong with a formula.
    package enum Kind: Sendable, Equatable {
        /// More bytes than a formula may have.
        case tooLong(limit: Int)
        /// More nesting than a formula may have.
        case tooDeep(limit: Int)
        /// A character that no formula holds outside of quotes.
        case unexpectedCharacter(String)
        /// A quote that is never closed; `'` or `"`.
        case unclosedQuote(String)
        /// An integer beyond 64 bits.
        case numberTooLarge(String)
        /// Digits with something else than one point among them.
        case notANumber(String)
        /// Something else stands where the grammar wants one of these.
        case expected(String, found: String)
        /// A literal whose text is not of its form.
        case invalidLiteral(LiteralForm, text: String)
        /// A unit of time that no interval has.
        case unknownUnit(String, suggestion: String?)
        /// A unit whose length the calendar decides, so that it is no number of seconds.
        case calendarUnit(String)
        /// `extract` knows no such part.
        case unknownField(String, suggestion: String?)
        /// A construct of SQL that is not in the subset.
        case unsupported(String)
        /// No column has this name.
        case unknownColumn(String, suggestion: String?)
        /// No function has this name.
        case unknownFunction(String, suggestion: String?)
        /// The column's closed set of values lacks this text.
        case unknownValue(String, column: String, suggestion: String?)
        /// A value of another type is needed here.
        case wrongType(expected: [ValueType], found: ValueType)
        /// Two values that must have one type have two.
        case unlikeTypes(ValueType, ValueType)
        /// A decimal where only whole numbers are: the value of a row, a number of days.
        case decimalForWhole
        /// A decimal beside `/` or `%` in a row.
        case decimalDivision
        /// A product of decimals with more digits behind the point than fit.
        case tooManyPlaces(limit: Int)
        /// The pattern of `like` is no literal text.
        case patternNotLiteral
        /// The `escape` of a pattern is no single character.
        case invalidEscape
        /// The escape character of a pattern stands before something that needs none.
        case idleEscape(pattern: String)
        /// No text of the column's closed set is like the pattern.
        case matchesNothing(pattern: String, column: String)
        /// A bare text stands where an instant is needed.
        case textForInstant(String)
        /// The operator is not defined for these types.
        case undefinedArithmetic(ArithmeticOperator, ValueType, ValueType)
        /// The function takes another number of arguments.
        case argumentCount(function: String, expected: ClosedRange<Int>, found: Int)
        /// The percentile is not an integer literal from 0 to 100.
        case percentileRank
        /// The fraction of `percentile_disc` is no literal from 0 to 1.
        case percentileFraction
        /// `percentile_cont` of something else than 0.5.
        case percentileContinuous
        /// The function needs `within group (order by …)`.
        case orderNeeded(function: String)
        /// `within group` behind a function that takes none.
        case orderOnFunction(String)
        /// `distinct` in something else than `count`.
        case distinctArgument(function: String)
        /// `*` as an argument of something else than `count`.
        case starArgument(function: String)
        /// An aggregate where one row is considered.
        case aggregateInRow(String)
        /// An aggregate within an aggregate.
        case nestedAggregate(String)
        /// A column outside of an aggregate, where many rows are considered.
        case columnOutsideAggregate(String)
        /// Something else than arithmetic on aggregates.
        case notArithmeticOnAggregates
        /// `filter` behind a function that is no aggregate.
        case filterOnFunction(String)
        /// The types of a measure's numerator and denominator do not make a ratio.
        case unlikePair(numerator: ValueType, denominator: ValueType)
    }

    /// Literals with a form inside their quotes.
    package enum LiteralForm: Sendable, Equatable {
        /// `date '2025-01-31'`
        case date
        /// `timestamp '2025-01-31 08:00:00'`
        case timestamp
        /// `interval '8 hours'`
        case interval
    }
}

/// The arithmetic of formulas.
package enum ArithmeticOperator: String, Sendable, Hashable {
    /// Addition.
    case plus = "+"
    /// Subtraction.
    case minus = "-"
    /// Multiplication.
    case times = "*"
    /// Division: of rows toward zero, of aggregates exact; null by zero.
    case dividedBy = "/"
    /// What division leaves, with the sign of the left side; null by zero.
    case modulo = "%"
}

/// The comparisons of formulas.
package enum ComparisonOperator: String, Sendable, Hashable {
    /// Equal.
    case equal = "="
    /// Not equal; `!=` is read as well.
    case unequal = "<>"
    /// Less.
    case less = "<"
    /// Less or equal.
    case lessOrEqual = "<="
    /// Greater.
    case greater = ">"
    /// Greater or equal.
    case greaterOrEqual = ">="
}
