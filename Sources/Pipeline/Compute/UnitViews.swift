import Columnar

extension KPI {
    /// Whether it groups by what units were, or by what became of them.
    var hasUnitView: Bool { levels.contains { unitView(of: $0.name) != nil } }

    /// What of its units a level shows; nil for every other level.
    func unitView(of level: String) -> UnitColumn? {
        levels.first { $0.name == level }?.column.flatMap(UnitColumn.named)
    }

    /// The figures of a level of units in one period, which together are the agency's.
    ///
    /// What the restated view does with divided units changes no total; that is checked, and a
    /// break stops the run. Where shares are too fine for exact numbers, units are withheld.
    func figures(
        of members: [(member: String, tally: Tally)], whole: Tally?, view: UnitColumn,
        level: String, in period: Period, _ plan: Plan, asOf: Int64
    ) throws -> [Figure] {
        let isAdditive = measure?.isAdditive ?? false
        let own = members.map { RestatedMember(member: $0.member, tally: $0.tally, mark: nil) }
        let divisions = view.aspect == .restated ? plan.unitHistory.divisions : [:]
        func figures(_ shown: [RestatedMember]) throws -> [Figure] {
            let rows = members.reduce(0) { $0 + $1.tally.members }
            let adds = isAdditive ? shown.map(\.tally).isSum(whole) : true
            guard rows == whole?.members, adds else {
                throw RunError.levelUnbalanced(kpi: name, level: level, period: period.name)
            }
            return try shown.map { shown in
                var figure = try figure(
                    shown.tally, period: period, level: level, member: shown.member, asOf: asOf)
                figure.mark(shown.mark)
                return figure
            }
        }
        let withheld = RestatedView(divisions: divisions, estimates: false)
        if divisions.isEmpty { return try figures(own) }
        guard isAdditive, plan.split == .estimate else {
            return try figures(withheld.members(members))
        }
        do {
            let estimated = RestatedView(divisions: divisions, estimates: true)
            return try figures(estimated.members(members))
        } catch is Exact.Overflow {
            return try figures(withheld.members(members))
        }
    }
}

extension Figure {
    /// Says that the figure is not what it looks like, unless there is none.
    ///
    /// No verdict rests on an estimate, and no value is shown where a part cannot be told.
    fileprivate mutating func mark(_ mark: FigureStatus?) {
        guard let mark, status == .ok || status == .provisional else { return }
        status = mark
        met = nil
        if mark == .withheld { (value, shown) = ("", "") }
    }
}

extension [Tally] {
    /// Whether both sides add up to those of the whole; null counts as nothing.
    fileprivate func isSum(_ whole: Tally?) -> Bool {
        var (upper, lower) = (Balance(), Balance())
        for tally in self {
            upper.add(tally.numerator)
            lower.add(tally.denominator)
        }
        return upper.comes(to: whole?.numerator) && lower.comes(to: whole?.denominator)
    }
}

/// A sum of fractions of any size: what is above nothing, and what is below.
private struct Balance {
    private var above = LargeRatio.zero
    private var below = LargeRatio.zero

    mutating func add(_ number: Exact?) {
        guard let number else { return }
        if let ratio = LargeRatio(number) {
            above.add(ratio)
        } else if let negated = try? number.negated(), let ratio = LargeRatio(negated) {
            below.add(ratio)
        }
    }

    /// Whether the sum is that number.
    func comes(to whole: Exact?) -> Bool {
        var other = Balance()
        other.add(whole)
        var (left, right) = (above, below)
        left.add(other.below)
        right.add(other.above)
        return left == right
    }
}
