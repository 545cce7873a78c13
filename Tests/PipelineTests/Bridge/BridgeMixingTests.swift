import Columnar
import Pipeline
import Testing

/// Files that do not fit together, values that are not there in the middle, other names.
@Suite struct `A bridge over what does not fit` {
    @Test func `a mapping without a column that a KPI reads is joined with the rules`() throws {
        let before = BridgeWorld.small
        var after = before
        after.mapping = after.mapping.replacing(
            "  fee: {header: [fee], type: integer}\n", with: ""
        )
        .replacing("identity:", with: "ignore: [fee]\nidentity:")
        .replacing("closed: resolved}", with: "closed: returned}")
        after.rules["kpis/middle-fee.yaml"] = nil
        after.rules["kpis/on-time.yaml"] = after.rules["kpis/on-time.yaml"]?.replacing(
            "due_at is not null", with: "due_at is not null and status = 'returned'")
        after.raw["b.csv"] = nil
        let bridge = try TwoWorlds(before, after).bridge()
        try bridge.expectSums("joined")
        let gone = try #require(bridge.figure("middle-fee", "2025-06"))
        #expect(gone.to == .absent && gone.somethingWords == ["dedupe+rules"])
        guard case .inseparable(let steps, let reason)? = bridge.remarks.first else {
            Issue.record("no remark")
            return
        }
        #expect(steps == [.dedupe, .rules] && reason.contains("fee"))
        let other = try #require(bridge.figure("received", "2025-07"))
        #expect(other.somethingWords == ["late-data"])
    }

    @Test func `a value that is not there in the middle is held by a later part`() throws {
        var before = BridgeWorld.small
        before.rules["kpis/on-time.yaml"] = before.rules["kpis/on-time.yaml"]?.replacing(
            "due_at is not null", with: "due_at is not null and unit = 'A'")
        var after = before
        after.raw["a.csv"] = after.raw["a.csv"]?.replacing(",A,", with: ",C,")
        after.rules["kpis/on-time.yaml"] = after.rules["kpis/on-time.yaml"]?.replacing(
            "unit = 'A'", with: "unit = 'C'")
        after.rules["kpis/on-time.yaml"] = after.rules["kpis/on-time.yaml"]?.replacing(
            "resolved_at <= due_at", with: "resolved_at < due_at")
        let bridge = try TwoWorlds(before, after).bridge()
        try bridge.expectSums("undefined")
        let figure = try #require(bridge.figure("on-time", "2025-06"))
        #expect(figure.parts.map(\.word) == ["late-data", "rules"])
        #expect(figure.parts[0].after.status == .noCases && figure.parts[0].value == nil)
        #expect(figure.parts[1].holds == [.lateData])
        #expect(figure.parts[1].value?.fractionText == "-100/3")
        #expect(figure.parts.map(\.numerator) == [Exact(-2), Exact(1)])
    }

    @Test func `files under other names are put in under the names that are known`() throws {
        let before = BridgeWorld.small
        var after = before
        after.mappingName = "other.yaml"
        after.calendarName = "hours.yaml"
        after.rules["pipeline.yaml"] = BridgeWorld.pipeline
            .replacing("mapping.yaml", with: "other.yaml")
            .replacing("calendar.yaml", with: "hours.yaml")
            .replacing("  cases: {", with: "  dossiers: {")
        after.mapping = after.mapping.replacing(
            "nulls: [\"01/01/0001 00:00:00\"]", with: "nulls: [\"07/06/2025 08:00:00\"]")
        after.calendar = after.calendar.replacing("07:30-11:30", with: "08:00-11:30")
        after.raw["b.csv"] = nil
        let bridge = try TwoWorlds(before, after).bridge()
        try bridge.expectSums("renamed")
        #expect(bridge.remarks.isEmpty)
        #expect(bridge.figure("on-time", "2025-06")?.somethingWords == ["dedupe"])
        #expect(bridge.figure("worked", "2025-06")?.somethingWords == ["calendar"])
        #expect(bridge.figure("received", "2025-07")?.somethingWords == ["late-data"])
    }

    @Test func `what only one pipeline file names counts with the rules`() throws {
        let before = BridgeWorld.small
        var after = before
        after.rules["pipeline.yaml"] = BridgeWorld.pipeline
            .replacing("calendar: calendar.yaml\n", with: "")
            .replacing(
                "inputs:\n",
                with: """
                    inputs:
                      more: {kind: case, files: "more/*", mapping: mapping.yaml}

                    """)
        after.rules["kpis/worked.yaml"] = nil
        after.rules["more/m.csv"] = BridgeWorld.file([
            BridgeWorld.line("M1", "A", accepted: 4, due: 9, resolved: 6, updated: 8, fee: 1)
        ])
        let bridge = try TwoWorlds(before, after).bridge()
        try bridge.expectSums("with the rules")
        #expect(bridge.figure("received", "2025-06")?.somethingWords == ["rules"])
        #expect(bridge.figure("worked", "2025-06")?.to == .absent)
        #expect(
            bridge.remarks == [
                .withRules(.calendar, file: "calendar.yaml"), .inputWithRules("more"),
            ])
    }

    @Test func `lines of both languages, of one, and of programs`() throws {
        let before = BridgeWorld.small
        var after = before
        after.raw["b.csv"] = nil
        let worlds = try TwoWorlds(before, after)
        let bridge = try worlds.bridge(ResultsFilter(kpi: "received", level: "agency"))
        #expect(bridge.others.map(\.level) == ["unit", "unit_restated"])
        let text = bridge.text(in: nil).joined(separator: "\n")
        #expect(text.contains("dữ liệu đến muộn/late data: 2 (biến mất/vanished 2: -2)"))
        #expect(text.contains("không có/absent"))
        #expect(!bridge.text(in: .english).joined().contains("muộn"))
        #expect(!bridge.text(in: .vietnamese).joined().contains("late"))
        let csv = String(decoding: bridge.csv, as: UTF8.self).split(separator: "\n")
        #expect(
            csv[0] == "kpi,period,level,member,part,numerator,denominator,"
                + "value_numerator,value_denominator,cases")
        #expect(
            csv.contains("received,2025-07,agency,H01,late-data,-2,-1,,,2")
                || csv.contains("received,2025-07,agency,H01,late-data,-2,0,-2,1,2"))
        #expect(bridge.json.contains("\"part\":\"late-data\""))
    }

    @Test func `an end that there is not`() throws {
        let worlds = try TwoWorlds(.small, .small)
        let request = VerificationRequest(workspace: worlds.scratch.workspace)
        for name in ["nightly", "2025-Q2@9", "2025-Q2@x"] {
            #expect(
                status {
                    _ = try bridge(
                        BridgeRequest(from: name, to: worlds.runs.1, verification: request))
                } == .usage)
        }
    }
}
