import Foundation
import Pipeline
import Testing

/// What exports said of a case, one after the other.
@Suite struct `The history of a case` {
    private let full = "{named: \"x-yyyyMMdd*\", scope: full}"

    @Test func `every change is told with the night on which it was first seen`() throws {
        var world = try HistoryWorld(snapshot: full, calendar: true)
        let nights: [[String]] = [
            [exportLine("A1"), exportLine("A2")],
            [exportLine("A1", due: "12/03"), exportLine("A2")],
            [exportLine("A1", due: "11/03", fee: 12), exportLine("A2")],
            [exportLine("A2")],
            [exportLine("A1", unit: "Phòng B", status: "closed", due: "", resolved: "03/03")],
            [exportLine("A1", unit: "Phòng B", due: "11/03"), exportLine("A2")],
            [
                exportLine(
                    "A1", unit: "Phòng B", status: "closed", due: "11/03", resolved: "09/03"),
                exportLine("A2"),
            ],
        ]
        for (place, lines) in nights.enumerated() {
            try world.export("x-2025030\(place + 1).csv", lines)
            try world.run()
        }
        #expect(
            try world.told(" A1 ") == [
                "03-01 first-seen x-20250301.csv:1",
                "03-02 due-moved due_at 03-10>03-12 x-20250302.csv:1",
                "03-03 due-moved due_at 03-12>03-11 x-20250303.csv:1",
                "03-03 changed fee 10>12 x-20250303.csv:1",
                "03-04 vanished not-in-dump x-20250304.csv",
                "03-05 reappeared x-20250305.csv:1",
                "03-05 due-removed due_at 03-11> x-20250305.csv:1",
                "03-05 completed resolved_at >03-03 x-20250305.csv:1",
                "03-05 status-changed status processing>resolved x-20250305.csv:1",
                "03-05 unit-changed unit Phòng A>Phòng B x-20250305.csv:1",
                "03-05 changed fee 12>10 x-20250305.csv:1",
                "03-06 due-set due_at >03-11 x-20250306.csv:1",
                "03-06 completion-undone resolved_at 03-03> x-20250306.csv:1",
                "03-06 status-reverted status resolved>processing x-20250306.csv:1",
                "03-07 completed resolved_at >03-09 x-20250307.csv:1",
                "03-07 status-changed status processing>resolved x-20250307.csv:1",
            ])
        let changes = try caseHistory(of: "A1", world.request).changes
        let moved = changes.filter { $0.kind == .dueMoved }
        #expect(moved.map(\.seconds) == [2 * 86_400, -86_400])
        #expect(moved.map(\.workingSeconds) == [2 * 28_800, -28_800])
        #expect(moved.map(\.before) == [1_740_787_200, 1_740_873_600])
        #expect(
            try world.list(.night(1_741_046_400), kinds: nil) == [
                "A1 03-04 vanished not-in-dump x-20250304.csv",
                "A1 03-05 reappeared x-20250305.csv:1",
                "A1 03-05 due-removed due_at 03-11> x-20250305.csv:1",
                "A2 03-05 vanished not-in-dump x-20250305.csv",
                "A1 03-06 completion-undone resolved_at 03-03> x-20250306.csv:1",
                "A1 03-06 status-reverted status resolved>processing x-20250306.csv:1",
                "A2 03-06 reappeared x-20250306.csv:2",
            ])
    }

    @Test func `an end before the export that had the case open is back-dated`() throws {
        var world = try HistoryWorld(snapshot: full)
        try world.export("x-20250305.csv", [exportLine("A1"), exportLine("A2"), exportLine("A3")])
        try world.export(
            "x-20250306.csv",
            [
                exportLine("A1", status: "closed", resolved: "04/03"),
                exportLine("A2", status: "closed", resolved: "05/03"),
                exportLine("A3"),
            ])
        let first = try world.run()
        #expect(
            try world.told("A1") == [
                "03-05 first-seen x-20250305.csv:1",
                "03-06 back-dated resolved_at >03-04 x-20250306.csv:1",
                "03-06 status-changed status processing>resolved x-20250306.csv:1",
            ])
        #expect(try world.told("A2")[1].hasPrefix("03-06 completed"))
        // What is received later is new since the run, whatever its night.
        try world.export("x-20250307.csv", [exportLine("A1"), exportLine("A3", due: "09/03")])
        try world.run()
        #expect(
            try world.list(.run(first.name), kinds: [.dueMoved, .vanished, .completionUndone]) == [
                "A1 03-07 completion-undone resolved_at 03-04> x-20250307.csv:1",
                "A2 03-07 vanished not-in-dump x-20250307.csv",
                "A3 03-07 due-moved due_at 03-10>03-09 x-20250307.csv:2",
            ])
        #expect(throws: (any Error).self) { try world.list(.run("small-20200101T000000")) }
    }

    /// Four exports with named snapshots, received in every order, one a run or all at once.
    @Test func `back-filling in any order gives the same history`() throws {
        let exports: [(String, [String])] = [
            ("x-20250301.csv", [exportLine("A1"), exportLine("A2"), exportLine("A3")]),
            ("x-20250302.csv", [exportLine("A1", due: "12/03"), exportLine("A3")]),
            ("x-20250303.csv", [exportLine("A1", due: "12/03"), exportLine("A3", due: "9/3")]),
            ("x-20250303-b.csv", [exportLine("A2", due: "11/03"), exportLine("A1")]),
        ]
        for scope in ["full", "partial"] {
            var expected: [String]?
            for order in permutations(Array(exports.indices)) {
                var world = try HistoryWorld(snapshot: "{named: \"x-yyyyMMdd*\", scope: \(scope)}")
                for place in order.prefix(2) {
                    try world.export(exports[place].0, exports[place].1)
                }
                try world.run()
                for place in order.dropFirst(2) {
                    try world.export(exports[place].0, exports[place].1)
                }
                try world.run()
                let told =
                    try ["A1", "A2", "A3"].flatMap { try world.told($0) }
                    + world.list(.night(0))
                if let expected {
                    #expect(told == expected, "\(scope), order \(order)")
                } else {
                    expected = told
                    #expect(told.contains { $0.contains("vanished") } == (scope == "full"))
                    #expect(told.contains { $0.contains("unreadable N-011") }, "9/3 is no date")
                }
            }
        }
    }

    private func permutations(_ places: [Int]) -> [[Int]] {
        if places.isEmpty { return [[]] }
        return places.flatMap { first in
            permutations(places.filter { $0 != first }).map { [first] + $0 }
        }
    }

    @Test func `a partial export that does not mention a case says nothing of it`() throws {
        var world = try HistoryWorld()
        try world.export("a.csv", [exportLine("A1"), exportLine("A2")])
        try world.run()
        try world.export("b.csv", [exportLine("A2", due: "12/03")])
        try world.run()
        #expect(try world.told("A1") == ["03-01 02:00:00 first-seen a.csv:1"])
        #expect(
            try world.told("A2") == [
                "03-01 02:00:00 first-seen a.csv:2",
                "03-02 02:00:00 due-moved due_at 03-10>03-12 b.csv:1",
            ])
    }

    @Test func `a file that is replaced or gone takes cases with it, from run to run`() throws {
        var world = try HistoryWorld()
        try world.export("a.csv", [exportLine("A1"), exportLine("A2")])
        try world.export("b.csv", [exportLine("B1")])
        try world.run()
        try world.export("a.csv", [exportLine("A2")])
        try world.run()
        try world.remove("b.csv")
        try world.run()
        try world.export("b.csv", [exportLine("B1")])
        try world.export("c.csv", [exportLine("A1", due: "11/03")])
        try world.run()
        #expect(
            try world.told("A1") == [
                "03-01 02:00:00 first-seen a.csv:1",
                "03-02 02:00:00 vanished replaced a.csv",
                "03-04 02:00:00 reappeared c.csv:1",
                "03-04 02:00:00 due-moved due_at 03-10>03-11 c.csv:1",
            ])
        #expect(
            try world.told("B1") == [
                "03-01 02:00:00 first-seen b.csv:1",
                "03-03 02:00:00 vanished not-delivered b.csv",
                "03-04 02:00:00 reappeared b.csv:1",
            ])
        #expect(try world.told("A2") == ["03-01 02:00:00 first-seen a.csv:2"])
    }

    @Test func `a record that cannot be read is there all the same`() throws {
        var world = try HistoryWorld(snapshot: full)
        try world.export("x-20250301.csv", [exportLine("A1"), exportLine("A2")])
        try world.export("x-20250302.csv", [exportLine("A1", due: "31/02"), exportLine("A2")])
        try world.export("x-20250303.csv", [exportLine("A1", due: "31/02"), exportLine("A2")])
        try world.export("x-20250304.csv", [exportLine("A1", due: "12/03"), exportLine("A2")])
        try world.export("x-20250305.csv", [",Phòng A,open,,,,,,", exportLine("A2")])
        try world.run()
        #expect(
            try world.told("A1") == [
                "03-01 first-seen x-20250301.csv:1",
                "03-02 unreadable N-011 x-20250302.csv:1",
                "03-04 readable x-20250304.csv:1",
                "03-04 due-moved due_at 03-10>03-12 x-20250304.csv:1",
                "03-05 vanished not-in-dump:1 x-20250305.csv",
            ])
    }

    @Test func `a dump that cannot be read or holds nothing shows nothing to have vanished`() throws
    {
        var world = try HistoryWorld(snapshot: full)
        try world.export("x-20250301.csv", [exportLine("A1")])
        try world.run()
        try world.export("x-20250302.csv", [])
        try world.run()
        try world.scratch.write("cases/x-20250303.csv", "no such header\n1\n")
        #expect(throws: (any Error).self) { try world.run() }
        try world.export("x-20250304.csv", [exportLine("A1")])
        #expect(try world.told("A1") == ["03-01 first-seen x-20250301.csv:1"])
        let notes = try caseHistory(of: "A1", world.request).noteLines
        #expect(notes.count == 2 && notes.allSatisfy { $0.contains("says nothing") })
    }

    @Test func `what only a failed run received counts as well`() throws {
        var world = try HistoryWorld(snapshot: full)
        try world.export("x-20250301.csv", [exportLine("A1")])
        try world.run()
        try world.export("x-20250302.csv", [exportLine("A1", due: "12/03")])
        try world.scratch.write("cases/x-20250303.csv", "no such header\n1\n")
        #expect(throws: (any Error).self) { try world.run() }
        #expect(try world.told("A1").last == "03-02 due-moved due_at 03-10>03-12 x-20250302.csv:1")
    }

    @Test func `of several versions in a file the one counts that deduplication keeps`() throws {
        var world = try HistoryWorld(snapshot: full)
        let versions = [
            exportLine("A1", due: "11/03", updated: "02/02"),
            exportLine("A1", due: "12/03", updated: "04/02"),
            exportLine("A1", due: "13/03", updated: "03/02"),
        ]
        try world.export("x-20250301.csv", [exportLine("A1", updated: "01/02")])
        try world.export("x-20250302.csv", versions)
        try world.run()
        #expect(try world.told("A1")[1] == "03-02 due-moved due_at 03-10>03-12 x-20250302.csv:2")
    }

    @Test func `a case nobody speaks of, a foreign pipeline and a foreign input are refused`()
        throws
    {
        var world = try HistoryWorld()
        try world.export("a.csv", [exportLine("A1")])
        try world.run()
        #expect(status { _ = try world.told("Z9") } == .usage)
        #expect(status { _ = try world.told("A1") { $0.pipeline = "large" } } == .usage)
        #expect(status { _ = try world.told("A1") { $0.input = "case" } } == .usage)
        #expect(try world.told("A1") { $0.pipeline = "small" }.count == 1)
        #expect(try world.told("A1") { $0.kinds = [.vanished] }.isEmpty)
    }
}
