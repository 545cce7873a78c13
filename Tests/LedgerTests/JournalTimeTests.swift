import Foundation
import Ledger
import Testing

@Suite struct `Times of the journal` {
    private func opened(_ scratch: Scratch, at time: String) throws -> OpenWorkspace {
        try Workspace(root: scratch.workspace.root).open(at: time)
    }

    private func journal(_ scratch: Scratch) throws -> [UInt8] {
        try bytes(of: scratch.workspace.root + "/journal.jsonl")
    }

    @Test func `never run backwards where the clock was put right a little`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch, at: "2025-06-02T00:04:00+07:00")
        for (clock, expected) in [
            ("2025-06-01T23:59:00+07:00", "2025-06-02T00:04:00+07:00"),
            ("2025-06-01T17:04:01+00:00", "2025-06-01T17:04:01+00:00"),
            ("2025-06-01T23:59:01+07:00", "2025-06-01T17:04:01+00:00"),
            ("2025-06-02T00:05:00+07:00", "2025-06-02T00:05:00+07:00"),
        ] {
            var open = try opened(scratch, at: clock)
            #expect(open.time == expected)
            try open.append([.runStarted(run: "r")], at: clock)
            #expect(open.journal.entries.last?.at == expected)
        }
        #expect(try scratch.workspace.journal().faults == [])
    }

    @Test(arguments: [
        "2025-06-01T23:58:59+07:00", "2025-05-02T00:04:00+07:00", "1970-01-01T00:00:00+07:00",
        "2025-06-02T00:04:00+08:00",
    ])
    func `stop a run whose clock was set back, and nothing is written`(_ clock: String) throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch, at: "2025-06-02T00:04:00+07:00")
        let before = (files(below: scratch.workspace.root), try journal(scratch))
        let error = LedgerError.clockSetBack(last: "2025-06-02T00:04:00+07:00", clock: clock)
        #expect(throws: error) { _ = try opened(scratch, at: clock) }
        #expect(files(below: scratch.workspace.root) == before.0)
        #expect(try journal(scratch) == before.1)
        var open = try opened(scratch, at: "2025-06-02T00:04:00+07:00")
        do {
            try open.append([.runStarted(run: "r")], at: clock)
            Issue.record("taken")
        } catch {
            #expect(error == .clockSetBack(last: "2025-06-02T00:04:00+07:00", clock: clock))
        }
        #expect(try journal(scratch) == before.1)
    }

    @Test func `leave to the right time what a killed run has left`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch, at: "2025-06-02T02:00:00+07:00")
        let path = scratch.workspace.root + "/journal.jsonl"
        try overwrite(path, journal(scratch) + Array("{\"at\"".utf8))
        try scratch.write("workspace/objects/tmp-1-0", "x")
        let left = files(below: scratch.workspace.root)
        #expect(throws: LedgerError.self) {
            _ = try opened(scratch, at: "2025-06-01T02:00:00+07:00")
        }
        #expect(files(below: scratch.workspace.root) == left)
        let open = try opened(scratch, at: "2025-06-02T01:59:00+07:00")
        #expect(open.recovered.count == 2)
        #expect(open.journal.entries.last?.at == "2025-06-02T02:00:00+07:00")
        #expect(try verifyLedger(scratch.workspace) == [])
    }

    /// A journal of the time before there was a rule; its chain holds.
    @Test func `that run backwards are named by verification, line by line`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch, at: "2025-06-02T02:00:00+07:00")
        let path = scratch.workspace.root + "/journal.jsonl"
        let back = rechained(try journal(scratch)) { number, line in
            number == 3
                ? line.replacing("2025-06-02T02:00:00", with: "2025-06-02T01:59:59") : line
        }
        try overwrite(path, back)
        #expect(
            try verifyLedger(scratch.workspace) == [
                LedgerFault(
                    file: "journal.jsonl",
                    kind: .journal(
                        JournalFault(
                            line: 3,
                            kind: .time(
                                before: "2025-06-02T02:00:00+07:00",
                                found: "2025-06-02T01:59:59+07:00"))))
            ])
        // Nights go on: the lines hold together.
        _ = try opened(scratch, at: "2025-06-03T02:00:00+07:00")
    }

    @Test func `are compared as instants`() throws {
        let scratch = try Scratch()
        let times = [
            "1999-12-31T23:59:59+00:00", "2000-01-01T07:00:00+07:00", "2000-02-28T23:59:59-01:30",
            "2000-02-29T01:30:00+00:00", "2000-03-01T00:00:00+00:00", "2100-02-28T23:59:59+07:00",
            "2100-03-01T00:00:00+07:00", "2400-12-31T20:00:00-05:00", "2401-01-01T01:00:01+00:00",
        ]
        for time in times {
            var open = try opened(scratch, at: time)
            try open.append([.runStarted(run: "r")], at: time)
        }
        #expect(try scratch.workspace.journal().entries.map(\.at) == times)
        #expect(try scratch.workspace.journal().faults == [])
    }
}

/// The lines of a journal, each changed and then numbered, checked and bound to the one before as
/// the format says: what somebody can do who rewrites the whole.
func rechained(_ journal: [UInt8], _ change: (Int, String) -> String) -> [UInt8] {
    var previous = String(repeating: "0", count: 64)
    var forged: [UInt8] = []
    for (index, line) in journal.split(separator: 0x0A).enumerated() {
        var text = change(index + 1, String(decoding: line, as: UTF8.self))
        text.replace(/"previous":"[0-9a-f]{64}"/, with: "\"previous\":\"\(previous)\"")
        text.replace(/"sequence":[0-9]+/, with: "\"sequence\":\(index + 1)")
        text.replace(/"check":"[0-9a-f]{64}",/, with: "")
        let check = Digest.of(Array(text.utf8)).hex
        // Members are sorted: `at` is the first, `check` the next that every line has.
        let place = text.range(of: ",")?.upperBound ?? text.endIndex
        text.insert(contentsOf: "\"check\":\"\(check)\",", at: place)
        forged += Array(text.utf8) + [0x0A]
        previous = Digest.of(Array(text.utf8)).hex
    }
    return forged
}
