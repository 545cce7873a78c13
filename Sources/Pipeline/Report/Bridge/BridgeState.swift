import Columnar
import Ledger

/// One place of a bridge that was computed: rows, figures, and the plan by which they came.
struct BridgeState {
    let files: MixedFiles
    let plan: Plan
    let dataset: Dataset
    /// Whether its rows are those of the place before.
    let sharesRows: Bool
    let asOf: Int64
    /// The figures that are wanted.
    let ends: [BridgedName: BridgeEnd]
    /// Those figures as `results.csv` would have them.
    let fields: [BridgedName: [String]]
}

/// Which figures a bridge is for.
struct WantedFigures {
    let names: Set<BridgedName>
    let periods: Set<String>
    /// The levels of each KPI.
    let levels: [String: Set<String>]

    init(_ names: Set<BridgedName>) {
        self.names = names
        periods = Set(names.map(\.period))
        var levels: [String: Set<String>] = [:]
        for name in names { levels[name.kpi, default: []].insert(name.level) }
        self.levels = levels
    }

    /// The plan with no more KPIs and levels than are wanted: rows are told apart as ever.
    func trimmed(_ plan: Plan) -> Plan {
        var plan = plan
        plan.forms = []
        plan.scorecards = []
        plan.stock = nil
        plan.kpis = plan.kpis.filter { levels[$0.name] != nil }
        for index in plan.kpis.indices {
            let wanted = levels[plan.kpis[index].name] ?? []
            plan.kpis[index].levels.removeAll { !wanted.contains($0.name) }
        }
        return plan
    }
}

/// Computes places of a bridge from the archive.
struct BridgeComputation {
    let workspace: Workspace
    let keyFile: String?
    let threads: Int
    let wanted: WantedFigures

    /// The plan that mixed files make; throws `planUnusable` where they do not fit together.
    func plan(_ files: MixedFiles, isMixed: Bool) throws -> Plan {
        let sources = try files.pipeline.map { file in
            (name: file.name, bytes: try fileBytes(workspace.objects.path(of: file.digest)))
        }
        var loaded = try load(files, sources)
        let corrections = files.pipeline.filter { $0.role == "corrections" }.map(\.name)
        let isNamed = corrections.allSatisfy { name in
            loaded.sources.contains { $0.name == name }
        }
        if !isNamed { loaded = try load(files, naming(corrections, in: sources, files)) }
        guard let plan = loaded.plan else { throw RunError.planUnusable(loaded.faults, folder: "") }
        if isMixed {
            let asOf = try Moment(journalText: files.asOf).local
            let unfit = plan.mixedTables + plan.uncoveredYears(asOf: asOf)
            if !unfit.isEmpty { throw RunError.planUnusable(unfit, folder: "") }
        }
        return plan
    }

    private func load(
        _ files: MixedFiles, _ sources: [(name: String, bytes: [UInt8])]
    ) throws -> LoadedPlan {
        Plan.load(
            files.pipelineName, from: .archived(sources),
            overrides: PlanOverrides(asOf: try Moment(journalText: files.asOf).local))
    }

    /// The sources where the pipeline file names the corrections of the other run as well.
    private func naming(
        _ corrections: [String], in sources: [(name: String, bytes: [UInt8])], _ files: MixedFiles
    ) -> [(name: String, bytes: [UInt8])] {
        var sources = sources
        var line = Array("\ncorrections: [".utf8)
        for (place, name) in corrections.enumerated() {
            if place > 0 { line += ", ".utf8 }
            appendJSONText(name, to: &line)
        }
        line += "]\n".utf8
        if let place = sources.firstIndex(where: { $0.name == files.pipelineName }) {
            sources[place].bytes += line
        }
        return sources
    }

    /// The state that files make; rows are read again unless those of another state are the same.
    func state(_ files: MixedFiles, isMixed: Bool, besides other: BridgeState?) throws
        -> BridgeState
    {
        let plan = try plan(files, isMixed: isMixed)
        let asOf = try Moment(journalText: files.asOf).local
        let shared = other.flatMap { $0.hasRows(of: files, plan, asOf: asOf) ? $0.dataset : nil }
        let dataset =
            try shared
            ?? archivedRows(
                by: plan, of: files.manifest, in: workspace, keyFile: keyFile, threads: threads)
        let results = try compute(
            wanted.trimmed(plan), dataset, asOf: asOf, threads: threads, only: wanted.periods)
        var ends: [BridgedName: BridgeEnd] = [:]
        var fields: [BridgedName: [String]] = [:]
        for figure in results.figures {
            let name = BridgedName(
                kpi: figure.kpi, period: figure.period.name, level: figure.level,
                member: figure.member)
            guard wanted.names.contains(name) else { continue }
            ends[name] = try plan.end(figure)
            fields[name] = figure.fields
        }
        return BridgeState(
            files: files, plan: plan, dataset: dataset, sharesRows: shared != nil, asOf: asOf,
            ends: ends, fields: fields)
    }
}

extension BridgeState {
    /// Whether the rows would be the same: nothing differs but KPIs, and `as_of` where it has no
    /// say in rows.
    fileprivate func hasRows(of files: MixedFiles, _ other: Plan, asOf: Int64) -> Bool {
        guard self.files.ofRows == files.ofRows, plan.tables.count == other.tables.count else {
            return false
        }
        let sameColumns = zip(plan.tables, other.tables).allSatisfy { left, right in
            left.name == right.name && plan.asked(of: left) == other.asked(of: right)
        }
        let sameHorizon =
            !plan.readsPauses && !other.readsPauses
            || plan.horizon(asOf: self.asOf) == other.horizon(asOf: asOf)
        return sameColumns && sameHorizon
    }

    /// The same without its rows.
    var withoutRows: BridgeState {
        BridgeState(
            files: files, plan: plan, dataset: Dataset(), sharesRows: false, asOf: asOf,
            ends: ends, fields: fields)
    }

    /// A KPI that is in force for a period; nil where none is.
    func kpi(_ name: String, in period: ComputedPeriod) -> KPI? {
        plan.kpis.first { $0.name == name && $0.applies(to: period) }
    }
}

extension Plan {
    /// A computed figure as a place of a bridge.
    fileprivate func end(_ figure: Figure) throws -> BridgeEnd {
        BridgeEnd(
            version: figure.version, numerator: figure.numerator, denominator: figure.denominator,
            value: try exactValue(of: figure), shown: figure.shown, status: figure.status)
    }
}
