import Columnar
import Pipeline
import Testing

/// Points, reachable maxima and classes of figures, exactly.
@Suite struct `Scores` {
    @Test func `are weighted points of each line, and their sum`() throws {
        let plan = try SmallCard().plan()
        let scores = try plan.scores([Tallied("on-time", 2, 3), Tallied("online", 2, 5)])
        #expect(scores.texts == ["a 40/60", "b 32/40", "total 72/100 Kém"])
        let line = try #require(scores.first)
        #expect(line.pair == ExactPair(Exact(2), over: Exact(3)))
        #expect(line.counted == "on-time" && line.countedVersion == 1)
        #expect(
            line.fields == [
                "unit", "1", "2025-01", "2025-01-01 00:00:00", "2025-02-01 00:00:00", "agency",
                "H29", "a", "on-time", "1", "2", "3", "60", "40", "1", "40", "40.00", "60", "",
                "ok",
            ])
    }

    @Test func `are exact where decimals end nowhere, and classes are of the exact total`() throws {
        let plan = try SmallCard().plan()
        // 60 × 1/3 + 40 × 1 = 60; 60 × 66 666 666/100 000 000 + 40 lies just below 80.
        let scores = try plan.scores([
            Tallied("on-time", 1, 7), Tallied("online", 1, 1),
            Tallied("on-time", 66_666_666, 100_000_000, unit: "H29.01"),
            Tallied("online", 1, 2, unit: "H29.01"),
            Tallied("on-time", 2, 3, unit: "H29.02"), Tallied("online", 1, 2, unit: "H29.02"),
        ])
        #expect(scores[0].points == (try Exact(60, over: 7)))
        #expect(scores[2].points == (try Exact(340, over: 7)))
        #expect(scores.filter(\.isTotal).map(\.grade) == ["Kém", "Kém", "Tốt"])
        #expect(scores.filter(\.isTotal).map(\.shown) == ["48.57", "80.00", "80.00"])
    }

    @Test func `leave out what has no value, and say what could be had`() throws {
        var small = SmallCard()
        let plan = try small.plan()
        #expect(
            try plan.scores([Tallied("on-time", 1, 1), Tallied("online", 0, 0)]).texts
                == ["a 60/60", "b –/0", "total 60/60"])
        small.card = small.card.replacing("total:", by: "total:\n  missing: zero")
        #expect(
            try small.plan().scores([Tallied("on-time", 1, 1), Tallied("online", 0, 0)]).texts
                == ["a 60/60", "b 0/40", "total 60/100 Kém"])
    }

    /// Decision 766: feedback answered on time has all points where there was no feedback.
    @Test func `give all points for an empty denominator where the rule does`() throws {
        var small = SmallCard()
        small.card = small.card.replacing("{item: b,", by: "{item: b, if_empty: full,")
        #expect(
            try small.plan().scores([Tallied("on-time", 1, 2), Tallied("online", 0, 0)]).texts
                == ["a 30/60", "b 40/40", "total 70/100 Kém"])
        // Too few cases are no empty denominator.
        small.online = SmallCard.kpi("online", "minimum: 6")
        let scores = try small.plan().scores([Tallied("on-time", 1, 2), Tallied("online", 9, 9)])
        #expect(scores.texts == ["a 30/60", "b –/0", "total 30/60"])
        #expect(scores[1].status == .tooFew && scores[1].pair == nil)
    }

    @Test func `of nobody's lines are none`() throws {
        let scores = try SmallCard().plan().scores([
            Tallied("on-time", 0, 0), Tallied("online", 0, 0),
        ])
        #expect(scores.texts == ["a –/0", "b –/0", "total –/0"])
        #expect(scores.allSatisfy { $0.status == .noCases })
        #expect(scores[2].fields[13...18] == ["", "", "", "", "0", ""])
    }

    @Test func `are of members that are named, never of rows that name none`() throws {
        var small = SmallCard()
        let tallied = [
            Tallied("on-time", 1, 1, unit: "(none)"), Tallied("on-time", 1, 1, unit: "H29.02"),
            Tallied("online", 1, 1, unit: "H29.01"),
        ]
        let all = try small.plan().scores(tallied)
        #expect(all.filter(\.isTotal).map(\.member) == ["H29.01", "H29.02"])
        small.card = small.card.replacing("every:", by: "members: [H29.02]\nevery:")
        #expect(
            try small.plan().scores(tallied).filter(\.isTotal).map(\.member) == ["H29.02"])
    }

    @Test func `count what no data carry by the rule of the total`() throws {
        var small = SmallCard()
        small.card = small.card.replacing(
            "kpi: online, weight: 40, points: {saturating: {at: 0.5}}",
            by: "title: {vi: Thái độ}, weight: 40")
        let scores = try small.plan().scores([Tallied("on-time", 1, 1)])
        #expect(scores.texts == ["a 60/60", "b –/0", "total 60/60"])
        #expect(scores[1].status == .missingInput && scores[1].counted == "")
        // With 60 of 100 points nobody can be called anything but weak.
        #expect(scores[2].status == .missingInput)
    }

    /// "At least 95 % on time each month" of a quarter.
    @Test(
        arguments: [
            ([95, 100, 96], "60/60", "3/3"), ([95, 94, 96], "0/60", "2/3"),
            ([95, nil, 96], "60/60", "2/2"),
            ([nil, nil, nil], "–/0", ""),
        ] as [([Int?], String, String)])
    func `look at each month of a quarter`(months: [Int?], points: String, pair: String) throws {
        var small = SmallCard()
        small.card = small.card.replacing("every: [month]", by: "every: [quarter]")
            .replacing(
                "weight: 60, points: proportional", by: "weight: 60, each: month, points: target")
        small.online = small.online.replacing("every: [month]", by: "every: [quarter]")
        let tallied = months.enumerated().map { index, share in
            Tallied("on-time", share ?? 0, share == nil ? 0 : 100, period: "2025-0\(index + 1)")
        }
        let scores = try small.plan().scores(
            tallied + [Tallied("online", 1, 2, period: "2025-Q1")])
        #expect(scores.map(\.period.name) == ["2025-Q1", "2025-Q1", "2025-Q1"])
        #expect(scores.texts[0] == "a " + points)
        #expect(scores[0].fields[10...11].filter { !$0.isEmpty }.joined(separator: "/") == pair)
    }

    @Test func `of a period that is not over are provisional`() throws {
        let scores = try SmallCard().plan().scores(
            [Tallied("on-time", 1, 1), Tallied("online", 1, 1)], asOf: "2025-01-20")
        #expect(scores.map(\.status) == [.provisional, .provisional, .provisional])
    }

    @Test func `count other scorecards, and what of those could be had`() throws {
        var small = SmallCard()
        small.others = [
            """
            scorecard: whole
            version: 1
            title: {vi: Tổng hợp}
            basis: Quyết định 2
            levels: [agency]
            every: [month]
            items:
              - {scorecard: unit, max: 50, points: proportional, round: 1}
              - {kpi: on-time, max: 50, points: {linear: {factor: 25}}}
            total: {max: 100, round: 0}
            """
        ]
        let scores = try small.plan().scores([Tallied("on-time", 2, 3), Tallied("online", 0, 0)])
        // unit: 40 of 100, of which 60 could be had.
        #expect(
            scores.texts == [
                "a 40/60", "b –/0", "total 40/60",
                "unit 20/30", "on-time 16.666666666667/50", "total 37/80",
            ])
        #expect(
            scores[3].counted == "scorecard/unit" && scores[3].fields[10...11] == ["40", "100"])
        #expect(scores[5].points == Exact(37))
    }

    @Test func `take the version and the weights in force at the period's end`() throws {
        var small = SmallCard()
        small.card = small.card.replacing(
            "kpi: on-time, weight: 60", by: "kpi: on-time, weight: 60, valid: {until: 2025-02-01}"
        ).replacing(
            "kpi: online, weight: 40", by: "kpi: online, weight: 40, valid: {until: 2025-02-01}"
        ).replacing(
            "total:",
            by: """
                  - {item: a, kpi: on-time, weight: 0.9, points: target, valid: {from: 2025-02-01}}
                  - item: b
                    valid: {from: 2025-02-01}
                    kpi: online
                    weight: 0.1
                    points: proportional
                total:
                """
        ).replacing("valid: {from: 2025-01-01}", by: "valid: {until: 2025-03-01}")
        small.others = [
            small.card.replacing("version: 1", by: "version: 2")
                .replacing("valid: {until: 2025-03-01}", by: "valid: {from: 2025-03-01}")
        ]
        let scores = try small.plan().scores(
            ["2025-01", "2025-02", "2025-03"].flatMap { period in
                [
                    Tallied("on-time", 19, 20, period: period),
                    Tallied("online", 1, 2, period: period),
                ]
            })
        #expect(
            scores.filter(\.isTotal).map { "\($0.period.name) v\($0.version)" } == [
                "2025-01 v1", "2025-02 v1", "2025-03 v2",
            ])
        #expect(
            scores.filter(\.isTotal).map { $0.points?.decimalText() } == ["97", "0.95", "0.95"])
    }
}
