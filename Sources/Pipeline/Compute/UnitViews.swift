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
    /// break stops the run.
    func figures(
        of members: [(member: String, tally: Tally)], whole: Tally?, view: UnitColumn,
        level: String, in period: Period, _ plan: Plan, asOf: Int64
    ) throws -> [Figure] {
        let isAdditive = measure?.isAdditive ?? false
        let shown =
            view.aspect == .restated
            ? try RestatedView(
                divisions: plan.unitHistory.divisions,
                estimates: plan.split == .estimate && isAdditive
            ).members(members)
            : members.map { RestatedMember(member: $0.member, tally: $0.tally, mark: nil) }
        let rows = members.reduce(0) { $0 + $1.tally.members }
        let adds = isAdditive ? try shown.map(\.tally).isSum(whole) : true
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
    fileprivate func isSum(_ whole: Tally?) throws(Exact.Overflow) -> Bool {
        var (upper, lower) = (Exact(0), Exact(0))
        for tally in self {
            upper = try upper.plus(tally.numerator ?? Exact(0))
            lower = try lower.plus(tally.denominator ?? Exact(0))
        }
        return upper == whole?.numerator ?? Exact(0) && lower == whole?.denominator ?? Exact(0)
    }
}
