import Pipeline
import Testing

/// `check --smart`: five criteria, each with its verdict and the evidence for it.
struct SmartCheckTests {
    @Test func `a KPI that says all is smart`() throws {
        let report = try Self.report(SmartDesk())
        #expect(report.findings.map(\.criterion) == SmartCriterion.allCases)
        #expect(report.isSmart)
    }

    @Test(
        arguments: [
            (SmartCriterion.specific, "kind: outcome\n", "", SmartVerdict.notMet, "kind"),
            (.specific, "unit: \"%\"\n", "", .notMet, "unit"),
            (.specific, ", duty: Trả đúng hạn", "", .notMet, "responsible.duty"),
            (.relevant, ", duty: Trả đúng hạn", "", .notMet, "responsible.duty"),
            (.relevant, "objective: on-time\n", "", .notMet, "objective"),
            (.measurable, ", manual: false", "", .cannotTell, "source.manual"),
            (.measurable, "manual: false", "manual: true", .notMet, "by hand"),
            (.measurable, ", cycle: đêm", "", .notMet, "source.cycle"),
            (.measurable, ", limits: d", "", .notMet, "quality.limits"),
            (
                .achievable, "baseline: {value: 50, period: 2024, source: báo cáo}\n", "",
                .cannotTell,
                "baseline"
            ),
            (.timeBound, "review: 2026-12-31", "", .notMet, "review"),
            (.timeBound, "review: 2026-12-31", "review: 2026-01-05", .notMet, "is past"),
        ] as [(SmartCriterion, String, String, SmartVerdict, String)])
    func `one thing less`(
        criterion: SmartCriterion, old: String, new: String, verdict: SmartVerdict, word: String
    ) throws {
        var desk = SmartDesk()
        desk.declared = desk.declared.replacing(old, by: new)
        if old.hasPrefix("objective") { desk.objectives = nil }
        let report = try Self.report(desk)
        #expect(report.verdict(criterion) == verdict)
        let finding = try #require(report.findings.first { $0.criterion == criterion })
        #expect(finding.evidence.text(in: .english).contains(word))
        #expect(!finding.evidence.vietnamese.isEmpty)
    }

    @Test(
        arguments: [
            // Months: 4 of 5, 2 of 5, 1 of 2 in time.
            ("at_least: 60", SmartVerdict.met, 1, 3, 67, "sometimes reached"),
            ("at_least: 81", .notMet, 0, 3, 100, "never reached"),
            ("at_least: 40", .met, 3, 3, 0, "always exceeded"),
            ("at_most: 40", .met, 1, 3, 67, "sometimes reached"),
            ("at_most: 39.9", .notMet, 0, 3, 100, "never reached"),
            ("exactly: 50", .met, 1, 3, 67, "sometimes reached"),
        ] as [(String, SmartVerdict, Int, Int, Int, String)])
    func `where a target stands in the past`(
        target: String, verdict: SmartVerdict, reached: Int, periods: Int, percentile: Int,
        word: String
    ) throws {
        var desk = SmartDesk()
        desk.targets = "target: {\(target), until: 2027-01-01}"
        let finding = try #require(
            Self.report(desk).findings.first { $0.criterion == .achievable })
        #expect(finding.verdict == verdict)
        let agency = try #require(finding.standings.first)
        #expect((agency.level, agency.member) == ("agency", "H56"))
        #expect(
            (agency.reached, agency.periods, agency.percentile) == (reached, periods, percentile))
        #expect(agency.word.rawValue == word)
        #expect(finding.evidence.text(in: .english).contains(word))
        #expect(finding.standings.map(\.member) == ["H56", "A", "B", "C"])
    }

    @Test func `a target of one unit is held against its own past`() throws {
        var desk = SmartDesk()
        desk.targets = """
            target: {at_least: 60, until: 2027-01-01}
            targets: [{level: unit, member: B, at_least: 50, until: 2027-01-01, reason: đất đai}]
            """
        let finding = try #require(
            Self.report(desk).findings.first { $0.criterion == .achievable })
        #expect(
            finding.standings.map { "\($0.member) \($0.rule.target.number.text) \($0.reached)" }
                == ["H56 60 1", "A 60 1", "C 60 0", "B 50 1"])
    }

    @Test func `without a target, an objective file or a past`() throws {
        var desk = SmartDesk()
        desk.targets = ""
        #expect(try Self.report(desk).verdict(.achievable) == .notMet)
        desk = SmartDesk()
        desk.targets = "target: {at_least: 60, from: 2027-01-01, until: 2028-01-01}"
        #expect(try Self.report(desk).verdict(.achievable) == .notMet)
        #expect(try Self.report(desk).verdict(.timeBound) == .notMet)
        desk = SmartDesk()
        desk.targets = "target: {at_least: 60}"
        #expect(try Self.report(desk).verdict(.timeBound) == .notMet)
        desk = SmartDesk()
        desk.objectives = nil
        #expect(try Self.report(desk).verdict(.relevant) == .cannotTell)
        let report = try Self.report(SmartDesk(), isPublished: false)
        #expect(report.verdict(.achievable) == .cannotTell)
        #expect(report.findings[2].standings.map(\.word) == [.noHistory])
    }

    @Test func `an objective whose term is over`() throws {
        var desk = SmartDesk()
        let (now, before) = ("from: 2025-01-01, until: 2028", "from: 2024-01-01, until: 2026")
        desk.objectives = desk.objectives?.replacing(now, by: before)
        #expect(try Self.report(desk).verdict(.relevant) == .notMet)
    }

    @Test func `the page and its JSON say the same`() throws {
        let folder = try NightFolder()
        let pipeline = try SmartDesk().published(in: folder)
        let plan = try #require(Plan.load(path: pipeline).plan)
        let page = try SmartPage(
            plan, workspace: folder.workspace, asOf: plan.asOfInstant(Moment(local: 0)))
        #expect(page.lines.contains("  Khả thi/achievable: đạt/met"))
        #expect(page.lines.contains("1/1 KPI đạt cả năm tiêu chí / meet all five criteria"))
        let lines = page.json.split(separator: "\n")
        #expect(lines.count == 5)
        #expect(lines[2].contains("\"criterion\":\"achievable\",\"verdict\":\"met\""))
        #expect(
            lines[2].hasSuffix(
                "{\"level\":\"unit\",\"member\":\"C\",\"target\":\"≥ 60\","
                    + "\"word\":\"never reached\","
                    + "\"reached\":0,\"periods\":1,\"percentile\":100}]}"))
        #expect(!page.has([.notMet]))
    }

    private static func report(
        _ desk: SmartDesk, isPublished: Bool = true
    ) throws -> SmartReport {
        let folder = try NightFolder()
        let pipeline = try isPublished ? desk.published(in: folder) : desk.write(to: folder)
        let loaded = Plan.load(path: pipeline)
        #expect(loaded.faults.map { $0.line() } == [])
        let plan = try #require(loaded.plan)
        let asOf = plan.asOfInstant(Moment(local: 0))
        return try #require(
            try SmartPage(plan, workspace: folder.workspace, asOf: asOf).reports.first)
    }
}
