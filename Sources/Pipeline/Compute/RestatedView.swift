import Columnar

/// A member of the restated view.
struct RestatedMember {
    var member: String
    var tally: Tally
    /// Why its figure is not what it looks like.
    var mark: FigureStatus?
}

/// The units of today as if they had always been: what is done with those that were divided.
struct RestatedView {
    let divisions: [String: UnitHistory.Division]
    /// Whether counts and sums are given to the new units by their shares.
    let estimates: Bool

    /// The members of a level, in byte order, rows without a unit last.
    ///
    /// What a divided unit has is given away as far as shares say to whom; the remainder stays
    /// under the old code, so that nothing is lost. A unit that should have received something, and
    /// did or did not, is an estimate.
    func members(
        _ own: [(member: String, tally: Tally)]
    ) throws(Exact.Overflow) -> [RestatedMember] {
        var members: [String: RestatedMember] = [:]
        var receivers: Set<String> = []
        for (member, tally) in own {
            var left = tally
            if let division = divisions[member] {
                receivers.formUnion(division.parts.map(\.unit))
                for (unit, share) in division.parts where estimates {
                    guard let share else { continue }
                    let part = try tally.times(share)
                    try members.add(part, to: unit)
                    left = try left.minus(part)
                }
                if estimates, left.isNothing { continue }
            }
            try members.add(left, to: member)
            if divisions[member] != nil { members[member]?.mark = .withheld }
        }
        for unit in receivers where members[unit]?.mark == nil { members[unit]?.mark = .estimated }
        return members.values.sorted { left, right in
            let isLast = (
                left.member == LevelGrouping.unnamed, right.member == LevelGrouping.unnamed
            )
            return isLast.0 == isLast.1 ? precedes(left.member, right.member) : isLast.1
        }
    }
}

extension [String: RestatedMember] {
    fileprivate mutating func add(_ tally: Tally, to member: String) throws(Exact.Overflow) {
        guard let known = self[member] else {
            self[member] = RestatedMember(member: member, tally: tally, mark: nil)
            return
        }
        self[member]?.tally = try known.tally.plus(tally)
    }
}

extension Tally {
    /// A share of both sides; rows have no fractions, so of them no more than are whole.
    fileprivate func times(_ share: Exact) throws(Exact.Overflow) -> Tally {
        let rows = try Exact(members).times(share)
        return Tally(
            members: Int(rows.numerator / rows.denominator), numerator: try numerator?.times(share),
            denominator: try denominator?.times(share))
    }

    fileprivate func plus(_ other: Tally) throws(Exact.Overflow) -> Tally {
        Tally(
            members: members + other.members, numerator: try sum(numerator, other.numerator),
            denominator: try sum(denominator, other.denominator))
    }

    fileprivate func minus(_ other: Tally) throws(Exact.Overflow) -> Tally {
        Tally(
            members: members - other.members,
            numerator: try sum(numerator, other.numerator?.negated()),
            denominator: try sum(denominator, other.denominator?.negated()))
    }

    /// Whether both sides are nothing.
    fileprivate var isNothing: Bool {
        (numerator ?? Exact(0)) == Exact(0) && (denominator ?? Exact(0)) == Exact(0)
    }
}

/// The sum, null counting as none.
private func sum(_ left: Exact?, _ right: Exact?) throws(Exact.Overflow) -> Exact? {
    guard let left else { return right }
    guard let right else { return left }
    return try left.plus(right)
}
