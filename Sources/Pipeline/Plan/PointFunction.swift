package import Columnar

/// How the value of an indicator makes points: exactly, and never less than 0 or more than `most`.
///
/// Steps and targets compare the value as it is published, scale included, as a KPI's target
/// does. The others take the bare ratio of numerator and denominator: 0.5, not 50.
package enum PointFunction: Sendable, Equatable {
    /// The same share of the points as the ratio is of 1.
    case proportional(most: Exact)
    /// All points from the ratio `at` on, and in proportion below.
    case saturating(most: Exact, at: Exact)
    /// The ratio times a factor.
    case linear(factor: Exact, most: Exact)
    /// The points of the first step that the value is on; none: 0.
    case steps([PointStep])
    /// All points where the target was met.
    case target(most: Exact)

    /// The most points that the function can give.
    package var most: Exact {
        switch self {
        case .proportional(let most), .saturating(let most, _), .linear(_, let most),
            .target(let most):
            most
        case .steps(let steps): steps.map(\.points).max() ?? Exact(0)
        }
    }
}

/// A step of a point function: which values stand on it, and what they bring.
package struct PointStep: Sendable, Equatable {
    /// How the value is compared with the bound.
    package enum Comparison: String, Sendable, CaseIterable {
        /// Not less.
        case atLeast = "at_least"
        /// More.
        case above
        /// Not more.
        case atMost = "at_most"
        /// Less.
        case below
        /// The same.
        case exactly
    }

    /// How the value is compared.
    package var comparison: Comparison
    /// With what.
    package var bound: Exact
    /// What it brings.
    package var points: Exact

    /// A step.
    package init(comparison: Comparison, bound: Exact, points: Exact) {
        self.comparison = comparison
        self.bound = bound
        self.points = points
    }

    /// Whether a value stands on the step.
    package func holds(_ value: Exact) -> Bool {
        switch comparison {
        case .atLeast: !(value < bound)
        case .above: bound < value
        case .atMost: !(bound < value)
        case .below: value < bound
        case .exactly: value == bound
        }
    }
}

/// The value of an indicator in the forms in which point functions take it.
package struct PointValue: Sendable, Equatable {
    /// Numerator by denominator.
    package var ratio: Exact
    /// The value as it is published, scale included.
    package var published: Exact
    /// Whether the target was met; nil where there is none.
    package var isMet: Bool?

    /// A value in all its forms.
    package init(ratio: Exact, published: Exact, isMet: Bool? = nil) {
        self.ratio = ratio
        self.published = published
        self.isMet = isMet
    }
}

extension PointFunction {
    /// The points of a value.
    package func points(of value: PointValue) throws(Exact.Overflow) -> Exact {
        let points: Exact
        switch self {
        case .proportional(let most): points = try most.times(value.ratio)
        case .saturating(let most, let at):
            points = try most.times(value.ratio).divided(by: at) ?? most
        case .linear(let factor, _): points = try factor.times(value.ratio)
        case .steps(let steps): return step(of: value).map { steps[$0].points } ?? Exact(0)
        case .target(let most): return value.isMet == true ? most : Exact(0)
        }
        return max(Exact(0), min(points, most))
    }

    /// The step on which a value stands; nil where there is none.
    package func step(of value: PointValue) -> Int? {
        guard case .steps(let steps) = self else { return nil }
        return steps.firstIndex { $0.holds(value.published) }
    }
}
