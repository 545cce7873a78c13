/// How the two sides of a measure follow from what each row gives: enough to add up its tallies
/// anew without this program.
package struct FactRule: Sendable {
    /// How the cells of one aggregate become its value.
    package enum Fold: Sendable, Equatable {
        /// Cells are 0 or 1: their sum.
        case count
        /// Cells stand for values: how many there are.
        case distinct
        /// The sum; null where there is no cell.
        case sum
        /// The sum over the number of cells, exact.
        case mean
        /// The least cell.
        case least
        /// The greatest cell.
        case greatest
        /// The middle cell, or the mean of both middle ones.
        case median
        /// The first cell at or below which so large a share lies.
        case percentile(Exact)
        /// Two cells, begin and end: most of these half-open spans that are open at once.
        case peak

        /// Number of cells that a row has for it.
        package var width: Int { self == .peak ? 2 : 1 }
    }

    /// Arithmetic over aggregates.
    package indirect enum Term: Sendable {
        /// Null.
        case null
        /// A number.
        case number(Exact)
        /// What a period or the run gives: `period_start`, `period_end`, `as_of`, in seconds.
        case bound(String)
        /// The value of the aggregate of this index.
        case aggregate(Int)
        /// `+`, `-`, `*`, `/`, `%` of two terms, or a function of several.
        case operation(String, [Term])
    }

    /// One side of a measure.
    package struct Side: Sendable {
        /// Its aggregates.
        package let folds: [Fold]
        /// What is done with them.
        package let term: Term

        /// A side.
        package init(folds: [Fold], term: Term) {
            self.folds = folds
            self.term = term
        }
    }

    /// The upper side.
    package let numerator: Side
    /// The lower side; nil where the measure has none.
    package let denominator: Side?

    /// All aggregates, those of the numerator first: the order of a row's cells.
    package var folds: [Fold] { numerator.folds + (denominator?.folds ?? []) }
}

extension Measure {
    /// How the sides of the measure follow from its facts.
    package var factRule: FactRule {
        FactRule(numerator: numerator.factSide, denominator: denominator?.factSide)
    }
}

extension AggregateFormula {
    fileprivate var factSide: FactRule.Side {
        FactRule.Side(folds: aggregates.map(\.fold), term: expression.term)
    }
}

extension Aggregate {
    fileprivate var fold: FactRule.Fold {
        switch function {
        case .count: .count
        case .countDistinct: .distinct
        case .sum: .sum
        case .mean: .mean
        case .least: .least
        case .greatest: .greatest
        case .median: .median
        case .percentile(_, let rank): .percentile(rank)
        case .peak: .peak
        }
    }
}

extension AggregateExpression {
    fileprivate var term: FactRule.Term {
        switch self {
        case .constant(let value): value == missing ? .null : .number(Exact(Int128(value)))
        case .fraction(let value): .number(value)
        case .bound(let bound): .bound(bound.rawValue)
        case .aggregate(let index): .aggregate(index)
        case .arithmetic(let sign, let left, let right):
            .operation(sign.rawValue, [left.term, right.term])
        case .function(let function, let parts):
            .operation(function.rawValue, parts.map(\.term))
        }
    }
}
