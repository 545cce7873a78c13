package import Columnar
import Ledger

/// The figures of a run beside those that come out by the rules of another day.
package struct RulesComparison: Sendable {
    /// Name of the run.
    package let run: String
    /// The day whose rules stand on the right.
    package let day: String
    /// A line for each figure and each total of a scorecard, whichever rules give it.
    package let lines: [ComparedFigure]
    /// Whether what was sealed is not what comes out of the archive: `verify` tells where.
    package let isUnlikeSealed: Bool
}

/// One figure by the rules of its period and by those of another day.
package struct ComparedFigure: Sendable, Equatable {
    /// A figure as one set of rules gives it.
    package struct Side: Sendable, Equatable {
        /// Version of the rule.
        package var version: Int
        /// The value, exactly; nil where there is none.
        package var exact: Exact?
        /// The value as a person reads it.
        package var shown: String
        /// Why there is a value, or none.
        package var status: FigureStatus
        /// Whether the target was reached.
        package var met: Bool?
    }

    /// Name of the KPI, or `scorecard/NAME`.
    package var kpi: String
    /// The period.
    package var period: Period
    /// The level.
    package var level: String
    /// Which of them.
    package var member: String
    /// By the rules of the run; nil: none was in force.
    package var own: Side?
    /// By the rules of the other day; nil: none is in force then.
    package var other: Side?

    /// What the other rules add, exactly; nil where a side has no value.
    package var difference: Exact? {
        get throws(Exact.Overflow) {
            guard let own = own?.exact, let other = other?.exact else { return nil }
            return try other.minus(own)
        }
    }
}

extension Plan {
    /// The plan as if the rules of one day were in force on all: KPIs, targets, scorecards.
    package func withRules(of day: Int64) -> Plan {
        var plan = self
        // Neither is compared, and the sums of a form hold by the rules of its own days only.
        plan.forms = []
        plan.stock = nil
        plan.kpis = kpis.filter { $0.validity.contains(day) }
        for index in plan.kpis.indices {
            plan.kpis[index].validity = Validity()
            plan.kpis[index].targets.removeAll { !$0.validity.contains(day) }
            for rule in plan.kpis[index].targets.indices {
                plan.kpis[index].targets[rule].validity = Validity()
            }
        }
        plan.scorecards = scorecards.filter { $0.validity.contains(day) }
        for index in plan.scorecards.indices {
            plan.scorecards[index].validity = Validity()
            plan.scorecards[index].lines = plan.scorecards[index].lines(inForceAt: day)
            for line in plan.scorecards[index].lines.indices {
                plan.scorecards[index].lines[line].validity = Validity()
            }
        }
        return plan
    }
}

/// Computes a sealed run once more from the archive, by the rules in force on a day.
///
/// Rows, periods and `as_of` are those of the run: only the choice of versions is another.
package func compareRules(
    of day: Int64, _ request: VerificationRequest, _ filter: ResultsFilter
) throws -> RulesComparison {
    let workspace = Workspace(existing: request.workspace)
    let name = try runName(request.run, in: workspace)
    let sealed = try SealedFiles(workspace, run: name)
    let own = try rebuild(
        sealed.manifest, in: workspace, keyFile: request.keyFile, threads: request.threads)
    let plan = own.plan.withRules(of: day)
    let results = try compute(plan, own.dataset, asOf: own.asOf, threads: request.threads)
    var lines: [ComparedKey: ComparedFigure] = [:]
    try collect(own.results, own.plan, into: &lines) { $0.own = $1 }
    try collect(results, plan, into: &lines) { $0.other = $1 }
    return RulesComparison(
        run: name, day: CivilDate(of: day).text,
        lines: lines.keys.sorted().compactMap { lines[$0] }.filter(filter.admits),
        isUnlikeSealed: try own.files(sealed.manifest, in: workspace, threads: request.threads)
            .bytes(Manifest.resultsName) != sealed.bytes(Manifest.resultsName))
}

/// What tells two compared figures apart; versions do not.
private struct ComparedKey: Hashable, Comparable {
    let kpi: String
    let period: Period
    let level: String
    let member: String

    static func < (left: ComparedKey, right: ComparedKey) -> Bool {
        if left.kpi != right.kpi { return precedes(left.kpi, right.kpi) }
        if left.period != right.period {
            let spans = (
                (left.period.start, left.period.end), (right.period.start, right.period.end)
            )
            return spans.0 == spans.1
                ? precedes(left.period.name, right.period.name) : spans.0 < spans.1
        }
        if left.level != right.level { return precedes(left.level, right.level) }
        return precedes(left.member, right.member)
    }
}

private func collect(
    _ results: Results, _ plan: Plan, into lines: inout [ComparedKey: ComparedFigure],
    _ put: (inout ComparedFigure, ComparedFigure.Side) -> Void
) throws {
    func add(_ key: ComparedKey, _ side: ComparedFigure.Side) {
        let line = ComparedFigure(
            kpi: key.kpi, period: key.period, level: key.level, member: key.member)
        put(&lines[key, default: line], side)
    }
    for figure in results.figures {
        let key = ComparedKey(
            kpi: figure.kpi, period: figure.period, level: figure.level, member: figure.member)
        add(
            key,
            ComparedFigure.Side(
                version: figure.version, exact: try plan.exactValue(of: figure),
                shown: figure.shown, status: figure.status, met: figure.met))
    }
    for score in results.scores ?? [] where score.isTotal {
        let key = ComparedKey(
            kpi: "scorecard/\(score.scorecard)", period: score.period, level: score.level,
            member: score.member)
        add(
            key,
            ComparedFigure.Side(
                version: score.version, exact: score.points, shown: score.shown,
                status: score.status, met: nil))
    }
}

extension Plan {
    /// The value of a figure as it is published, exactly; nil where it has none.
    func exactValue(of figure: Figure) throws -> Exact? {
        guard !figure.value.isEmpty, let upper = figure.numerator, let lower = figure.denominator
        else { return nil }
        let kpi = kpis.first { $0.name == figure.kpi && $0.version == figure.version }
        return try ExactPair(upper, over: lower).quotient()?.times(
            Exact(Int128(kpi?.scale ?? 1)))
    }
}

extension ResultsFilter {
    /// Whether a compared figure is wanted; of its two statuses either.
    fileprivate func admits(_ figure: ComparedFigure) -> Bool {
        let wanted = [
            (figure.kpi, kpi), (figure.period.name, period), (figure.level, level),
            (figure.member, member),
        ]
        let statuses = [figure.own?.status.rawValue, figure.other?.status.rawValue]
        return wanted.allSatisfy { text, want in want.map { text == $0 } ?? true }
            && (status.map { statuses.contains($0) } ?? true)
    }
}
