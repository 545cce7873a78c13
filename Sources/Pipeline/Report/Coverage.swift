package import Columnar
import Ledger

/// Which parts of the rules the rows of a period have put to the test, and which they have not.
package struct RuleCoverage: Sendable {
    /// Name of the run.
    package let run: String
    /// The period.
    package let period: Period
    /// The KPI versions in force, sorted by name.
    package let kpis: [KPICoverage]
    /// The entries of dictionaries by input and column.
    package let entries: [EntryCoverage]
    /// The steps and classes of the scorecards in force.
    package let steps: [StepCoverage]
}

/// What the rows of a period showed of one version of a KPI.
package struct KPICoverage: Sendable {
    /// Name of the KPI.
    package let kpi: String
    /// Its version.
    package let version: Int
    /// Rows of its table.
    package let rowCount: Int
    /// Rows that belong.
    package let memberCount: Int
    /// What each clause decided, in the order of the formulas.
    package let clauses: [ClauseCount]
}

/// How many rows of a period carry a code that a mapping's dictionary can give.
package struct EntryCoverage: Sendable, Equatable {
    /// Name of the input; of a child table, `input/children`.
    package let input: String
    /// The column.
    package let column: String
    /// The texts that mean the code.
    package let texts: [String]
    /// The code.
    package let code: String
    /// Rows that belong to some KPI of the period and carry it.
    package var rows: Int
}

/// How many members stand on a step of a scorecard's line, or in a class.
package struct StepCoverage: Sendable, Equatable {
    /// Name of the scorecard.
    package let scorecard: String
    /// Its version.
    package let version: Int
    /// Name of the line; `total` for classes.
    package let line: String
    /// The step in words, as `at_least 50: 2`.
    package let text: String
    /// Members that stand on it.
    package let members: Int
}

/// Evaluates every clause of every KPI in force over all rows, from the archive alone.
///
/// Without a period it is the longest one, of several the last.
package func ruleCoverage(
    _ request: VerificationRequest, period name: String?
) throws -> RuleCoverage {
    let workspace = Workspace(existing: request.workspace)
    let run = try runName(request.run, in: workspace)
    let sealed = try SealedFiles(workspace, run: run)
    let rebuilt = try rebuild(
        sealed.manifest, in: workspace, keyFile: request.keyFile, threads: request.threads)
    let computed = try rebuilt.period(name)
    let kpis = rebuilt.plan.kpis.filter { $0.applies(to: computed) }
    var covered: [KPICoverage] = []
    var entries: [EntryCoverage] = []
    for table in rebuilt.dataset.tables {
        let coverage = TableCoverage(
            rebuilt, table, kpis: kpis.filter { $0.table == table.name }, computed.period)
        let (own, codes) = try coverage.counted(threads: request.threads)
        covered += own
        entries += codes
    }
    covered.sort { precedes($0.kpi, $1.kpi) }
    return RuleCoverage(
        run: run, period: computed.period, kpis: covered, entries: entries,
        steps: rebuilt.steps(computed))
}

extension RebuiltRun {
    /// The computed period of that name; without a name the longest, of several the last.
    fileprivate func period(_ name: String?) throws -> ComputedPeriod {
        let first = plan.periods.from == nil ? try dataset.firstInstant(before: asOf) : nil
        let periods = plan.computedPeriods(asOf: asOf, since: first)
        if let name {
            guard let found = periods.first(where: { $0.period.name == name }) else {
                throw RunError.noSuchFigure(
                    part: "period", name: name,
                    hint: nearest(to: name, among: periods.map(\.period.name)))
            }
            return found
        }
        let longest = periods.map { $0.period.end - $0.period.start }.max()
        guard let last = periods.last(where: { $0.period.end - $0.period.start == longest }) else {
            throw RunError.noSuchFigure(part: "period", name: "", hint: nil)
        }
        return last
    }

    /// The steps and classes of the scorecards in force, each with who stands there.
    fileprivate func steps(_ computed: ComputedPeriod) -> [StepCoverage] {
        let scores = (results.scores ?? []).filter { $0.period == computed.period }
        return plan.scorecards.filter { $0.applies(to: computed.period, computed.grain) }
            .flatMap { scorecard in
                let own = scores.filter {
                    $0.scorecard == scorecard.name && $0.version == scorecard.version
                }
                let lines = scorecard.lines(inForceAt: computed.period.end - 1)
                return lines.flatMap { line in
                    guard case .steps(let steps) = line.points, line.source != .undocumented
                    else { return [] as [StepCoverage] }
                    return steps.enumerated().map { index, step in
                        StepCoverage(
                            scorecard: scorecard.name, version: scorecard.version,
                            line: line.name, text: step.text,
                            members: own.count { $0.line == line.name && $0.step == index })
                    }
                }
                    + scorecard.total.grades.map { grade in
                        StepCoverage(
                            scorecard: scorecard.name, version: scorecard.version,
                            line: Scorecard.totalName,
                            text: "at_least \(grade.atLeast.decimalText()): \(grade.title.line)",
                            members: own.count { $0.isTotal && $0.grade == grade.title.line })
                    }
            }
    }
}

extension PointStep {
    /// The step as files write it.
    fileprivate var text: String {
        "\(comparison.rawValue) \(bound.decimalText()): \(points.decimalText())"
    }
}
