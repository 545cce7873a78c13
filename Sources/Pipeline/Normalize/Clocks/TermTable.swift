import Columnar

/// The terms by the codes of a table, the more special ones first.
struct TermTable: Sendable {
    /// A rule whose texts are codes of the table.
    private struct Candidate: Sendable {
        var unit: UInt32?
        var channel: UInt32?
        var validity: Validity
        var rule: Int
    }

    /// By code of the procedure; the last is of cases that name none.
    private let candidates: [[Candidate]]
    /// The rules.
    let rules: [TermRule]

    init(_ clocks: Clocks, procedures: [String], units: [String], channels: [String]) {
        rules = clocks.terms
        let (unitCodes, channelCodes) = (places(units), places(channels))
        let procedureCodes = places(procedures)
        var candidates = [[Candidate]](repeating: [], count: procedures.count + 1)
        for (index, rule) in clocks.terms.enumerated() {
            // A rule for something that no row has is for none.
            let unit = rule.unit.map { unitCodes[$0] }
            let channel = rule.channel.map { channelCodes[$0] }
            if case .some(nil) = unit { continue }
            if case .some(nil) = channel { continue }
            let candidate = Candidate(
                unit: unit ?? nil, channel: channel ?? nil, validity: rule.validity, rule: index)
            if let procedure = rule.procedure {
                guard let code = procedureCodes[procedure] else { continue }
                candidates[Int(code)].append(candidate)
            } else {
                for code in candidates.indices { candidates[code].append(candidate) }
            }
        }
        self.candidates = candidates
    }

    /// The rule for a case that was accepted at an instant; `missingCode` where a code is null.
    func rule(
        procedure: UInt32, unit: UInt32, channel: UInt32, accepted: Int64
    ) -> Int? {
        let place = min(Int(procedure), candidates.count - 1)
        return candidates[place].first { candidate in
            (candidate.unit.map { $0 == unit } ?? true)
                && (candidate.channel.map { $0 == channel } ?? true)
                && candidate.validity.contains(accepted)
        }?.rule
    }
}

/// The code of each text of a dictionary.
private func places(_ dictionary: [String]) -> [String: UInt32] {
    Dictionary(
        dictionary.enumerated().map { ($0.element, UInt32($0.offset)) },
        uniquingKeysWith: { first, _ in first })
}
