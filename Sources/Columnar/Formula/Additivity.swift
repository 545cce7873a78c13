extension AggregateFormula {
    /// Whether the value of two sets of rows together is the sum of their values.
    ///
    /// Counts and sums are, where null counts as nothing; a median or the greatest is not, nor what
    /// is unknown here. A sum beside another is not either: where one of both is null, all is.
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
                && (left.isNothing || right.isNothing || !(mayBeNull(left) || mayBeNull(right)))
        case .arithmetic(.times, let left, let right):
            left.isFixed && isAdditive(right) || isAdditive(left) && right.isFixed
        case .arithmetic(.dividedBy, let left, let right): isAdditive(left) && right.isFixed
        default: false
        }
    }

    /// Whether it is null where no row has a value.
    private func mayBeNull(_ expression: AggregateExpression) -> Bool {
        switch expression {
        case .constant: false
        case .aggregate(let index):
            if case .count = aggregates[index].function { false } else { true }
        case .arithmetic(.dividedBy, _, _), .arithmetic(.modulo, _, _): true
        case .arithmetic(_, let left, let right): mayBeNull(left) || mayBeNull(right)
        default: true
        }
    }
}

extension AggregateExpression {
    /// Whether it is the number 0.
    fileprivate var isNothing: Bool {
        if case .constant(0) = self { true } else { false }
    }

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
