/// A number with a fraction as a formula writes it: `units` over ten to the power of `places`.
struct DecimalLiteral: Sendable, Equatable {
    let units: Int64
    /// Digits behind the point; the last of them is not 0.
    let places: Int

    /// So many digits behind the point fit into 64 bits.
    static let mostPlaces = 18

    /// Reads digits, a point, digits; nil where they are too many.
    ///
    /// Zeros at the end say nothing.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        var fraction = parts[1]
        while fraction.last == "0" { fraction.removeLast() }
        guard fraction.utf8.count <= Self.mostPlaces, let units = Int64(parts[0] + fraction) else {
            return nil
        }
        self.units = units
        places = fraction.utf8.count
    }

    init(units: Int64, places: Int) {
        self.units = units
        self.places = places
    }

    /// The number itself; never too large, since its two sides have 64 bits.
    var exact: Exact { (try? Exact(Int128(units), over: powerOfTen(places))) ?? Exact(0) }

    /// The number as a formula writes it.
    var text: String { exact.decimalText(places: places) }
}

/// Ten to a power of at most 18.
func powerOfTen(_ exponent: Int) -> Int128 {
    var power: Int128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
}
