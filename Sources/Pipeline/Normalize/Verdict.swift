/// What becomes of a record, as one byte a record.
///
/// 0: accepted. 1: no row by a declared rule. Else: set aside, and the code of the reason.
struct Verdict: Equatable, Sendable {
    let byte: UInt8

    static let accepted = Verdict(byte: 0)
    static let dropped = Verdict(byte: 1)

    /// Set aside for the reason.
    static func quarantined(_ code: FindingCode) -> Verdict {
        Verdict(byte: UInt8(2 + (FindingCode.allCases.firstIndex(of: code) ?? 0)))
    }

    /// The reason for which the record was set aside.
    var reason: FindingCode? {
        byte < 2 ? nil : FindingCode.allCases[Int(byte) - 2]
    }
}
