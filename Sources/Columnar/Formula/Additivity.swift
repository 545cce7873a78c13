extension AggregateFormula {
    /// Whether the value of two sets of rows together is the sum of their values.
    ///
    /// Counts and sums are, a median or the greatest is not; what is unknown here is not.
    package var isAdditive: Bool { isAdditive(expression) }

    private func isAdditive(_ expression: AggregateExpression) -> Bool {
        switch expression {
        case .constant(let value): value == 0
        case .aggregate(let index):
            switch aggregates[index].function {
            case .count, .sum: true
            default: false
            }
        case .arithmetic(.plus, let left, let right), .arithmetic(.minus, let left, let right):
            isAdditive(left) && isAdditive(right)
        case .arithmetic(.times, let left, let right):
            left.isFixed && isAdditive(right) || isAdditive(left) && right.isFixed
        case .arithmetic(.dividedBy, let left, let right): isAdditive(left) && right.isFixed
        default: false
        }
    }
}

extension AggregateExpression {
    /// Whether no row has a say in it.
    fileprivate var isFixed: Bool {
        switch self {
        case .aggregate: false
        case .arithmetic(_, let left, let right): left.isFixed && right.isFixed
        case .function(_, let parts): parts.allSatisfy(\.isFixed)
        default: true
        }
    }
}

extension Measure {
    /// Whether both sides of sets of rows add up.
    package var isAdditive: Bool {
        numerator.isAdditive && (denominator?.isAdditive ?? true)
    }

    /// Whether it is a ratio of which both sides add up.
    package var isAdditiveRatio: Bool { denominator != nil && isAdditive }
}
