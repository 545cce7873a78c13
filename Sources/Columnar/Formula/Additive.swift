extension Measure {
    /// Whether numerator and denominator of all rows are the sums of those of any of their parts.
    ///
    /// So it is of counts and sums; a median or a peak of parts says nothing of the whole.
    package var isAdditiveRatio: Bool {
        numerator.isAdditive && denominator?.isAdditive == true
    }
}

extension AggregateFormula {
    /// Whether the value for all rows is the sum of the values for any of their parts.
    fileprivate var isAdditive: Bool {
        aggregates.allSatisfy(\.isAdditive) && expression.isLinear
    }
}

extension Aggregate {
    fileprivate var isAdditive: Bool {
        if case .count = function { return true }
        if case .sum = function { return true }
        return false
    }
}

extension AggregateExpression {
    /// Whether it is a sum of multiples of aggregates.
    fileprivate var isLinear: Bool {
        switch self {
        case .aggregate: true
        case .arithmetic(.plus, let left, let right), .arithmetic(.minus, let left, let right):
            left.isLinear && right.isLinear
        case .arithmetic(.times, let left, let right):
            left.isLinear && right.isFixed || left.isFixed && right.isLinear
        default: false
        }
    }

    /// Whether no row has a say in it.
    private var isFixed: Bool {
        switch self {
        case .aggregate: false
        case .arithmetic(_, let left, let right): left.isFixed && right.isFixed
        default: true
        }
    }
}
