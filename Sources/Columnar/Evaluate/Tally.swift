/// What a measure comes to in one group.
package struct Tally: Sendable, Equatable {
    /// Rows that satisfy the measure's condition.
    package var members: Int
    /// Value of the numerator, nil for null; durations and instants in seconds.
    package var numerator: Exact?
    /// Value of the denominator, nil for null or where the measure has none.
    package var denominator: Exact?

    /// A tally.
    package init(members: Int, numerator: Exact?, denominator: Exact?) {
        self.members = members
        self.numerator = numerator
        self.denominator = denominator
    }
}
