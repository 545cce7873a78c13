import Columnar
import Foundation
import Ledger
import Pipeline
import Testing

/// Revisions of periods, and periods that a run took from another.
@Suite struct `A bridge over revisions` {
    private func bridge(
        _ desk: PeriodDesk, _ from: String, _ to: String,
        _ filter: ResultsFilter = ResultsFilter()
    ) throws -> Bridge {
        try Pipeline.bridge(
            BridgeRequest(
                from: from, to: to,
                verification: VerificationRequest(workspace: desk.workspace), filter: filter,
                limit: nil))
    }

    @Test func `leads from the run of one to the run of the other`() throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        let late = try desk.run(12)
        try desk.onTime("resolved_at < due_at - interval '1 day'")
        let ruled = try desk.run(13)
        let quarter = try bridge(desk, "2025-Q2@1", "2025-Q2@2")
        #expect(quarter.from == first.name && quarter.to == late.name)
        #expect(Set(quarter.figures.map(\.name.period)) == ["2025-Q2"])
        let received = try #require(quarter.figure("received", "2025-Q2"))
        #expect(received.somethingWords == ["late-data"])
        #expect(received.parts[0].cases.map(\.id) == ["B1"])
        let all = try bridge(desk, "2025-Q2@1", "2025-Q2@3", ResultsFilter(kpi: "on-time"))
        #expect(all.to == ruled.name)
        let figure = try #require(all.figure("on-time", "2025-Q2"))
        #expect(figure.somethingWords == ["late-data", "rules"])
        try all.expectSums("revisions")
        #expect(status { _ = try bridge(desk, "2025-Q2@1", "2025-Q2@4") } == .usage)
        #expect(
            status {
                _ = try bridge(desk, "2025-Q2@1", "2025-Q2@2", ResultsFilter(period: "2025"))
            } == .usage)
    }

    @Test func `is between revisions of one period of one pipeline`() throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        let late = try desk.run(12)
        #expect(
            desk.refusal { _ = try bridge(desk, "2025-Q2@1", "2025-04@2") } == [
                "error: 2025-Q2 and 2025-04 are different periods, and a bridge leads from one "
                    + "revision of a period to another of the same; name two such as 2025-04@1 and "
                    + "2025-04@2, or two runs"
            ])
        #expect(
            desk.refusal {
                _ = try bridge(desk, "2025-Q2@1", late.name, ResultsFilter(period: "2025-04"))
            } == [
                "error: --period 2025-04 is not the period of the revision, 2025-Q2; leave "
                    + "--period out"
            ])
        #expect(
            desk.refusal {
                _ = try bridge(desk, first.name, late.name, ResultsFilter(kpi: "recieved"))
            } == ["error: neither run has a KPI 'recieved'; they have on-time, received"])
        // Another pipeline has been published since: revisions are its own unless one is named.
        let other = desk.folder.path + "/other.yaml"
        try FileManager.default.copyItem(
            atPath: desk.folder.path + "/desk.yaml", toPath: other)
        let night = Night(pipeline: other, now: "2025-07-14T02:00:00")
        let foreign = try night.run(into: desk.workspace)
        #expect(
            desk.refusal { _ = try bridge(desk, "2025-Q2@1", "2025-Q2@2") }.first?
                .hasPrefix("error: no sealed run of pipeline 'other' has made revision 2") == true)
        func named(_ from: String, _ to: String) throws -> Bridge {
            try Pipeline.bridge(
                BridgeRequest(
                    from: from, to: to,
                    verification: VerificationRequest(workspace: desk.workspace), pipeline: "desk",
                    limit: nil))
        }
        let own = try named("2025-Q2@1", "2025-Q2@2")
        #expect(own.from == first.name && own.to == late.name)
        #expect(
            desk.refusal { _ = try named("2025-Q2@1", foreign.name) }.first?
                .contains("is no run of the pipeline 'desk'") == true)
    }

    @Test func `of a locked period is between the runs that computed it`() throws {
        let desk = try PeriodDesk()
        try desk.run(10)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        let late = try desk.run(12)
        try desk.lock("2025-Q2")
        try desk.folder.write("cases/b.csv", PeriodDesk.corrected)
        try desk.run(22)
        let locked = try desk.run(23)
        #expect(try desk.manifest(locked.name).taken.contains { $0.run == late.name })
        let same = try bridge(desk, late.name, locked.name)
        #expect(!same.figures.contains { $0.name.period == "2025-Q2" })
        let april = try #require(same.figure("received", "2025-04", "unit", "U2"))
        #expect(april.runs.to == locked.name && april.somethingWords == ["late-data"])
        let first = try bridge(desk, "2025-Q2@1", locked.name)
        let quarter = try #require(first.figure("received", "2025-Q2"))
        #expect(quarter.runs.to == late.name)
        #expect(quarter.somethingWords == ["late-data"])
        try first.expectSums("locked")
    }

    @Test func `of a reprocessed period leaves what was kept where it was computed`() throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        try desk.onTime("resolved_at < due_at")
        let again = try desk.reprocess(["2025-Q2"], 12, reason: "tệp đến muộn")
        let bridge = try bridge(desk, first.name, again.name)
        #expect(Set(bridge.figures.map(\.name.period)) == ["2025-04", "2025-Q2"])
        // The rules are those of the first run: only data came late.
        #expect(bridge.figures.allSatisfy { $0.somethingWords == ["late-data"] })
        try bridge.expectSums("reprocessed")
    }
}
