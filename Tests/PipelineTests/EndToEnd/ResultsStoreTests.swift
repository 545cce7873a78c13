import Foundation
import GRDB
import Ledger
import Pipeline
import Testing

/// `results.sqlite` holds what `runs/` holds, nothing more, and comes back when it is lost.
@Suite struct `The store of results` {
    private func nights(_ scratch: NightFolder) throws -> [SealedRun] {
        var night = Night(pipeline: try SmallPipeline.write(in: scratch))
        try scratch.write("cases/a.csv", SmallPipeline.cases)
        let first = try night.run(into: scratch.workspace)
        try scratch.write("cases/b.csv", SmallPipeline.header + "\nC1,Phòng C,open,,,,,7,\n")
        night.now = "2026-01-06T02:00:00"
        return [first, try night.run(into: scratch.workspace)]
    }

    private func rows(_ scratch: NightFolder, _ sql: String) throws -> [[String]] {
        let queue = try DatabaseQueue(path: scratch.workspace + "/results.sqlite")
        return try queue.read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "" : "\($0.storage.value ?? "")" }
            }
        }
    }

    /// The figures of a run as its `results.csv` has them, `met` as SQL has it.
    private func figures(_ scratch: NightFolder, _ run: String) throws -> Set<[String]> {
        let path = scratch.workspace + "/runs/\(run)/results.csv"
        let lines = plainRecords([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        return Set(
            lines.dropFirst().map { record in
                var fields = record.texts
                fields[13] = ["true": "1", "false": "0"][fields[13]] ?? ""
                return fields
            })
    }

    private static let columns = """
        kpi, version, period, "start", "end", level, member, numerator, denominator, value, shown,
        status, target, met
        """

    @Test func `has every figure of every run, as results.csv has it`() throws {
        let scratch = try NightFolder()
        for run in try nights(scratch) {
            let stored = try rows(
                scratch, "SELECT \(Self.columns) FROM figure WHERE run = '\(run.name)'")
            let sealed = try figures(scratch, run.name)
            #expect(Set(stored) == sealed)
            #expect(stored.count == sealed.count)
        }
    }

    @Test func `a lock at the beginning of a run that is over at its end costs nothing`() throws {
        let scratch = try NightFolder()
        _ = try nights(scratch)
        try scratch.write("cases/c.csv", SmallPipeline.header + "\nC2,Phòng C,open,,,,,7,\n")
        var holding = Configuration()
        holding.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(
            path: scratch.workspace + "/results.sqlite", configuration: holding)
        try reader.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        var night = Night(pipeline: scratch.path + "/small.yaml")
        night.now = "2026-01-07T02:00:00"
        let released = Released(reader)
        night.log = .lines { if $0.hasPrefix("archived") { released.release() } }
        let sealed = try night.run(into: scratch.workspace)
        let stored = try rows(
            scratch, "SELECT \(Self.columns) FROM figure WHERE run = '\(sealed.name)'")
        #expect(Set(stored) == (try figures(scratch, sealed.name)))
    }

    /// A lock that somebody lets go of.
    private final class Released: Sendable {
        private let queue: DatabaseQueue

        init(_ queue: DatabaseQueue) { self.queue = queue }

        func release() {
            // A test that could not release it fails where the run does.
            try? queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        }
    }

    /// More lines than one statement inserts, and members that come between those that are known.
    @Test(arguments: [1, 2])
    func `has every figure of many units, night after night`(threads: Int) throws {
        let scratch = try NightFolder()
        var night = Night(pipeline: try SmallPipeline.write(in: scratch))
        night.threads = threads
        for (hour, step) in [3, 2, 5].enumerated() {
            let cases = stride(from: 0, to: 400, by: step).map { number in
                "C\(hour)-\(number),\"Phòng \(number), \(step % 2)\",open,,,,,\(number),"
            }
            let lines = [SmallPipeline.header] + cases
            try scratch.write("cases/\(hour).csv", lines.joined(separator: "\n") + "\n")
            night.now = "2026-01-0\(hour + 1)T02:00:00"
            let run = try night.run(into: scratch.workspace)
            let stored = try rows(
                scratch, "SELECT \(Self.columns) FROM figure WHERE run = '\(run.name)'")
            #expect(Set(stored) == (try figures(scratch, run.name)))
            #expect(stored.count == run.summary.figureCount)
        }
    }

    @Test func `has what it had when it was deleted before the next run`() throws {
        let scratch = try NightFolder()
        let runs = try nights(scratch)
        let sql = """
            SELECT run, \(Self.columns) FROM figure
            WHERE run IN ('\(runs[0].name)', '\(runs[1].name)')
            """
        let before = (
            try rows(scratch, sql), try rows(scratch, "SELECT name, resultsDigest FROM run")
        )
        try FileManager.default.removeItem(atPath: scratch.workspace + "/results.sqlite")
        var night = Night(pipeline: scratch.path + "/small.yaml")
        night.now = "2026-01-07T02:00:00"
        let third = try night.run(into: scratch.workspace)
        #expect(try rows(scratch, sql) == before.0)
        let all = try rows(scratch, "SELECT name, resultsDigest FROM run")
        #expect(all.count == 3 && Set(all).isSuperset(of: before.1))
        #expect(all.contains { $0[0] == third.name && $0[1] == third.resultsDigest.hex })
    }

    @Test func `holds a figure once for all nights on which it came out`() throws {
        let scratch = try NightFolder()
        let runs = try nights(scratch)
        let held = try rows(scratch, "SELECT count(*) FROM heldFigure")
        var night = Night(pipeline: scratch.path + "/small.yaml")
        night.now = "2026-01-07T02:00:00"
        let third = try night.run(into: scratch.workspace)
        #expect(third.resultsDigest == runs[1].resultsDigest)
        #expect(try rows(scratch, "SELECT count(*) FROM heldFigure") == held)
        let changed = try rows(scratch, "SELECT count(*) FROM heldFigure WHERE until IS NOT NULL")
        #expect(changed != [["0"]], "the second night changed some figure of the first")
        #expect(held != changed)
        let stored = try rows(
            scratch, "SELECT \(Self.columns) FROM figure WHERE run = '\(third.name)'")
        #expect(Set(stored) == (try figures(scratch, third.name)))
    }

    @Test func `refuses rows that contradict each other`() throws {
        let scratch = try NightFolder()
        _ = try nights(scratch)
        let queue = try DatabaseQueue(path: scratch.workspace + "/results.sqlite")
        for sql in [
            "INSERT INTO heldFigure SELECT * FROM heldFigure LIMIT 1",
            "UPDATE heldFigure SET since = 77", "UPDATE kpi SET version = 'one'",
            "UPDATE heldFigure SET met = 2", "UPDATE heldFigure SET member = NULL",
            "UPDATE heldFigure SET until = since",
            "UPDATE period SET \"end\" = \"start\"", "UPDATE run SET resultsDigest = 'abc'",
        ] {
            #expect(throws: DatabaseError.self, "\(sql)") {
                try queue.write { try $0.execute(sql: sql) }
            }
        }
    }
}
