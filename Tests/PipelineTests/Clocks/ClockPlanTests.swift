import Columnar
import Pipeline
import Testing

/// What is wrong with clocks, terms and calendars, each with its place, before any row is read.
@Suite struct `Plans with clocks` {
    @Test func `the desk has one warning, of the procedure without a term`() throws {
        let loaded = ClockDesk().load()
        #expect(loaded.faults.map(\.code) == [.withoutTerm])
        let line = try #require(loaded.faults.first).line()
        #expect(line.contains("1 procedure has no statutory term: P3"))
        #expect(line.contains("without_term: immediate"))
        #expect(loaded.plan != nil)
    }

    @Test func `faults of clocks`() {
        var desk = ClockDesk()
        desk.clocks = """
            clocks: desk
            version: 1
            end_of: noon
            without_term: immediate
            pauses:
              - {table: pause, from: asked, to: answered, kind: other, basis: a, policy: restart}
              - {table: pauses, from: askd, to: before, kind: other, basis: a, policy: restart}
              - {table: pauses, from: asked, to: answered, kind: rest, basis: a, policy: halt}
              - {table: pauses, from: asked, to: answered, kind: other, basis: a, policy: shift}
              - {table: pauses, from: asked, to: answered, kind: other, basis: a, policy: shift}
            colour: red
            """
        #expect(
            desk.faults == [
                "clocks.yaml:3 P-301", "clocks.yaml:6 P-405", "clocks.yaml:7 P-403",
                "clocks.yaml:8 P-301", "clocks.yaml:8 P-301", "clocks.yaml:10 P-305",
                "clocks.yaml:11 P-207",
            ])
    }

    @Test func `faults of terms`() {
        var desk = ClockDesk()
        desk.clocks += "\nwithout_term: immediate\nterms: terms.csv\n"
        desk.terms = """
            procedure,unit,channel,from,until,term,term_unit
            P1,,,2025-01-01,2025-07-01,5,day
            P1,,,2025-07-01,,5,day
            P1,,,2025-06-30,2025-07-02,5,day
            P1,H56.02,,,,5,day
            P7,,,,,5,day
            P2,,phone,,,5,day
            P2,,,,,5,week
            P2,H56,,,,,day
            P2,H56.01,,,,5,
            P2,H56,online,2025-07-01,2025-07-01,5,day
            P2,H56,direct,1.7.2025,,0,

            """
        #expect(
            desk.faults == [
                "terms.csv:4 P-814", "terms.csv:5 P-815",
                "terms.csv:6 P-815", "terms.csv:7 P-301", "terms.csv:8 P-301",
                "terms.csv:9 P-208", "terms.csv:10 P-816", "terms.csv:11 P-304",
                "terms.csv:12 P-302",
            ])
    }

    @Test func `clocks need a calendar and procedures`() {
        let desk = ClockDesk()
        var files = desk.files
        files[0].text = files[0].text
            .replacing("calendar: calendar.yaml\n", by: "")
            .replacing("procedures: procedures.csv\n", by: "")
        let faults = loadPlan(files).faults
        #expect(faults.map(\.code) == [.needsFile, .needsFile])
    }

    @Test func `hours of units and seasons`() throws {
        var desk = ClockDesk()
        desk.calendar = ClockDesk.calendar(
            "  2025: {closed: [{day: 2025-01-01, name: Tết}]}",
            also: """
                seasons:
                  - {season: {from: 11-15, until: 02-10}, hours: {monday: ["08:00-09:00"]}}
                units:
                  H56.01: {valid: {from: 2025-03-01}, hours: {sunday: ["08:00-10:00"]}}

                """)
        let calendar = try #require(desk.load().plan?.calendar)
        func hours(_ day: String, of unit: String?) throws -> Int64? {
            let start = try #require(parseInstant(day))
            return try calendar.working(knownAt: nil, unit: unit)
                .workingSeconds(from: start, to: start + 86_400)
        }
        // Monday in winter, in autumn; Tuesday in winter; Sunday of the unit.
        #expect(try hours("2025-02-03", of: nil) == 3600)
        #expect(try hours("2025-11-17", of: nil) == 3600)
        #expect(try hours("2025-02-10", of: nil) == 28_800)
        #expect(try hours("2025-11-10", of: nil) == 28_800)
        #expect(try hours("2025-02-04", of: nil) == 0)
        #expect(try hours("2025-03-02", of: "H56.01") == 7200)
        #expect(try hours("2025-02-23", of: "H56.01") == 0)
        #expect(try hours("2025-03-03", of: "H56.01") == 0)
        #expect(try hours("2025-03-03", of: "H56") == 28_800)
        desk.calendar = desk.calendar.replacing("from: 11-15", by: "from: 15-11")
        #expect(desk.faults.first == "calendar.yaml:10 P-302")
    }

    @Test func `calendars of reports`() throws {
        var desk = ClockDesk()
        func load(_ every: String, _ kpi: String = "") -> LoadedPlan {
            var files = desk.files
            files[0].text = files[0].text.replacing(
                "periods: {every: [year]", by: "periods: {reporting: bc.yaml, every: \(every)")
            files[7].text += "\n" + kpi
            return loadPlan(
                files + [
                    (
                        "bc.yaml",
                        "reporting: bc\nversion: 1\nbasis: a\nmonth: {begins: 15, of: previous}\n"
                    )
                ])
        }
        desk.clocks += "\nwithout_term: immediate\n"
        let plan = try #require(load("[year, half@bc]", "every: [half@bc]").plan)
        let asOf = try #require(parseInstant("2026-03-01"))
        let names = plan.computedPeriods(asOf: asOf, since: nil).map(\.period.name)
        #expect(names == ["2025-H1@bc", "2025", "2025-H2@bc", "2026-H1@bc", "2026"])
        #expect(plan.kpis[0].every == [.reporting("bc", .half)])
        let bad = load("[year, week@bc, half@tk]", "every: [half@tk]")
        #expect(bad.faults.map(\.code) == [.unknownPeriod, .unknownPeriod, .unknownPeriod])
        let twice = loadPlan(
            desk.files.map { file in
                file.name == "desk.yaml"
                    ? (
                        file.name,
                        file.text.replacing(
                            "periods: {every: [year]",
                            by: "periods: {named: [{name: a@bc, start: 2025-01-01, "
                                + "end: 2025-02-01}], every: [year]")
                    ) : file
            })
        #expect(twice.faults.map(\.code) == [.malformed])
    }

    @Test func `an unchanged night reckons open pauses up to the same instant`() throws {
        var desk = ClockDesk()
        desk.clocks += "\nwithout_term: immediate\n"
        let plan = try #require(desk.load().plan)
        func horizon(_ day: String) throws -> String {
            instantText(plan.horizon(asOf: try #require(parseInstant(day))))
        }
        #expect(plan.readsPauses)
        #expect(try horizon("2025-03-04") == "2025-03-04 00:00:00")
        #expect(try horizon("2027-03-04") == "2027-01-01 00:00:00")
        #expect(try horizon("2031-03-04") == "2027-01-01 00:00:00")
    }
}
