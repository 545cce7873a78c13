package import Columnar

/// What a member reached, and what the agency's rates would have come to on the same cases.
///
/// Indirect standardisation: expected = Σ over kinds of case of the member's denominator × the
/// agency's rate of that kind. A member whose cases are of slow kinds has a lower expectation, and
/// who reaches more than his own has a ratio above 1.
package struct MemberExpectation: Sendable {
    /// Code of the member.
    package var member: String
    /// Number of its rows.
    package var rows: Int
    /// How many of them are of kinds that no other member has: there the agency's rate is its own.
    package var alone: Int
    /// Its numerator over its denominator, as counted.
    package var observed: ExactPair
    /// The numerator that is expected.
    package var expected: LargeRatio
    /// Observed numerator ÷ expected numerator; nil where nothing is expected.
    package var ratio: LargeRatio?
    /// What is expected as a value of the KPI: expected ÷ denominator × scale.
    package var value: LargeRatio
    /// How far that lies from the agency's value.
    package var distance: LargeRatio
    /// Whether it lies farther away than the KPI's rule allows; nil where it is not judged.
    package var differs: Bool?
}

/// The expectations of all members of a level.
struct Standardisation {
    let members: [MemberExpectation]
    /// The agency's value.
    let agency: LargeRatio

    /// Nil where there is nothing to count, or something is negative.
    init?(_ mix: CaseMix, scale: Int64, rule: FairnessRule?) throws(Exact.Overflow) {
        guard let scale = LargeRatio(Int128(scale), over: 1),
            let whole = try Sums(mix.cells), let agency = whole.rate?.times(scale)
        else { return nil }
        var rates: [String: LargeRatio] = [:]
        var single: Set<String> = []
        for (kind, cells) in grouped(mix.cells, by: \.kind) {
            guard let sums = try Sums(cells) else { return nil }
            rates[kind] = sums.rate
            if cells.count == 1 { single.insert(kind) }
        }
        var members: [MemberExpectation] = []
        let margin = try rule?.margin.exact.flatMap { LargeRatio($0) }
        for (member, cells) in grouped(mix.cells, by: \.member) {
            guard let sums = try Sums(cells) else { return nil }
            // A member without a denominator has no value, and no expectation.
            guard let lower = sums.lower, lower > .zero else { continue }
            var expected = LargeRatio.zero
            for cell in cells {
                guard let part = cell.tally.denominator.flatMap({ LargeRatio($0) }),
                    let rate = rates[cell.kind]
                else { continue }
                expected.add(part.times(rate))
            }
            guard let value = expected.divided(by: lower)?.times(scale) else { continue }
            let distance = value.distance(to: agency)
            let alone = cells.filter { single.contains($0.kind) }
                .reduce(0) { $0 + $1.tally.members }
            let isJudged = rule?.judges(rows: sums.rows, alone: alone) == true
            members.append(
                MemberExpectation(
                    member: member, rows: sums.rows, alone: alone, observed: sums.pair,
                    expected: expected,
                    ratio: sums.upper?.divided(by: expected), value: value, distance: distance,
                    differs: isJudged ? margin.map { distance > $0 } : nil))
        }
        self.members = members
        self.agency = agency
    }
}

extension FairnessRule {
    /// Whether a member has enough rows, and enough of them of kinds that others have too.
    fileprivate func judges(rows: Int, alone: Int) -> Bool {
        rows >= minimum && (rows - alone) * 100 >= shared * rows
    }
}

/// Cells added up.
private struct Sums {
    var rows = 0
    let pair: ExactPair
    var upper: LargeRatio? { LargeRatio(pair.numerator) }
    var lower: LargeRatio? { LargeRatio(pair.denominator) }
    /// Numerator over denominator; nil where that is zero.
    var rate: LargeRatio? { lower.flatMap { upper?.divided(by: $0) } }

    /// Nil where something is negative.
    init?(_ cells: [CaseMix.Cell]) throws(Exact.Overflow) {
        var (upper, lower) = (Exact(0), Exact(0))
        for cell in cells {
            rows += cell.tally.members
            let (above, below) = (
                cell.tally.numerator ?? Exact(0), cell.tally.denominator ?? Exact(0)
            )
            guard above.numerator >= 0, below.numerator >= 0 else { return nil }
            upper = try upper.plus(above)
            lower = try lower.plus(below)
        }
        pair = ExactPair(upper, over: lower)
    }
}

/// The cells with the same name together, by name in byte order.
private func grouped(
    _ cells: [CaseMix.Cell], by name: KeyPath<CaseMix.Cell, String>
) -> [(name: String, cells: [CaseMix.Cell])] {
    let sorted = cells.sorted { precedes($0[keyPath: name], $1[keyPath: name]) }
    var groups: [(name: String, cells: [CaseMix.Cell])] = []
    for cell in sorted {
        if groups.last?.name != cell[keyPath: name] { groups.append((cell[keyPath: name], [])) }
        groups[groups.count - 1].cells.append(cell)
    }
    return groups
}
