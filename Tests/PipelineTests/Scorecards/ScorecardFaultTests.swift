import Pipeline
import Testing

/// What the user reads of a scorecard that cannot be used: place and remedy, all at once.
@Suite struct `A scorecard that cannot be used` {
    @Test func `the scorecard without a change has no faults`() throws {
        let plan = try SmallCard().plan()
        #expect(plan.scorecards.map(\.name) == ["unit"])
        #expect(plan.summary.contains("3 KPIs, 1 scorecard, "))
        #expect(plan.sources.contains { $0.role == .scorecard && $0.name == "cards/unit.yaml" })
    }

    /// One change and the sentences that it must bring.
    private func expect(_ old: String, _ new: String, _ sentences: String...) {
        var small = SmallCard()
        small.card = small.card.replacing(old, by: new)
        #expect(small.faults == sentences.map { "cards/unit.yaml:" + $0 })
    }

    @Test func `weights that are no whole`() {
        expect(
            "weight: 60", "weight: 59.5",
            "1:12: error P-901: the weights of scorecard 'unit' from 2025-01-01 on add up to 99.5, "
                + "not to 1 or 100. "
                + "Change a weight; those of items that succeed each other need 'valid'.")
        expect(
            "{item: a, ", "{item: a, valid: {until: 2025-07-01}, ",
            "1:12: error P-901: the weights of scorecard 'unit' from 2025-07-01 on add up to 40, "
                + "not to 1 or 100. "
                + "Change a weight; those of items that succeed each other need 'valid'.")
    }

    @Test func `weights that succeed each other are a whole on every day`() {
        expect(
            "  - {item: b",
            "  - {item: a, valid: {from: 2025-07-01}, kpi: online, weight: 60, points: target}\n"
                + "  - {item: b",
            "1:12: error P-901: the weights of scorecard 'unit' from 2025-07-01 on add up to 160, "
                + "not to 1 or 100. "
                + "Change a weight; those of items that succeed each other need 'valid'.",
            "10:47: error P-908: KPI 'online' version 1 has no target that could be met. "
                + "Give the KPI a target, or take another function.",
            "10:47: error P-912: the item 'a' stands twice for the same day; the other is at "
                + "line 9. End one with valid: {until: …}, or rename it.")
        var small = SmallCard()
        small.card = small.card.replacing(
            "{item: a, ", by: "{item: a, valid: {until: 2025-07-01}, "
        )
        .replacing(
            "  - {item: b",
            by: "  - {item: a, valid: {from: 2025-07-01}, kpi: on-time, weight: 60, "
                + "points: target}\n  - {item: b")
        #expect(small.faults == [])
    }

    @Test func `maxima that are not what the total says`() {
        var small = SmallCard()
        small.card = small.card.replacing("weight: 60", by: "max: 60")
            .replacing("weight: 40", by: "max: 39").replacing("total:", by: "total:\n  max: 100")
        #expect(
            small.faults == [
                "cards/unit.yaml:1:12: error P-902: the maxima of scorecard 'unit' from "
                    + "2025-01-01 on add up to 99, and its total says 100. "
                    + "Change the max of an item, or that of the total."
            ])
        expect(
            "weight: 40", "max: 40",
            "10:20: error P-903: scorecard 'unit' has items with a weight and items with a max. "
                + "Give every item a weight, or every item a max.")
    }

    @Test func `what it counts and nobody knows`() {
        expect(
            "kpi: online", "kpi: onlin",
            "10:20: error P-904: the pipeline has no KPI 'onlin'. Did you mean 'online'?")
        expect(
            "kpi: online", "kpi: something-else-entirely",
            "10:20: error P-904: the pipeline has no KPI 'something-else-entirely'. "
                + "Name a KPI of the pipeline, or add its file to 'kpis:'.")
        expect(
            "kpi: online", "scorecard: officers-of-the-town",
            "10:26: error P-905: the pipeline has no scorecard 'officers-of-the-town'. "
                + "Name a scorecard of the pipeline, or add its file to 'scorecards:'.")
    }

    @Test func `levels and periods that it asks for and its KPIs lack`() {
        expect(
            "levels: [agency, unit]", "levels: [agency, officer]",
            "9:20: error P-906: 'on-time' version 1 is not computed for level 'officer' of this "
                + "scorecard. Add the level there, or take it out of the scorecard.",
            "10:20: error P-906: 'online' version 1 is not computed for level 'officer' of this "
                + "scorecard. Add the level there, or take it out of the scorecard.")
        expect(
            "every: [month]", "every: [month, year]",
            "9:20: error P-907: 'on-time' version 1 is not computed for every year. "
                + "Add it to 'every:' there, or take it out of the scorecard.",
            "10:20: error P-907: 'online' version 1 is not computed for every year. "
                + "Add it to 'every:' there, or take it out of the scorecard.")
        expect(
            "weight: 60", "weight: 60, each: month",
            "9:20: error P-917: 'each: month' in a scorecard of every month looks at nothing "
                + "within it. Name a shorter period, or leave 'each' out.")
    }

    @Test func `a target that nobody has set`() {
        expect(
            "points: {saturating: {at: 0.5}}", "points: target",
            "10:20: error P-908: KPI 'online' version 1 has no target that could be met. "
                + "Give the KPI a target, or take another function.")
    }

    @Test func `a KPI that is not in force while it counts`() {
        var small = SmallCard()
        small.online = small.online.replacing(
            "version: 1", by: "version: 1\nvalid: {until: 2025-07-01}")
        #expect(
            small.faults == [
                "cards/unit.yaml:10:20: warning P-909: no version of 'online' is in force from "
                    + "2025-07-01 on. End the item with valid: {until: …}, or add a version."
            ])
        #expect(small.load().plan != nil)
    }

    @Test(arguments: [
        (
            "{from: 2025-07-01}",
            "cards/other-1.yaml:1:12: error P-910: versions 1 and 2 of scorecard 'unit' are in "
                + "force on the same day; the other is at cards/unit.yaml:1:12. "
                + "End one with valid: {until: …} where the next begins."
        ),
        (
            "{until: 2024-12-31}",
            "cards/unit.yaml:1:12: warning P-911: between versions 2 and 1 of scorecard 'unit' "
                + "none is in force. Let one begin where the other ends."
        ),
    ])
    func `versions that overlap or leave a gap`(validity: String, sentence: String) {
        var small = SmallCard()
        small.others = [
            small.card.replacing("version: 1", by: "version: 2")
                .replacing("{from: 2025-01-01}", by: validity)
        ]
        #expect(small.faults == [sentence])
    }

    @Test func `a version that occurs twice`() {
        var small = SmallCard()
        small.others = [small.card]
        #expect(small.faults.count == 1 && small.faults[0].contains("P-305"))
    }

    @Test func `a scorecard that counts itself`() {
        var small = SmallCard()
        small.card = small.card.replacing("kpi: online", by: "scorecard: inner")
            .replacing("points: {saturating: {at: 0.5}}", by: "points: proportional")
        small.others = [
            small.card.replacing("scorecard: unit", by: "scorecard: inner")
                .replacing("scorecard: inner, weight", by: "scorecard: unit, weight")
        ]
        #expect(
            small.faults == [
                "cards/other-1.yaml:1:12: error P-913: a scorecard counts itself: "
                    + "inner → unit → inner. Let the chain of scorecards end."
            ])
    }

    @Test func `points that fit nobody`() {
        var small = SmallCard()
        small.card = small.card.replacing(
            "weight: 60, points: proportional", by: "max: 60, points: {proportional: {max: 50}}"
        )
        .replacing("weight: 40", by: "max: 40")
        #expect(
            small.faults == [
                "cards/unit.yaml:9:67: error P-914: the function gives at most 50 points, the item "
                    + "at most 60. Leave one of the two out."
            ])
        expect(
            "points: proportional", "points: {steps: [{at_least: 95, points: 0}]}",
            "9:57: error P-915: no step brings any points. Give a step points above 0.")
        expect(
            "[{at_least: 80,", "[{at_least: 0, title: {vi: Kém}}, {at_least: 80,",
            "12:57: error P-916: the class from 80 on stands behind the one from 0 on. "
                + "Begin with the best class, then the next lower one.")
    }

    @Test func `forms and words`() {
        expect(
            "weight: 60", "weight: 0",
            "9:37: error P-302: '0' is not a number above 0 such as 20. Write such a one.")
        expect(
            "points: proportional", "points: proportionl",
            "9:49: error P-301: unknown word 'proportionl'. Did you mean 'proportional'?")
        expect(
            "{at: 0.5}", "{max: 1}", "10:61: error P-208: 'at' is missing. Add it.")
        expect(
            "item: a", "item: .a",
            "9:12: error P-302: '.a' is not a number or name of letters, digits, - _ and .. "
                + "Write such a one.")
        expect(
            ", points: proportional", "", "9:5: error P-208: 'points' is missing. Add it.")
        expect(
            "basis: Quyết định 1\n", "", "1:1: error P-208: 'basis' is missing. Add it.")
        expect(
            "kpi: on-time, weight: 60, points: proportional", "weight: 60",
            "9:5: error P-208: 'title' is missing. Add it.")
    }

    @Test func `files that are named and not there`() {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing(
            "kpis: [kpis/*.yaml]", by: "kpis: [kpis/*.yaml]\nscorecards: [cards/*.yaml]")
        #expect(plan.faults == ["plan.yaml:10:14 P-105"])
    }
}
