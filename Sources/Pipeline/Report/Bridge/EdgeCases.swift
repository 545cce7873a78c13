import Columnar
import Ledger

/// The rows that make the figures of two neighbouring places of a bridge differ.
struct EdgeCases {
    /// What was found for one figure.
    struct Found {
        var count = 0
        var cases: [FoundCase] = []
        var kinds: [BridgeKind.Kind: BridgeKind] = [:]
    }

    /// A row of one figure, before its clause is looked for.
    struct FoundCase {
        var pair: RowPair
        var named: BridgeCase
    }

    private let left: BridgeState
    private let right: BridgeState
    private let wanted: WantedFigures
    private let limit: Int?
    private var found: [BridgedName: Found] = [:]
    /// The figures of the rule that is being looked at.
    private var touched: [BridgedName] = []
    private var texts = TextNumbers()

    /// Looks for the cases of all wanted figures.
    static func find(
        _ left: BridgeState, _ right: BridgeState, _ wanted: WantedFigures, limit: Int?
    ) throws -> [BridgedName: Found] {
        var search = EdgeCases(left, right, wanted, limit)
        let kpis = (left.plan.kpis + right.plan.kpis).filter { wanted.levels[$0.name] != nil }
        for table in Set(kpis.map(\.table)).sorted(by: precedes) { try search.look(in: table) }
        return search.found
    }

    private init(
        _ left: BridgeState, _ right: BridgeState, _ wanted: WantedFigures, _ limit: Int?
    ) {
        self.left = left
        self.right = right
        self.wanted = wanted
        self.limit = limit
    }

    /// One rule in one period, before and after; nil: not in force, or not of this table.
    private struct Rule {
        var name: String
        var period: (left: ComputedPeriod?, right: ComputedPeriod?)
        var kpi: (left: KPI?, right: KPI?)
    }

    private mutating func look(in table: String) throws {
        let rules = try rules(of: table)
        guard !rules.isEmpty else { return }
        var columns: Set<String> = []
        for kpi in rules.flatMap({ [$0.kpi.left, $0.kpi.right] }).compactMap(\.self) {
            columns.formUnion(kpi.measure?.columns ?? [])
            columns.formUnion(kpi.levels.compactMap(\.column))
        }
        let before = try FlatRows(table, of: left, columns: columns)
        let after =
            try right.sharesRows ? before : FlatRows(table, of: right, columns: columns)
        var (pairs, changed): ([RowPair], [RowPair]) = (before.ownPairs, [])
        if !right.sharesRows {
            let pairing = RowPairing(before, after, columns: columns)
            pairs = pairing.pairs()
            changed = pairs.filter { !pairing.isUnchanged($0) }
        }
        var side = EdgeSides(before: before, after: after, pairs: changed)
        for rule in rules where isSame(rule) && !changed.isEmpty { try look(rule, side) }
        let others = rules.filter { !isSame($0) }
        if others.isEmpty { return }
        side = EdgeSides(before: before, after: after, whole: pairs)
        for rule in others { try look(rule, side) }
    }

    /// The wanted KPIs of a table in the wanted periods.
    private func rules(of table: String) throws -> [Rule] {
        let periods = (try left.periods(wanted), try right.periods(wanted))
        var rules: [Rule] = []
        let names = Set(wanted.names.map { [$0.kpi, $0.period] })
        for key in names.sorted(by: { $0.lexicographicallyPrecedes($1, by: precedes) }) {
            func rule(_ state: BridgeState, _ periods: [ComputedPeriod])
                -> (ComputedPeriod, KPI)?
            {
                for period in periods where period.period.name == key[1] {
                    if let kpi = state.kpi(key[0], in: period), kpi.table == table {
                        return (period, kpi)
                    }
                }
                return nil
            }
            let (before, after) = (rule(left, periods.0), rule(right, periods.1))
            if before == nil, after == nil { continue }
            rules.append(
                Rule(
                    name: key[0], period: (before?.0, after?.0), kpi: (before?.1, after?.1)))
        }
        return rules
    }

    /// Whether equal rows bring the same before and after.
    private func isSame(_ rule: Rule) -> Bool {
        guard let before = rule.kpi.left, let after = rule.kpi.right,
            let measure = before.measure, let other = after.measure,
            let period = rule.period.left?.period, let later = rule.period.right?.period
        else { return false }
        let texts = [
            measure.settled(periodStart: period.start, periodEnd: period.end, asOf: left.asOf),
            other.settled(periodStart: later.start, periodEnd: later.end, asOf: right.asOf),
        ]
        // Spans of a peak are cut to the period.
        guard texts[0] == texts[1], period.start == later.start, period.end == later.end else {
            return false
        }
        let levels = [before, after].map { kpi in
            kpi.levels.map { [$0.name, $0.column ?? ""] }
        }
        let asks = measure.asksCalendar || other.asksCalendar
        return levels[0] == levels[1] && (!asks || calendar(left) == calendar(right))
            && left.plan.unitHistory.divisions == right.plan.unitHistory.divisions
    }

    private func calendar(_ state: BridgeState) -> [Manifest.PipelineFile] {
        state.files.pipeline.filter { $0.role == PlanSource.Role.calendar.rawValue }
    }

    private mutating func look(_ rule: Rule, _ side: EdgeSides) throws {
        let before = try side.bringing(rule.kpi.left, rule.period.left, left, true, &texts)
        let after = try side.bringing(rule.kpi.right, rule.period.right, right, false, &texts)
        let comparison = BroughtComparison(before, after)
        let period = rule.period.right?.period.name ?? rule.period.left?.period.name ?? ""
        for level in (wanted.levels[rule.name] ?? []).sorted(by: precedes) {
            let own = (before?.members(level), after?.members(level))
            for (place, pair) in side.pairs.enumerated() {
                let rows = side.rows(place)
                let was = rows.left.map { before?.belongs($0) ?? false } ?? false
                let counts = rows.right.map { after?.belongs($0) ?? false } ?? false
                guard was || counts else { continue }
                let left = was ? own.0?.of(rows.left) ?? [] : []
                let right = counts ? own.1?.of(rows.right) ?? [] : []
                if left == right, try comparison.isSame(rows) { continue }
                let members = left + right.filter { !left.contains($0) }
                for member in members {
                    let name = BridgedName(
                        kpi: rule.name, period: period, level: level, member: member)
                    guard wanted.names.contains(name) else { continue }
                    let sides = (left.contains(member), right.contains(member))
                    if sides.0, sides.1, try comparison.isSame(rows) { continue }
                    let standings = (
                        try side.standing(before, rows.left, counts: sides.0, left),
                        try side.standing(after, rows.right, counts: sides.1, right)
                    )
                    try take(pair, standings, side, comparison, into: name)
                }
            }
        }
        findClauses(of: rule, side)
    }

    private mutating func take(
        _ pair: RowPair, _ standings: (BridgeStanding, BridgeStanding), _ side: EdgeSides,
        _ comparison: BroughtComparison, into name: BridgedName
    ) throws {
        let kind: BridgeKind.Kind =
            pair.left == nil ? .new : (pair.right == nil ? .vanished : .changed)
        if found[name] == nil { touched.append(name) }
        found[name, default: Found()].count += 1
        try found[name]?.kinds[kind, default: BridgeKind(kind: kind)].add(
            standings.0, standings.1, comparison.isAdditive)
        let rows = pair.right == nil ? side.before : side.after
        guard let row = pair.right ?? pair.left else { return }
        let origin = rows.origin(Int(row))
        found[name]?.cases.append(
            FoundCase(
                pair: pair,
                named: BridgeCase(
                    id: rows.table.identity(Int(row)), before: standings.0, after: standings.1,
                    file: origin.file, record: origin.record, clause: "")))
        guard let limit, let count = found[name]?.cases.count, count >= 2 * limit + 64 else {
            return
        }
        cut(name, to: limit)
    }

    /// Keeps the first cases of a figure by identity.
    private mutating func cut(_ name: BridgedName, to limit: Int) {
        var cases: [FoundCase] = []
        if let own = found[name]?.cases { cases = own }
        found[name]?.cases = []
        cases.sort { $0.named.precedes($1.named) }
        found[name]?.cases = Array(cases.prefix(limit))
    }

    /// Sorts the cases of a rule's figures, and finds for those that are shown what decided.
    private mutating func findClauses(of rule: Rule, _ side: EdgeSides) {
        for name in touched {
            cut(name, to: limit ?? Int.max)
            for place in found[name]?.cases.indices ?? 0..<0 {
                guard let shown = found[name]?.cases[place] else { continue }
                found[name]?.cases[place].named.clause = side.clause(
                    shown.pair, rule.kpi, rule.period, (left, right))
            }
        }
        touched = []
    }
}

extension BridgeState {
    /// The computed periods that are wanted.
    func periods(_ wanted: WantedFigures) throws -> [ComputedPeriod] {
        let first = plan.periods.from == nil ? try dataset.firstInstant(before: asOf) : nil
        return plan.computedPeriods(asOf: asOf, since: first).filter {
            wanted.periods.contains($0.period.name)
        }
    }
}

extension BridgeCase {
    /// The order of cases: by identity, then by record.
    fileprivate func precedes(_ other: BridgeCase) -> Bool {
        if id != other.id { return Pipeline.precedes(id, other.id) }
        return file == other.file ? record < other.record : Pipeline.precedes(file, other.file)
    }
}

extension BridgeKind {
    /// Adds a case; of what is no count or sum rows have no share.
    fileprivate mutating func add(
        _ before: BridgeStanding, _ after: BridgeStanding, _ isAdditive: (Bool, Bool)
    ) throws(Exact.Overflow) {
        count += 1
        if isAdditive.0 {
            let sides = (before.numerator ?? Exact(0), after.numerator ?? Exact(0))
            numerator = try (numerator ?? Exact(0)).plus(try sides.1.minus(sides.0))
        }
        if isAdditive.1 {
            let sides = (before.denominator ?? Exact(0), after.denominator ?? Exact(0))
            denominator = try (denominator ?? Exact(0)).plus(try sides.1.minus(sides.0))
        }
    }
}
