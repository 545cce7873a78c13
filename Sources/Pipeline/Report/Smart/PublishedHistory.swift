import Columnar
package import Ledger

/// A value of the past.
struct PastValue {
    let period: Period
    /// numerator ÷ denominator × scale.
    let value: Exact
}

/// The figures that were published of a pipeline, as far as they are of the past and stand.
package struct PublishedHistory {
    /// Name of the run from which they are; nil where none of this pipeline is published.
    package let run: String?
    private var values: [String: [PastValue]] = [:]
    private var byLevel: [String: Set<String>] = [:]

    /// No history.
    package init() {
        run = nil
    }

    /// The history of a plan's KPIs in the run that a workspace has published.
    ///
    /// Only periods that had ended by an instant count, with a value that will not change.
    package init(of plan: Plan, in workspace: Workspace, asOf: Int64) throws {
        guard let current = try workspace.currentRun(), isRun(current, of: plan.name) else {
            run = nil
            return
        }
        run = current
        let wanted = Set(plan.kpis.flatMap(\.comparedLevels))
        let path = workspace.path(ofRun: current) + "/" + Manifest.resultsName
        try forEachFigure(in: fileBytes(path)) { line in
            let (name, level, member) = (line.text(0), line.text(5), line.text(6))
            let group = Self.key(name, level, "")
            guard wanted.contains(group), line.text(11) == FigureStatus.ok.rawValue,
                let past = try PastValue(line, of: plan.scale(of: name, version: line.text(1))),
                past.period.end <= asOf
            else { return }
            values[Self.key(name, level, member), default: []].append(past)
            byLevel[group, default: []].insert(member)
        }
    }

    /// The members of a level that have values, by code.
    func members(of kpi: String, level: String) -> [String] {
        byLevel[Self.key(kpi, level, "")]?.sorted(by: precedes) ?? []
    }

    /// The values of a member in periods that are like one another: of the shortest length that
    /// the rule is for, by time.
    func values(of kpi: KPI, level: String, member: String, for rule: TargetRule) -> [PastValue] {
        let all = (values[Self.key(kpi.name, level, member)] ?? []).filter {
            rule.period.holds(for: $0.period)
        }.sorted { $0.period.start < $1.period.start }
        for length in PeriodLength.allCases {
            let alike = all.filter { TargetPeriod.length(length).holds(for: $0.period) }
            if !alike.isEmpty { return alike }
        }
        return all
    }

    fileprivate static func key(_ kpi: String, _ level: String, _ member: String) -> String {
        "\(kpi)\u{0}\(level)\u{0}\(member)"
    }
}

extension KPI {
    /// The levels whose past is compared with the targets of the KPI, as keys of the history.
    fileprivate var comparedLevels: [String] {
        if targets.isEmpty { return [] }
        let levels = ["agency", "unit"] + targets.compactMap(\.level)
        return levels.map { PublishedHistory.key(name, $0, "") }
    }
}

extension PastValue {
    /// The value of a line of `results.csv`; nil where it has none.
    fileprivate init?(_ line: FigureLine, of scale: Int64) throws {
        guard let start = parseInstant(line.text(3)), let end = parseInstant(line.text(4)),
            let period = Period(name: line.text(2), start: start, end: end),
            let upper = Int128(line.text(7)), let lower = Int128(line.text(8)),
            let quotient = try Exact(upper, over: lower)
        else { return nil }
        self.period = period
        value = try quotient.times(Exact(Int128(scale)))
    }
}

extension Plan {
    /// The scale of a version of a KPI; of one that is gone, of any that is there.
    fileprivate func scale(of name: String, version: String) -> Int64 {
        let versions = kpis.filter { $0.name == name }
        return (versions.first { String($0.version) == version } ?? versions.last)?.scale ?? 1
    }
}
