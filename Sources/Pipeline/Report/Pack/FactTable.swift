import Columnar
import Ledger

/// The rows of one table of a sealed run, ready to tell what each of them gives to each KPI.
struct FactTable {
    let run: String
    let plan: Plan
    let table: DatasetTable
    let asOf: Int64
    /// The KPIs that count the table, by name and version.
    let kpis: [KPI]
    let periods: [Period]
    /// By period: indices of the KPIs that are computed for it.
    let wanted: [[Int]]
    private let tallyPlan: TallyPlan

    /// The tables of a run that some KPI counts, for the periods that are taken from it.
    static func tables(
        of source: FactSource, in workspace: Workspace, keyFile: String?, threads: Int
    ) throws -> [FactTable] {
        let (plan, dataset) = try archivedDataset(
            source.manifest, in: workspace, keyFile: keyFile, threads: threads)
        let asOf = try Moment(journalText: source.manifest.asOf).local
        let first = plan.periods.from == nil ? try dataset.firstInstant(before: asOf) : nil
        let periods = plan.computedPeriods(asOf: asOf, since: first).filter {
            source.holds($0.period)
        }
        return try plan.tables.compactMap { planned in
            let kpis = plan.kpis.filter { $0.table == planned.name && $0.measure != nil }
                .sorted {
                    ($0.name == $1.name) ? $0.version < $1.version : precedes($0.name, $1.name)
                }
            guard !kpis.isEmpty, let table = dataset.table(planned.name) else { return nil }
            return try FactTable(
                run: source.run, plan: plan, table: table, asOf: asOf, kpis: kpis,
                periods: periods)
        }
    }

    private init(
        run: String, plan: Plan, table: DatasetTable, asOf: Int64, kpis: [KPI],
        periods: [ComputedPeriod]
    ) throws {
        self.run = run
        self.plan = plan
        self.table = table
        self.asOf = asOf
        self.kpis = kpis
        self.periods = periods.map(\.period)
        wanted = periods.map { computed in
            kpis.indices.filter { kpis[$0].applies(to: computed) }
        }
        let scopes = periods.map {
            Scope(
                periodStart: $0.period.start, periodEnd: $0.period.end, asOf: asOf,
                calendar: plan.calendar?.working)
        }
        do {
            tallyPlan = try TallyPlan(
                kpis.compactMap(\.measure), over: table.shape, groupCounts: [], in: scopes)
        } catch {
            throw RunError.evaluation(of: "a KPI of \(table.name)", reason: error.sentence)
        }
    }

    /// The periods for which a KPI is computed, in the order of their columns.
    func periods(of kpi: Int) -> [Period] {
        periods.indices.filter { wanted[$0].contains(kpi) }.map { periods[$0] }
    }

    /// Calls with the rows of every piece and what each block of them gives.
    ///
    /// `base` is the number of rows before the piece.
    func gather(_ take: (_ piece: Table, _ base: Int, FactBlock) throws -> Void) throws {
        guard !periods.isEmpty else { return }
        var gatherer = FactGatherer(tallyPlan, wanted: wanted)
        for (piece, base) in zip(table.pieces, table.bases) {
            let rows = try piece.table()
            do {
                try gatherer.gather(rows, base: base) { try take(rows, base, $0) }
            } catch let error as EvaluationError {
                let kpi = kpis[min(error.measure, kpis.count - 1)].name
                throw RunError.evaluation(of: "KPI \(kpi)", reason: error.sentence)
            }
        }
    }
}
