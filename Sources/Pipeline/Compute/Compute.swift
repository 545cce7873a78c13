package import Columnar
import Synchronization

/// Computes every figure of the plan: each KPI for each member of each of its levels in each
/// period, by the version of the KPI that is in force at the period's end.
///
/// Sums of forms are held where `isOwn`: other periods are taken from runs that held theirs, by
/// their own rules. With `only` the periods of these names are computed.
package func compute(
    _ plan: Plan, _ dataset: Dataset, asOf: Int64, threads: Int, only names: Set<String>? = nil,
    isOwn: (Period) -> Bool = { _ in true }
) throws -> Results {
    let first = plan.periods.from == nil ? try dataset.firstInstant(before: asOf) : nil
    let periods = plan.computedPeriods(asOf: asOf, since: first).filter {
        names?.contains($0.period.name) ?? true
    }
    var figures: [KPIFigures] = []
    for table in plan.tables {
        let kpis = plan.kpis.filter { $0.table == table.name }
        guard !kpis.isEmpty, let rows = dataset.table(table.name) else { continue }
        figures += try TableComputation(
            plan: plan, kpis: kpis, table: rows, periods: periods, asOf: asOf
        ).figures(threads: threads)
    }
    figures.sort { precedes($0.kpi, $1.kpi) || ($0.kpi == $1.kpi && $0.version < $1.version) }
    var results = Results(stretches: figures.map(\.figures))
    // Whoever reads figures across KPIs needs them in one array; copying it costs what making did.
    let all = plan.scorecards.isEmpty && plan.forms.isEmpty ? [] : results.figures
    results.scores = try scores(plan, all, periods)
    if plan.stock != nil {
        results.stock = try stockLedger(plan, dataset, asOf: asOf, since: first, threads: threads)
    }
    results.forms = try filledForms(plan, dataset, all, periods, asOf: asOf, isOwn)
    return results
}

/// The figures of one KPI at one level in one period, from rows of which only those columns are
/// read that it needs.
func figures(
    of kpi: KPI, level: String, in period: Period, _ plan: Plan, _ table: DatasetTable,
    asOf: Int64, threads: Int
) throws -> [Figure] {
    var only = kpi
    only.levels = kpi.levels.filter { $0.name == level }
    (only.every, only.validity) = ([], Validity())
    let columns = Set(only.levels.compactMap(\.column) + (kpi.measure?.columns ?? []))
    let computation = TableComputation(
        plan: plan, kpis: [only], table: table,
        periods: [ComputedPeriod(period: period, grain: .named(period.name))], asOf: asOf,
        columns: columns)
    return try computation.figures(threads: threads).flatMap(\.figures)
}

/// The forms of the plan; throws where a sum of one does not hold.
private func filledForms(
    _ plan: Plan, _ dataset: Dataset, _ figures: [Figure], _ periods: [ComputedPeriod],
    asOf: Int64, _ isOwn: (Period) -> Bool
) throws -> FilledForms? {
    guard !plan.forms.isEmpty else { return nil }
    let filled = FormFilling(plan, figures, periods).filled()
    var breaks: [FormBreak] = []
    for table in filled.tables where isOwn(table.period) {
        let form = plan.forms.first { $0.name == table.form && $0.version == table.version }
        if let form { breaks += table.breaks(of: form) }
    }
    guard !breaks.isEmpty else { return filled }
    // Cases are looked for once: one break shows what is wrong with the KPIs.
    let tracing = FormTracing(plan: plan, dataset: dataset, asOf: asOf)
    if let first = breaks.firstIndex(where: { $0.identity != nil }) {
        breaks[first] = try tracing.traced(breaks[first], limit: 5)
    }
    throw RunError.formsBroken(breaks)
}

/// The figures of one version of a KPI, in order of period, level, member.
private struct KPIFigures: Sendable {
    let kpi: String
    let version: Int
    let figures: [Figure]
}

/// All KPIs of one table, computed together: what they share is evaluated once.
private struct TableComputation {
    let plan: Plan
    let kpis: [KPI]
    let table: DatasetTable
    let periods: [ComputedPeriod]
    let asOf: Int64
    /// The columns to be read; nil: all.
    var columns: Set<String>?

    func figures(threads: Int) throws -> [KPIFigures] {
        let groupings = levelGroupings()
        let tallies = try tallies(groupings, threads: threads)
        let made = concurrentMap(kpis.count, threads: threads) { index in
            Result { try figures(of: index, tallies, groupings) }
        }
        return try made.map { try $0.get() }
    }

    private func figures(
        of index: Int, _ tallies: [[[[Tally]]]], _ groupings: [LevelGrouping]
    ) throws -> KPIFigures {
        let kpi = kpis[index]
        var figures: [Figure] = []
        figures.reserveCapacity(figureCount(of: index, tallies, groupings))
        for (number, computed) in periods.enumerated() {
            guard kpi.applies(to: computed) else { continue }
            try append(
                figuresOf: kpi, in: computed.period, tallies[number][index], groupings,
                to: &figures)
        }
        return KPIFigures(kpi: kpi.name, version: kpi.version, figures: figures)
    }

    /// The levels that some KPI asks for, by name; two KPIs may mean two columns by one name.
    private func levelGroupings() -> [LevelGrouping] {
        var groupings: [LevelGrouping] = []
        var levels = Set(kpis.flatMap(\.levels).map(LevelKey.init))
        // Whoever groups by what units were or became is held to the agency's total.
        if kpis.contains(where: \.hasUnitView) { levels.insert(.agency) }
        for level in levels.sorted() {
            guard let column = level.column else {
                groupings.append(LevelGrouping(agency: plan.agency.code))
                continue
            }
            guard let place = table.shape.names.firstIndex(of: column) else { continue }
            var dictionary: [String] = []
            if case .code(let codes) = table.shape.columns[place] { dictionary = codes.dictionary }
            groupings.append(
                LevelGrouping(
                    level: level.name, column: place, named: column, dictionary: dictionary))
        }
        return groupings
    }

    /// By period, KPI, grouping, group.
    private func tallies(_ groupings: [LevelGrouping], threads: Int) throws -> [[[[Tally]]]] {
        let scopes = periods.map {
            Scope(
                periodStart: $0.period.start, periodEnd: $0.period.end, asOf: asOf,
                calendar: plan.calendar?.working)
        }
        if scopes.isEmpty { return [] }
        do {
            let tallyPlan = try TallyPlan(
                kpis.compactMap(\.measure), over: table.shape,
                groupCounts: groupings.map(\.groupCount), wanted: wanted(groupings), in: scopes,
                scopesByMeasure: kpis.map { kpi in
                    Set(periods.indices.filter { kpi.applies(to: periods[$0]) })
                })
            let parts = try gathered(tallyPlan, groupings, threads: threads)
            return try concurrentMap(scopes.count, threads: threads) { scope in
                Result { () throws(EvaluationError) in
                    try tallyPlan.tallies(of: parts, scope: scope)
                }
            }.map { try $0.get() }
        } catch let error as EvaluationError {
            throw RunError.evaluation(
                of: "KPI \(kpis[min(error.measure, kpis.count - 1)].name)", reason: error.sentence)
        }
    }

    /// The groupings that each KPI asks for.
    private func wanted(_ groupings: [LevelGrouping]) -> [[Int]] {
        kpis.map { kpi in
            groupings.indices.filter { index in
                groupings[index].isAsked(by: kpi)
                    || (kpi.hasUnitView && groupings[index].column == nil)
            }
        }
    }

    /// What all pieces come to, by thread; each takes the next piece as it becomes free.
    private func gathered(
        _ tallyPlan: TallyPlan, _ groupings: [LevelGrouping], threads: Int
    ) throws -> [PartialTally] {
        let bases = table.bases
        let next = Atomic<Int>(0)
        let lanes = min(max(threads, 1), max(table.pieces.count, 1))
        let parts: [(Int, Result<PartialTally, any Error>)] = concurrentMap(
            lanes, threads: threads
        ) { _ in
            var gatherer = TallyGatherer(tallyPlan)
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < table.pieces.count else { break }
                do {
                    let piece = try table.pieces[index].table(columns)
                    try gatherer.gather(
                        piece, by: groupings.map { $0.grouping(piece) }, base: bases[index])
                } catch {
                    return (index, .failure(error))
                }
            }
            return (table.pieces.count, .success(gatherer.partial))
        }
        // Of several faults the first in the order of rows is told, whoever met it.
        return try parts.sorted { $0.0 < $1.0 }.map { try $0.1.get() }
    }

    /// How many figures a KPI will have; with restated units a few more or less.
    private func figureCount(
        of index: Int, _ tallies: [[[[Tally]]]], _ groupings: [LevelGrouping]
    ) -> Int {
        var count = 0
        for (number, computed) in periods.enumerated() where kpis[index].applies(to: computed) {
            for (place, grouping) in groupings.enumerated()
            where grouping.isAsked(by: kpis[index]) {
                count += tallies[number][index][place].count { $0.members > 0 }
            }
        }
        return count
    }

    private func append(
        figuresOf kpi: KPI, in period: Period, _ tallies: [[Tally]], _ groupings: [LevelGrouping],
        to figures: inout [Figure]
    ) throws {
        for (index, grouping) in groupings.enumerated()
        where grouping.isAsked(by: kpi) {
            if let view = kpi.unitView(of: grouping.level) {
                let whole = groupings.firstIndex { $0.column == nil }.flatMap {
                    tallies[$0].first
                }
                let members = zip(grouping.members, tallies[index]).filter { $1.members > 0 }
                figures += try kpi.figures(
                    of: members.map { (member: $0, tally: $1) }, whole: whole, view: view,
                    level: grouping.level, in: period, plan, asOf: asOf)
                continue
            }
            for (group, member) in grouping.members.enumerated() {
                let tally = tallies[index][group]
                guard tally.members > 0 || grouping.level == Level.agencyName else { continue }
                figures.append(
                    try kpi.figure(
                        tally, period: period, level: grouping.level, member: member, asOf: asOf))
            }
        }
    }
}

/// A level by its name and its column, as levels are told apart and sorted.
private struct LevelKey: Hashable, Comparable {
    let name: String
    let column: String?

    /// The whole agency.
    static let agency = LevelKey(name: Level.agencyName, column: nil)

    init(_ level: Level) {
        self.init(name: level.name, column: level.column)
    }

    private init(name: String, column: String?) {
        self.name = name
        self.column = column
    }

    static func < (left: LevelKey, right: LevelKey) -> Bool {
        left.name == right.name
            ? precedes(left.column ?? "", right.column ?? "") : precedes(left.name, right.name)
    }
}

extension Level {
    /// Name of the level that is the whole agency.
    static let agencyName = "agency"
}

extension KPI {
    /// Whether this version is computed for the period: it asks for its length and is in force.
    package func applies(to computed: ComputedPeriod) -> Bool {
        (every.isEmpty || every.contains(computed.grain))
            && validity.contains(computed.period.end - 1)
    }
}

extension EvaluationError {
    /// What the formula met, in words.
    var sentence: String {
        let place = row.map { " (row \($0 + 1) of the table)" } ?? ""
        return switch kind {
        case .overflow: "a number is too large" + place
        case .calendarMissing: "working time needs a calendar, and the pipeline names none"
        case .columnMissing(let name): "the table has no column \(name)"
        case .groupingLength: "a level has not one code for each row"
        }
    }
}
