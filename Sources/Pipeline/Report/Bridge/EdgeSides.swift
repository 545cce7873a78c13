import Columnar

/// The rows of two neighbouring places of a bridge that are looked at, pair by pair.
struct EdgeSides {
    let before: FlatRows
    let after: FlatRows
    /// The pairs, by rows of `before` and `after`.
    let pairs: [RowPair]
    private let left: Table
    private let right: Table
    /// By pair its rows in `left` and `right`; nil where those are all rows.
    private let places: [(left: Int?, right: Int?)]?

    /// All rows of both.
    init(before: FlatRows, after: FlatRows, whole pairs: [RowPair]) {
        self.before = before
        self.after = after
        self.pairs = pairs
        (left, right) = (before.table, after.table)
        places = nil
    }

    /// The rows of some pairs.
    init(before: FlatRows, after: FlatRows, pairs: [RowPair]) {
        self.before = before
        self.after = after
        self.pairs = pairs
        left = before.picked(pairs.compactMap(\.left))
        right = after.picked(pairs.compactMap(\.right))
        var places: [(left: Int?, right: Int?)] = []
        var next = (left: 0, right: 0)
        for pair in pairs {
            places.append(
                (pair.left == nil ? nil : next.left, pair.right == nil ? nil : next.right))
            if pair.left != nil { next.left += 1 }
            if pair.right != nil { next.right += 1 }
        }
        self.places = places
    }

    /// The rows of a pair in the tables that are evaluated.
    func rows(_ place: Int) -> (left: Int?, right: Int?) {
        places?[place] ?? (pairs[place].left.map { Int($0) }, pairs[place].right.map { Int($0) })
    }

    /// What the rows of a side bring to a KPI; nil where it is not in force.
    func bringing(
        _ kpi: KPI?, _ period: ComputedPeriod?, _ state: BridgeState, _ isLeft: Bool,
        _ texts: inout TextNumbers
    ) throws -> BroughtRows? {
        guard let kpi, let period = period?.period, let measure = kpi.measure else { return nil }
        let table = isLeft ? left : right
        guard !table.names.isEmpty else { return nil }
        do {
            return BroughtRows(
                kpi: kpi, measure: measure, table: table, plan: state.plan,
                rows: try RowContributions(
                    measure, of: table, in: state.scope(period), texts: &texts))
        } catch {
            throw RunError.evaluation(of: "KPI \(kpi.name)", reason: error.sentence)
        }
    }

    /// How a row stands to a figure of one member.
    func standing(
        _ brought: BroughtRows?, _ row: Int?, counts: Bool, _ members: [String]
    ) throws(Exact.Overflow) -> BridgeStanding {
        guard let row else { return .absent }
        guard let brought, brought.belongs(row) else { return .uncounted }
        guard counts else { return members.first.map { .elsewhere($0) } ?? .uncounted }
        return .counted(
            numerator: try brought.rows.numerator(row),
            denominator: try brought.kpi.denominator == nil
                ? nil : brought.rows.denominator(row))
    }

    /// The first clause that judges the rows of a pair otherwise, with both verdicts.
    ///
    /// Where the formulas are not the same, the first that stands in the way on the side on which
    /// the row does not count.
    func clause(
        _ pair: RowPair, _ kpi: (left: KPI?, right: KPI?),
        _ period: (left: ComputedPeriod?, right: ComputedPeriod?),
        _ states: (left: BridgeState, right: BridgeState)
    ) -> String {
        guard let row = pair.left, let other = pair.right else { return "" }
        let was = verdicts(before, row, kpi.left, period.left?.period, states.left)
        let now = verdicts(after, other, kpi.right, period.right?.period, states.right)
        if was.map(\.text) == now.map(\.text) {
            for (old, new) in zip(was, now) where old.truth != new.truth {
                return "\(old.text.oneLine): \(old.truth.word) → \(new.truth.word)"
            }
            return ""
        }
        let known = Set(was.map(\.text))
        let deciding = now.first { $0.truth != .yes && !known.contains($0.text) }
        if let deciding { return "\(deciding.text.oneLine): \(deciding.truth.word)" }
        let left = Set(now.map(\.text))
        let gone = was.first { $0.truth != .yes && !left.contains($0.text) }
        return gone.map { "\($0.text.oneLine): \($0.truth.word) → –" } ?? ""
    }

    private func verdicts(
        _ rows: FlatRows, _ row: UInt32, _ kpi: KPI?, _ period: Period?, _ state: BridgeState
    ) -> [ClauseVerdict] {
        guard let measure = kpi?.measure, let period else { return [] }
        let verdicts = try? trace(
            measure, in: rows.picked([row]), row: 0, scope: state.scope(period))
        return verdicts ?? []
    }
}

extension BridgeState {
    /// What formulas are given from outside.
    fileprivate func scope(_ period: Period) -> Scope {
        Scope(
            periodStart: period.start, periodEnd: period.end, asOf: asOf,
            calendar: plan.calendar?.working)
    }
}

extension Truth {
    /// Its word.
    fileprivate var word: String {
        switch self {
        case .yes: "true"
        case .no: "false"
        case .unknown: "null"
        }
    }
}

/// What rows bring to a KPI, and for whom they count.
struct BroughtRows {
    let kpi: KPI
    let measure: Measure
    let table: Table
    let plan: Plan
    let rows: RowContributions

    func belongs(_ row: Int) -> Bool { rows.belongs(row) }

    /// For whom each row counts at a level; nil where the KPI does not have it.
    func members(_ level: String) -> RowMembers? {
        guard let own = kpi.levels.first(where: { $0.name == level }) else { return nil }
        guard let column = own.column, let place = table.names.firstIndex(of: column) else {
            return RowMembers(codes: nil, members: [[plan.agency.code]])
        }
        var dictionary: [String] = []
        if case .code(let codes) = table.columns[place] { dictionary = codes.dictionary }
        let grouping = LevelGrouping(
            level: level, column: place, named: column, dictionary: dictionary)
        let aspect = UnitColumn.named(column)?.aspect
        let divisions = aspect == .restated ? plan.unitHistory.divisions : [:]
        // Who received a part of a unit has a share in its rows.
        let members = grouping.members.map { member in
            [member] + (divisions[member]?.parts.map(\.unit).filter { $0 != member } ?? [])
        }
        return RowMembers(codes: grouping.grouping(table).codes, members: members)
    }
}

/// For whom each row of a table counts.
struct RowMembers {
    /// The code of each row; nil: all rows are the agency's.
    let codes: [UInt32]?
    /// By code, those that name none last.
    let members: [[String]]

    /// The members for which a row counts.
    func of(_ row: Int?) -> [String] {
        guard let row else { return [] }
        guard let codes else { return members[0] }
        return members[min(Int(codes[row]), members.count - 1)]
    }
}

/// Tells whether rows bring the same before and after.
struct BroughtComparison {
    private let before: BroughtRows?
    private let after: BroughtRows?
    private let isSameText: Bool
    /// Whether numerators and denominators are counts and sums, so that rows have shares.
    let isAdditive: (Bool, Bool)

    init(_ before: BroughtRows?, _ after: BroughtRows?) {
        self.before = before
        self.after = after
        let measures = [before?.measure, after?.measure].compactMap(\.self)
        isAdditive = (
            measures.allSatisfy(\.numerator.isAdditive),
            measures.allSatisfy { $0.denominator?.isAdditive ?? false }
        )
        isSameText =
            before?.measure.numerator.canonical == after?.measure.numerator.canonical
            && before?.measure.denominator?.canonical == after?.measure.denominator?.canonical
    }

    /// Whether both rows belong and bring the same.
    func isSame(_ rows: (left: Int?, right: Int?)) throws(Exact.Overflow) -> Bool {
        guard let row = rows.left, let other = rows.right, let before, let after,
            before.belongs(row), after.belongs(other)
        else { return false }
        if isSameText { return before.rows.takesTheSame(row, as: after.rows, other) }
        let numerators = (try before.rows.numerator(row), try after.rows.numerator(other))
        let denominators = (try before.rows.denominator(row), try after.rows.denominator(other))
        guard numerators.0 == numerators.1, denominators.0 == denominators.1 else { return false }
        let hasShares = isAdditive.0 && (isAdditive.1 || after.measure.denominator == nil)
        return hasShares || before.rows.takesTheSame(row, as: after.rows, other)
    }
}
