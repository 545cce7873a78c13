import Foundation
import GRDB
import Ledger
import Pipeline
import Testing

/// Scores are sealed, verified, held in the store, and come again with a night that repeats.
@Suite struct `Sealed scores` {
    private func stored(_ scratch: NightFolder, _ sql: String) throws -> [[String]] {
        let queue = try DatabaseQueue(path: scratch.workspace + "/results.sqlite")
        return try queue.read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "" : "\($0.storage.value ?? "")" }
            }
        }
    }

    @Test func `are a file of the run, by the version in force`() throws {
        let desk = try DatedDesk()
        try desk.run()
        let lines = try Published(desk.scratch.workspace).table("scores.csv")
        let totals = lines.filter { $0["item"] == "total" }.map { line in
            ["version", "period", "member", "points", "class", "status"].map { line[$0] ?? "" }
                .joined(separator: " ")
        }
        #expect(
            totals == [
                "1 2025-06 H01 50 Đạt ok", "1 2025-06 A 50 Đạt ok",
                "2 2025-07 H01 50 Đạt ok", "2 2025-07 A 50 Đạt ok",
            ])
        #expect(lines.first?["numerator"] == "1" && lines.first?["denominator"] == "2")
        #expect(try verify(desk.verification).holds)
    }

    @Test func `that somebody changed are found`() throws {
        let desk = try DatedDesk()
        let run = try desk.run()
        let path = desk.scratch.workspace + "/runs/\(run.name)/scores.csv"
        let bytes = try String(contentsOfFile: path, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        try bytes.replacing(",50,", by: ",51,").write(
            toFile: path, atomically: false, encoding: .utf8)
        let verification = try verify(desk.verification)
        #expect(!verification.holds)
        #expect(verification.differences.map(\.file) == ["scores.csv"])
    }

    @Test func `come again where a night repeats, and are in the store`() throws {
        let desk = try DatedDesk()
        let first = try desk.run()
        let second = try desk.run(now: "2026-01-06T02:00:00")
        #expect(first.files.bytes("scores.csv") == second.files.bytes("scores.csv"))
        let columns = Score.header.map { "\"\($0)\"" }.joined(separator: ", ")
        for run in [first, second] {
            let sealed = try Published(desk.scratch.workspace, run: run.name)
                .bytes("scores.csv")
            let lines = Set(plainRecords(sealed).map(\.texts).dropFirst())
            let held = try stored(
                desk.scratch, "SELECT \(columns) FROM score WHERE run = '\(run.name)'")
            #expect(Set(held) == lines && held.count == lines.count)
        }
        let count = "SELECT count(*) FROM heldScore"
        #expect(try stored(desk.scratch, count) == [["8"]])
        // Another rule: what it changes is held beside what was, and the store can be lost.
        try desk.scratch.write(
            "cards/1.yaml",
            try String(contentsOfFile: desk.scratch.path + "/cards/1.yaml", encoding: .utf8)
                .replacing("at_least: 50", by: "at_least: 60"))
        let third = try desk.run(now: "2026-01-07T02:00:00")
        #expect(third.resultsDigest == first.resultsDigest)
        let classes =
            "SELECT class FROM score WHERE item = 'total' AND period = '2025-06' AND run = "
        #expect(
            try stored(desk.scratch, classes + "'\(second.name)'") == [["Đạt"], ["Đạt"]])
        #expect(
            try stored(desk.scratch, classes + "'\(third.name)'")
                == [["Không đạt"], ["Không đạt"]])
        let before = try stored(
            desk.scratch, "SELECT * FROM score ORDER BY run, period, member, item")
        try FileManager.default.removeItem(atPath: desk.scratch.workspace + "/results.sqlite")
        let fourth = try desk.run(now: "2026-01-08T02:00:00")
        let after = try stored(
            desk.scratch,
            "SELECT * FROM score WHERE run <> '\(fourth.name)' ORDER BY run, period, member, item")
        #expect(before == after)
    }

    @Test func `of a pipeline without scorecards are no file`() throws {
        let scratch = try NightFolder()
        let pipeline = try SmallPipeline.write(in: scratch)
        try scratch.write("cases/a.csv", SmallPipeline.cases)
        let run = try Night(pipeline: pipeline).run(into: scratch.workspace)
        #expect(run.files.bytes("scores.csv") == nil)
        let scores = try PublishedScores(
            workspace: scratch.workspace, run: nil, ScoresFilter())
        #expect(!scores.hasScorecards && scores.lines.isEmpty && scores.tables.isEmpty)
    }

    @Test func `do not depend on threads or the order of files`() throws {
        let desk = try DatedDesk()
        let first = try desk.run()
        for threads in [1, 3] {
            let again = try Night(
                pipeline: desk.pipeline, now: "2026-02-0\(threads)T02:00:00", threads: threads
            ).run(into: desk.scratch.path + "/workspace-\(threads)")
            #expect(again.files.bytes("scores.csv") == first.files.bytes("scores.csv"))
        }
    }
}
