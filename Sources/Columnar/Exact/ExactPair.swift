/// Both sides of a ratio, as they are stored and shown.
package struct ExactPair: Sendable, Hashable {
    /// Upper side.
    package let numerator: Exact
    /// Lower side.
    package let denominator: Exact

    /// A pair.
    package init(_ numerator: Exact, over denominator: Exact) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The ratio, nil where the denominator is zero.
    package func quotient() throws(Exact.Overflow) -> Exact? {
        try numerator.divided(by: denominator)
    }
}
