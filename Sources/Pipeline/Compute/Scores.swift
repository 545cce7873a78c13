import Columnar

/// Computes every scorecard of the plan from the figures: exact points, and what could be had.
///
/// Nil where the plan has no scorecards. No row is looked at: scores are a function of figures.
package func scores(
    _ plan: Plan, _ figures: [Figure], _ periods: [ComputedPeriod]
) throws -> [Score]? {
    guard !plan.scorecards.isEmpty else { return nil }
    var scoring = Scoring(plan: plan, figures: figures, periods: periods)
    do throws(Exact.Overflow) {
        // What another one counts comes first.
        for scorecard in plan.scorecards.sorted(by: { plan.depth(of: $0) < plan.depth(of: $1) }) {
            try scoring.add(scorecard)
        }
    } catch {
        throw RunError.evaluation(of: "a scorecard", reason: "a number is too large")
    }
    return scoring.sorted
}

extension Plan {
    /// How many scorecards lie below one another; plans have no cycles.
    fileprivate func depth(of scorecard: Scorecard) -> Int {
        let inner = scorecard.lines.flatMap { line in
            guard case .scorecard(let name) = line.source else { return [] as [Scorecard] }
            return scorecards.filter { $0.name == name }
        }
        return inner.map { depth(of: $0) + 1 }.max() ?? 0
    }
}

/// All scores, made scorecard by scorecard.
private struct Scoring {
    /// Where figures of several members stand.
    private struct Place: Hashable {
        var name: String
        var period: Period
        var level: String
    }

    private let plan: Plan
    private let periods: [ComputedPeriod]
    private var figures: [Place: [String: Figure]] = [:]
    private var totals: [Place: [String: Score]] = [:]
    private var made: [(scorecard: Int, period: Int, scores: [Score])] = []

    init(plan: Plan, figures all: [Figure], periods: [ComputedPeriod]) {
        self.plan = plan
        self.periods = periods
        let counted = Set(
            plan.scorecards.flatMap(\.lines).compactMap { line in
                if case .kpi(let name) = line.source { name } else { nil as String? }
            })
        for figure in all where counted.contains(figure.kpi) {
            let place = Place(name: figure.kpi, period: figure.period, level: figure.level)
            figures[place, default: [:]][figure.member] = figure
        }
    }

    /// By scorecard, version, period, level, member; lines in their order, the total last.
    var sorted: [Score] {
        made.sorted { ($0.scorecard, $0.period) < ($1.scorecard, $1.period) }.flatMap(\.scores)
    }

    mutating func add(_ scorecard: Scorecard) throws(Exact.Overflow) {
        let index = plan.scorecards.firstIndex {
            $0.name == scorecard.name && $0.version == scorecard.version
        }
        for (number, computed) in periods.enumerated() {
            guard scorecard.applies(to: computed.period, computed.grain) else { continue }
            let lines = scorecard.lines(inForceAt: computed.period.end - 1)
            var added: [Score] = []
            for level in scorecard.levels.sorted(by: precedes) {
                for member in members(scorecard, lines, computed, level) {
                    let scores = try self.scores(scorecard, lines, computed, level, member)
                    let place = Place(
                        name: scorecard.name, period: computed.period, level: level)
                    totals[place, default: [:]][member] = scores.last
                    added += scores
                }
            }
            made.append((index ?? 0, number, added))
        }
    }

    /// Who has figures that some line counts, by the bytes of their codes.
    ///
    /// Rows that name nobody have figures, so that levels add up; nobody is judged by them.
    private func members(
        _ scorecard: Scorecard, _ lines: [ScorecardLine], _ computed: ComputedPeriod,
        _ level: String
    ) -> [String] {
        var members: Set<String> = []
        for line in lines {
            switch line.source {
            case .kpi(let name):
                for period in parts(of: computed, by: line.each) {
                    let place = Place(name: name, period: period, level: level)
                    members.formUnion((figures[place] ?? [:]).keys)
                }
            case .scorecard(let name):
                let place = Place(name: name, period: computed.period, level: level)
                members.formUnion((totals[place] ?? [:]).keys)
            case .undocumented: break
            }
        }
        return members.sorted(by: precedes).filter { member in
            member != LevelGrouping.unnamed
                && (scorecard.members.isEmpty || scorecard.members.contains(member))
        }
    }

    /// The computed periods of a length within a period; without a length the period itself.
    private func parts(of computed: ComputedPeriod, by each: PeriodLength?) -> [Period] {
        let whole = computed.period
        guard let each else { return [whole] }
        return periods.filter {
            $0.grain == computed.grain.part(each) && $0.period.start >= whole.start
                && $0.period.end <= whole.end
        }.map(\.period)
    }

    /// The lines of one member and their total.
    private func scores(
        _ scorecard: Scorecard, _ lines: [ScorecardLine], _ computed: ComputedPeriod,
        _ level: String, _ member: String
    ) throws(Exact.Overflow) -> [Score] {
        var total = Score(
            scorecard: scorecard.name, version: scorecard.version, period: computed.period,
            level: level, member: member, line: Scorecard.totalName, counted: "",
            weight: Exact(0), shown: "", reachable: Exact(0), grade: "", status: .noCases)
        var scores: [Score] = []
        for line in lines {
            let reading = try reading(of: line, computed, level, member)
            let (points, reachable) = try line.points(
                of: reading, missing: scorecard.total.missing)
            var score = total
            score.line = line.name
            score.counted = line.counted
            score.countedVersion = reading.version
            score.pair = reading.pair
            score.weight = line.weight
            score.points = points
            score.shown = points?.rounded(places: line.places ?? 2) ?? ""
            score.reachable = reachable
            score.status = reading.status
            score.step = reading.value.flatMap { line.points.step(of: $0) }
            scores.append(score)
        }
        for score in scores {
            total.weight = try total.weight.plus(score.weight)
            total.reachable = try total.reachable.plus(score.reachable)
            guard let points = score.points else { continue }
            total.points = try (total.points ?? Exact(0)).plus(points)
        }
        if let points = total.points {
            let places = scorecard.total.places
            let points = try points.rounded(toPlaces: places)
            total.points = points
            total.shown = points.rounded(places: places ?? lines.compactMap(\.places).max() ?? 2)
            total.status = Self.status(of: scores)
            if scorecard.total.tellsApart(upTo: total.reachable) {
                total.grade = scorecard.total.grade(of: points)?.title.line ?? ""
            } else {
                // The data, not the work, would put everybody into the lowest class.
                total.status = .missingInput
            }
        }
        return scores + [total]
    }

    /// What is said of a total: that some line of it is not yet final, or the like.
    private static func status(of scores: [Score]) -> FigureStatus {
        let counted = scores.filter { $0.points != nil && $0.pair != nil }.map(\.status)
        return FigureStatus.allCases.first { status in
            status != .ok && status != .noCases && counted.contains(status)
        } ?? .ok
    }

    private func reading(
        of line: ScorecardLine, _ computed: ComputedPeriod, _ level: String, _ member: String
    ) throws(Exact.Overflow) -> ScoreReading {
        let period = computed.period
        switch line.source {
        case .undocumented: return ScoreReading(status: .missingInput)
        case .scorecard(let name):
            let place = Place(name: name, period: period, level: level)
            guard let total = totals[place]?[member] else { return ScoreReading(status: .noCases) }
            return try Self.reading(of: total)
        case .kpi(let name):
            if let each = line.each {
                return try reading(of: name, parts(of: computed, by: each), level, member)
            }
            let place = Place(name: name, period: period, level: level)
            guard let figure = figures[place]?[member] else {
                return ScoreReading(status: .noCases)
            }
            return try reading(of: figure)
        }
    }

    private func reading(of figure: Figure) throws(Exact.Overflow) -> ScoreReading {
        var reading = ScoreReading(version: figure.version, status: figure.status)
        guard let upper = figure.numerator, let lower = figure.denominator else { return reading }
        let pair = ExactPair(upper, over: lower)
        // What is withheld in a figure is not told by a score.
        guard !figure.value.isEmpty, let ratio = try pair.quotient() else { return reading }
        reading.pair = pair
        let scale = plan.kpis.first { $0.name == figure.kpi && $0.version == figure.version }?.scale
        reading.value = PointValue(
            ratio: ratio, published: try ratio.times(Exact(Int128(scale ?? 1))),
            isMet: figure.met)
        return reading
    }

    /// In how many of the periods that have a value the target was met.
    private func reading(
        of kpi: String, _ periods: [Period], _ level: String, _ member: String
    ) throws(Exact.Overflow) -> ScoreReading {
        let judged = periods.compactMap { period in
            figures[Place(name: kpi, period: period, level: level)]?[member]
        }.filter { $0.met != nil }
        var reading = ScoreReading(version: judged.last?.version, status: .noCases)
        let met = judged.count { $0.met == true }
        let pair = ExactPair(Exact(met), over: Exact(judged.count))
        guard let ratio = try pair.quotient() else { return reading }
        reading.pair = pair
        reading.value = PointValue(ratio: ratio, published: ratio, isMet: met == judged.count)
        reading.status = judged.last { $0.status != .ok }?.status ?? .ok
        return reading
    }

    /// The points of another scorecard out of all that it has.
    private static func reading(of total: Score) throws(Exact.Overflow) -> ScoreReading {
        var reading = ScoreReading(version: total.version, status: total.status)
        guard let points = total.points else { return reading }
        let pair = ExactPair(points, over: total.weight)
        guard let ratio = try pair.quotient() else { return reading }
        reading.pair = pair
        reading.value = PointValue(ratio: ratio, published: points)
        reading.reachable = try total.reachable.divided(by: total.weight) ?? Exact(1)
        return reading
    }
}

extension ScorecardLine {
    /// What the line counts, as results name it.
    fileprivate var counted: String {
        switch source {
        case .kpi(let name): name
        case .scorecard(let name): "scorecard/\(name)"
        case .undocumented: ""
        }
    }
}
