import Columnar
import Pipeline
import Testing

/// A pipeline with one scorecard over two KPIs, of which tests change one part.
struct SmallCard {
    var card = """
        scorecard: unit
        version: 1
        valid: {from: 2025-01-01}
        title: {vi: Thẻ điểm}
        basis: Quyết định 1
        levels: [agency, unit]
        every: [month]
        items:
          - {item: a, kpi: on-time, weight: 60, points: proportional}
          - {item: b, kpi: online, weight: 40, points: {saturating: {at: 0.5}}}
        total:
          classes: [{at_least: 80, title: {vi: Tốt, en: Good}}, {at_least: 0, title: {vi: Kém}}]
        """
    var onTime = kpi("on-time", "target: {at_least: 95}")
    var online = kpi("online")
    /// Further scorecards.
    var others: [String] = []
    /// Further KPIs.
    var kpis: [String] = []
    var periods = "{every: [month, quarter, year], from: 2025-01-01, until: 2026-01-01}"

    /// A KPI file with a ratio in percent.
    static func kpi(_ name: String, _ lines: String = "") -> String {
        """
        kpi: \(name)
        version: 1
        title: {vi: Chỉ số \(name), en: Indicator \(name)}
        basis: Nghị định 118/2025/NĐ-CP
        from: case
        numerator: count(*)
        denominator: count(*)
        scale: 100
        levels: [agency, unit]
        every: [month]
        \(lines)
        source: {system: một cửa, owner: Văn phòng, collected: nightly}
        """
    }

    /// The plan and all that is wrong with it.
    func load() -> LoadedPlan {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline
            .replacing("kpis: [kpis/*.yaml]", by: "kpis: [kpis/*.yaml]\nscorecards: [cards/*.yaml]")
            .replacing("{calendar: civil, every: [month, year]}", by: periods)
        plan.others = [
            ("cards/unit.yaml", card), ("kpis/on-time.yaml", onTime), ("kpis/online.yaml", online),
        ]
        plan.others += others.enumerated().map { ("cards/other-\($0 + 1).yaml", $1) }
        plan.others += kpis.enumerated().map { ("kpis/other-\($0 + 1).yaml", $1) }
        return plan.load()
    }

    /// The plan; fails the test with the faults where there are any.
    func plan() throws -> Plan {
        let loaded = load()
        return try #require(loaded.plan, "\(loaded.faults.map { $0.line() })")
    }

    /// The faults, word by word.
    var faults: [String] { load().faults.map { $0.line() } }
}

/// One figure by its name: KPI, period, level, member, and both sides.
struct Tallied {
    var kpi: String
    var period = "2025-01"
    var level = "agency"
    var member = "H29"
    var upper: Exact?
    var lower: Exact?

    init(
        _ kpi: String, _ upper: Int?, _ lower: Int?, period: String = "2025-01",
        unit member: String? = nil
    ) {
        self.kpi = kpi
        self.period = period
        level = member == nil ? "agency" : "unit"
        self.member = member ?? "H29"
        self.upper = upper.map { Exact($0) }
        self.lower = lower.map { Exact($0) }
    }
}

extension Plan {
    /// The scores of these figures.
    func scores(_ tallied: [Tallied], asOf: String = "2026-01-01") throws -> [Score] {
        let asOf = try #require(parseInstant(asOf))
        let periods = computedPeriods(asOf: asOf, since: nil)
        let figures = try tallied.map { tallied in
            let period = try #require(periods.first { $0.period.name == tallied.period })
            let kpi = try #require(
                kpis.first { $0.name == tallied.kpi && $0.applies(to: period) },
                "\(tallied.kpi) \(tallied.period)")
            return try kpi.figure(
                Tally(members: 5, numerator: tallied.upper, denominator: tallied.lower),
                period: period.period, level: tallied.level, member: tallied.member, asOf: asOf)
        }
        return try #require(try Pipeline.scores(self, figures, periods))
    }
}

extension [Score] {
    /// `item points/reachable class` of each line, in order.
    var texts: [String] {
        map { score in
            let points = score.points?.decimalText() ?? "–"
            let grade = score.grade.isEmpty ? "" : " " + score.grade
            return "\(score.line) \(points)/\(score.reachable.decimalText())\(grade)"
        }
    }
}
