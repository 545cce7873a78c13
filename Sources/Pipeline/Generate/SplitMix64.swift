/// Sebastiano Vigna's SplitMix64: 64 bits of state, the same numbers on every machine.
struct SplitMix64 {
    private var state: UInt64

    /// What the numbers are for; each purpose has a sequence of its own, so that adding a draw to
    /// one part of the world leaves the other parts as they were.
    enum Purpose: UInt64 {
        case arrivals = 1
        case cases, hazards, versions, survey, catalogues
    }

    /// The sequence of a seed for one purpose.
    init(seed: UInt64, for purpose: Purpose) {
        state = seed
        let start = next()
        state = start ^ (purpose.rawValue &* 0x9E37_79B9_7F4A_7C15)
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 up to, not including, a positive bound.
    ///
    /// The high half of a product: with bounds far below 2⁶⁴ its bias is beyond notice, and no
    /// rejection loop makes the number of draws depend on the bound.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A whole number of a closed range.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True in so many of a thousand draws.
    mutating func chance(perMille: Int) -> Bool {
        below(1000) < perMille
    }
}
