package import Columnar
import Ledger

/// What `targets` needs to know.
package struct TargetsRequest: Sendable {
    /// Path of the workspace.
    package var workspace: String
    /// Name of the period; nil: the last one of the longest that has ended.
    package var period: String?
    /// The level whose members are compared.
    package var level: String
    /// Path of the key file for personal columns.
    package var keyFile: String?
    /// Threads to use; nothing depends on it.
    package var threads: Int

    /// A request.
    package init(
        workspace: String, period: String? = nil, level: String = "unit", keyFile: String? = nil,
        threads: Int = 1
    ) {
        self.workspace = workspace
        self.period = period
        self.level = level
        self.keyFile = keyFile
        self.threads = threads
    }
}

/// The targets of a pipeline, for whom they are, and whether they are fair to all of them.
package struct TargetsPage {
    /// The plan whose targets they are.
    package let plan: Plan
    /// The run whose files were counted.
    package let run: String
    /// The period.
    package let period: Period
    /// The level whose members are compared.
    package let level: String
    /// Each target at each level.
    package let lines: [TargetLine]
    /// What is expected of the members, by KPI that has a target.
    package let fairness: [KPIFairness]

    /// Counts the archived files of the published run by the rules of the plan: targets can be
    /// tried before they are put in force.
    package init(_ plan: Plan, _ request: TargetsRequest) throws {
        self.plan = plan
        level = request.level
        let workspace = Workspace(existing: request.workspace)
        run = try runName(nil, in: workspace)
        let sealed = try SealedFiles(workspace, run: run)
        let asOf = try Moment(journalText: sealed.manifest.asOf).local
        let dataset = try rows(
            of: plan, from: sealed.manifest.intake, in: workspace, request, asOf: asOf)
        let computed = try plan.period(request.period, dataset, asOf: asOf)
        period = computed.period
        let (_, published) = try publishedResults(
            workspace: request.workspace, run: run, ResultsFilter(period: period.name))
        let members = PeriodMembers(published)
        let scope = Scope(
            periodStart: period.start, periodEnd: period.end, asOf: asOf,
            calendar: plan.calendar?.working)
        var lines: [TargetLine] = []
        var fairness: [KPIFairness] = []
        for kpi in plan.kpis where kpi.applies(to: computed) && !kpi.targets.isEmpty {
            let own = kpi.targetLines(in: computed.period, members)
            lines += own
            guard let level = kpi.levels.first(where: { $0.name == request.level }),
                let table = dataset.table(kpi.table)
            else { continue }
            let compared = own.filter { $0.level == level.name }
            do {
                fairness.append(
                    try kpi.fairness(level: level, over: table, in: scope, compared))
            } catch let error as EvaluationError {
                throw RunError.evaluation(of: "KPI \(kpi.name)", reason: error.sentence)
            }
        }
        self.lines = lines
        self.fairness = fairness
    }

    /// Whether some target is laid flat over members who differ.
    package var isUnfair: Bool { fairness.contains { !$0.warnings.isEmpty } }
}

/// The rows of the archived files of a run, read by the rules of a plan.
private func rows(
    of plan: Plan, from intake: Intake, in workspace: Workspace, _ request: TargetsRequest,
    asOf: Int64
) throws -> Dataset {
    let known = plan.inputs.map(\.name)
    if let lost = intake.files.first(where: { !known.contains($0.input) })?.input {
        throw RunError.store(
            "the published run has an input '\(lost)', which the pipeline lacks; run it again")
    }
    var key: KeyedHash?
    if plan.needsKey {
        guard let keyFile = request.keyFile else { throw RunError.keyMissing }
        key = try KeyedHash(keyFile: keyFile, outside: workspace)
    }
    // The column by which cases differ is kept, also where no figure is computed for it.
    var plan = plan
    for index in plan.kpis.indices {
        let kpi = plan.kpis[index]
        plan.kpis[index].levels.append(
            Level(name: kpi.caseMixColumn, column: kpi.caseMixColumn, place: kpi.place))
    }
    var normalization = NormalizationRequest(
        plan: plan, objects: workspace.objects, key: key, threads: request.threads)
    normalization.horizon = plan.horizon(asOf: asOf)
    return try normalize(intake, normalization)
}

extension Plan {
    /// The computed period of a name; without one, of the longest that have ended the last.
    fileprivate func period(
        _ name: String?, _ dataset: Dataset, asOf: Int64
    ) throws -> ComputedPeriod {
        let first = periods.from == nil ? try dataset.firstInstant(before: asOf) : nil
        let all = computedPeriods(asOf: asOf, since: first)
        if let name {
            guard let period = all.first(where: { $0.period.name == name }) else {
                throw RunError.noSuchFigure(
                    part: "period", name: name,
                    hint: nearest(to: name, among: all.map(\.period.name)))
            }
            return period
        }
        let ended = all.filter { $0.period.end <= asOf }
        let last = (ended.isEmpty ? all : ended).max { left, right in
            (left.grain.rank, left.period.end) < (right.grain.rank, right.period.end)
        }
        guard let last else {
            throw RunError.noSuchFigure(part: "period", name: "", hint: nil)
        }
        return last
    }
}

extension Grain {
    /// Longer ones higher, named intervals highest.
    fileprivate var rank: Int {
        switch self {
        case .named: Int.max
        case .calendar(let length), .reporting(_, let length): length.months
        }
    }
}
