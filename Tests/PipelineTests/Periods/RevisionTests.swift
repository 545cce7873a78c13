import Foundation
import Ledger
import Pipeline
import Testing

/// Revisions are counted where lines of a period that is over come out otherwise, and nowhere else.
@Suite struct `Revisions` {
    @Test func `begin with 1 when a period is over, and count what differs`() throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        #expect(try desk.revision("2025-Q2").revision == 1)
        #expect(try desk.revision("2025-Q2").cause == "first")
        #expect(try desk.manifest().revisions.allSatisfy { $0.span.name != "2025-Q3" })
        try desk.run(11)
        #expect(try desk.revision("2025-Q2").run == first.name)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        let late = try desk.run(12)
        let quarter = try desk.revision("2025-Q2")
        #expect(quarter.revision == 2 && quarter.run == late.name && quarter.first == first.name)
        #expect(quarter.cause == "input")
        #expect(try desk.revision("2025-05").revision == 1)
        let slice = Array(try desk.slice("2025-Q2").utf8)
        #expect(quarter.digest == Digest.of(slice))
        #expect(try desk.verification().holds)
    }

    @Test func `name every kind of file that differs`() throws {
        let desk = try PeriodDesk()
        try desk.run(10)
        try desk.onTime("resolved_at < due_at - interval '1 day'")
        try desk.run(11)
        #expect(try desk.revision("2025-Q2").cause == "pipeline-file")
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        let mapping = try String(
            contentsOfFile: desk.folder.path + "/mapping.yaml", encoding: .utf8)
        try desk.folder.write("mapping.yaml", mapping + "# another\n")
        try desk.run(12)
        #expect(try desk.revision("2025-Q2").cause == "input, dictionary")
        #expect(try desk.revision("2025-Q2").revision == 3)
        // What came before comes again: that is another revision.
        try FileManager.default.removeItem(atPath: desk.folder.path + "/cases/b.csv")
        try desk.run(13)
        #expect(try desk.revision("2025-Q2").revision == 4)
        #expect(try desk.verification().holds)
    }

    @Test func `stay as they are in a run that looks back`() throws {
        let desk = try PeriodDesk()
        try desk.run(10)
        let table = try desk.manifest().revisions
        var night = desk.night(11)
        night.asOf = "2025-05-20T00:00:00"
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        try night.run(into: desk.workspace)
        let back = try desk.manifest().revisions
        #expect(
            back.filter { $0.span.name != "2025-04" } == table.filter { $0.span.name != "2025-04" })
        #expect(back.first { $0.span.name == "2025-04" }?.revision == 2)
        #expect(try desk.verification().holds)
    }

    @Test func `are made by no run that shows what was known once`() throws {
        let desk = try PeriodDesk()
        try desk.run(10)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        try desk.run(11)
        try desk.lock()
        let table = try desk.manifest().revisions
        var night = desk.night(21)
        night.receivedBy = "2025-07-10T12:00:00"
        let back = try night.run(into: desk.workspace)
        #expect(back.summary.taken.isEmpty)
        #expect(try desk.slice("2025-Q2").contains("agency,H01,2,4,50,50.00%"))
        #expect(try desk.manifest().revisions == table)
        let shown = try revisedResults(
            workspace: desk.workspace, run: nil, ResultsFilter(period: "2025-Q2"))
        #expect(shown.figures.allSatisfy { $0.revision == nil && $0.state == "looked-back" })
        #expect(try desk.state("2025-Q2") == .locked)
        #expect(try desk.verification().holds)
        try desk.run(22)
        #expect(try desk.manifest().revisions == table)
        #expect(try desk.slice("2025-Q2").contains("agency,H01,3,5,60,60.00%"))
        #expect(try desk.verification().holds)
    }

    /// Random nights against a table that is made by looking at all runs.
    @Test func `are those that all runs together show`() throws {
        var random = SeededRandom(state: 20_250_704)
        let desk = try PeriodDesk()
        for day in 2...16 {
            let unit = ["U1", "U2", "U3"].randomElement(using: &random) ?? ""
            let month = Int.random(in: 3...7, using: &random)
            if Bool.random(using: &random) {
                try desk.folder.write(
                    "cases/c\(Int.random(in: 0...3, using: &random)).csv",
                    PeriodDesk.header
                        + "C\(month),\(unit),2025-0\(month)-03,2025-0\(month)-10,,2025-07-01\n")
            }
            try desk.run(day)
        }
        var expected: [String: (revision: Int, slice: String, run: String, first: String)] = [:]
        for run in try Workspace(existing: desk.workspace).runs() {
            for period in ["2025-03", "2025-04", "2025-05", "2025-06", "2025-Q1", "2025-Q2"] {
                let slice = try desk.slice(period, run)
                let before = expected[period]
                if before?.slice == slice { continue }
                expected[period] = (
                    (before?.revision ?? 0) + 1, slice, run, before?.first ?? run
                )
            }
        }
        for (period, told) in expected {
            let revision = try desk.revision(period)
            #expect(revision.revision == told.revision, "\(period)")
            #expect(revision.run == told.run && revision.first == told.first)
            #expect(revision.digest == Digest.of(Array(told.slice.utf8)))
        }
        #expect(expected.values.contains { $0.revision > 3 })
        #expect(try desk.verification().holds)
    }

    @Test func `and first values stand beside figures`() throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        let before = try revisedResults(workspace: desk.workspace, run: nil, ResultsFilter())
        #expect(before.table.first?.contains("first run") == false)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        try desk.run(11)
        let filter = ResultsFilter(kpi: "on-time", period: "2025-Q2", level: "agency")
        let results = try revisedResults(workspace: desk.workspace, run: nil, filter)
        #expect(
            results.csv.split(separator: "\n").last.map(String.init)
                == "on-time,1,2025-Q2,2025-04-01 00:00:00,2025-07-01 00:00:00,agency,H01,3,5,60,"
                + "60.00%,ok,,,2,2,4,50.00%,provisional")
        #expect(results.table.last?.hasSuffix("2         50.00%  \(first.name)  input") == true)
        let old = try revisedResults(workspace: desk.workspace, run: nil, revision: 1, filter)
        #expect(old.run == first.name)
        #expect(old.figures.map(\.fields[7]) == ["2"])
        #expect(old.figures.map(\.state) == ["superseded"])
        #expect(
            desk.refusal {
                _ = try revisedResults(workspace: desk.workspace, run: nil, revision: 3, filter)
            } == ["error: 2025-Q2 has no revision 3; the last is 2"])
        let running = ResultsFilter(kpi: "received", period: "2025-Q3", level: "agency")
        #expect(
            try revisedResults(workspace: desk.workspace, run: nil, running).csv
                .hasSuffix(",provisional,,,,,,,running\n"))
    }
}
