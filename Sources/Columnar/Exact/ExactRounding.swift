extension Exact {
    /// The nearest number of so many decimal places, itself where nil; half goes away from zero.
    ///
    /// For rules that compute on with a rounded number. What is only shown is rounded as text.
    package func rounded(toPlaces places: Int?) throws(Overflow) -> Exact {
        guard let places else { return self }
        var power = Exact(1)
        for _ in 0..<max(places, 0) { power = try power.times(Exact(10)) }
        let scaled = try times(power)
        let divisor = scaled.denominator.magnitude
        let (whole, rest) = scaled.numerator.magnitude.quotientAndRemainder(dividingBy: divisor)
        guard let nearest = Int128(exactly: rest >= divisor - rest ? whole + 1 : whole) else {
            throw Overflow()
        }
        return try Exact(numerator < 0 ? -nearest : nearest).divided(by: power) ?? self
    }
}
