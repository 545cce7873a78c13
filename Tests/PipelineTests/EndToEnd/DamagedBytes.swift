extension [UInt8] {
    /// What a disk, a crash or somebody may make of a file; every turn something else.
    mutating func damage(_ turn: Int, using random: inout some RandomNumberGenerator) {
        switch turn {
        case 0: self = []
        case 1: removeLast()
        case 2: removeLast(count / 2)
        case 3: append(0)
        default:
            // Half of them hit what stands at the end, as a directory does.
            let span = turn % 2 == 0 ? Swift.min(4000, count) : count
            self[count - 1 - Int.random(in: 0..<span, using: &random)] ^=
                1 << UInt8(Int.random(in: 0..<8, using: &random))
        }
    }
}
