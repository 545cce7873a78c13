import Columnar
import Foundation
import Pipeline
import Testing

/// A generated year, whose due dates come from another clock that shares no code with ours.
@Suite struct `Clocks over a year` {
    private static let outputs = ["results.csv", "findings.jsonl"]

    /// A world, and the shipped pipeline with the terms of that world.
    private func night(_ scratch: NightFolder, cases: Int) throws -> Night {
        let world = scratch.path + "/world"
        _ = try generateWorld(
            cases: cases, seed: 11, formats: [.csv, .xml], compressed: false, clean: true,
            into: world)
        try FileManager.default.copyItem(
            atPath: shippedPipelines, toPath: scratch.path + "/pipelines")
        let path = scratch.path + "/pipelines/due-dates.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let pipeline = try scratch.write(
            "pipelines/due-dates.yaml", text.replacing("../sample-data/", with: world + "/"))
        var night = Night(
            pipeline: pipeline,
            inputs: [("cases", "\(world)/cases/*"), ("synchronized", "\(world)/xml/*")])
        night.now = "2031-01-05T02:00:00"
        night.asOf = "2026-01-05T02:00:00"
        return night
    }

    private func bytes(_ workspace: String) throws -> [[UInt8]] {
        try Self.outputs.map { try Published(workspace).bytes($0) }
    }

    @Test func `memory, disk, threads and cache give the same bytes`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch, cases: 1500)
        try night.run(into: scratch.workspace)
        let fresh = try bytes(scratch.workspace)
        #expect(fresh[0].count > 10_000)
        for (memory, threads) in [(0, 1), (0, 2), (4 << 30, 1)] {
            night.memory = memory
            night.threads = threads
            let workspace = scratch.path + "/other\(memory)-\(threads)"
            try night.run(into: workspace)
            #expect(try bytes(workspace) == fresh)
        }
        #expect(try verify(VerificationRequest(workspace: scratch.workspace, threads: 2)).holds)
        // Kept segments: a pipeline that asks for other columns first.
        night.memory = 0
        night.asOf = "2025-12-05T02:00:00"
        try night.run(into: scratch.workspace)
        night.asOf = "2026-01-05T02:00:00"
        try night.run(into: scratch.workspace)
        #expect(try bytes(scratch.workspace) == fresh)
    }

    @Test func `the figures agree with the cases`() throws {
        let scratch = try NightFolder()
        let night = try night(scratch, cases: 2500)
        try night.run(into: scratch.workspace)
        let figures = try Published(scratch.workspace).figures()
        func pair(_ kpi: String, _ period: String = "2025") throws -> [Int] {
            let figure = try #require(figures["\(kpi)/\(period)/H56"])
            return try [#require(figure["numerator"]), #require(figure["denominator"])].map {
                try #require(Int($0))
            }
        }
        let gross = try pair("on-time-of-finished-gross")
        let net = try pair("on-time-of-finished-net")
        let pause = try pair("on-time-only-by-pause")
        #expect(gross[1] == net[1] && net[1] > 100)
        #expect(pause[1] == net[1] && pause[0] > 0 && net[0] - gross[0] == pause[0])
        let moved = try pair("due-moved")
        #expect(moved[0] > 0 && moved[1] == net[1])
        #expect(try pair("on-time-only-by-moved-due")[0] > 0)
        // The made-up systems only ever move a due date for a supplement, by its length; counted
        // anew from the answer, the statutory one mostly lies later.
        let later = try pair("due-later-than-statutory")
        #expect(later[1] == net[1] && later[0] * 50 < later[1])
        #expect(try pair("overdue-acceptance", "2025-H2")[0] > 0)
        #expect(figures["on-time-of-finished-net/2025@bc/H56"] != nil)
    }

    @Test func `what systems promise is what acceptance, term and calendar give`() throws {
        let scratch = try NightFolder()
        let night = try night(scratch, cases: 2500)
        let reports = try duesOfAll(night, in: scratch)
        var (compared, padded) = (0, 0)
        for report in reports {
            let dues = Dictionary(
                report.dues.map { ($0.name, $0.instant) }, uniquingKeysWith: { $1 })
            // A list does not tell what stood before a supplement moved the date.
            guard report.hasLedger, report.accepted != missing, dues["due_at"] != missing else {
                continue
            }
            compared += 1
            // That world moves some due dates by two to five working days, with no pause to show
            // for it: what rebuilt dates are there to find.
            let gap = report.dues.first { $0.name == "due_at" }?.gap
            if report.pauses.isEmpty, let gap, gap % 28_800 == 0, 2...5 ~= gap / 28_800 {
                padded += 1
                continue
            }
            if dues["due_gross"] != dues["due_first"] {
                Issue.record("seed 11: \(report.lines.joined(separator: "\n"))")
                return
            }
        }
        #expect(compared > 200 && padded > 0 && padded * 20 < compared)
    }

    @Test func `a night without changes is sealed again while pauses stand`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch, cases: 1200)
        let first = try night.run(into: scratch.workspace)
        night.now = "2031-02-06T02:00:00"
        night.asOf = "2026-02-06T02:00:00"
        let second = try night.run(into: scratch.workspace)
        #expect(second.resultsDigest == first.resultsDigest)
        let alone = try night.run(into: scratch.path + "/alone")
        #expect(alone.resultsDigest == first.resultsDigest)
    }

    /// The clocks of every synchronized case.
    private func duesOfAll(_ night: Night, in scratch: NightFolder) throws -> [CaseClockReport] {
        try night.run(into: scratch.workspace)
        return try caseClocks(
            CaseClockRequest(
                id: nil,
                verification: VerificationRequest(workspace: scratch.workspace, threads: 2)))
    }
}
