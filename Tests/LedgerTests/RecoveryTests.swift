import Foundation
import Ledger
import Testing

@Suite struct `The next night` {
    private let later = "2025-06-02T02:00:00+07:00"

    /// A workspace in which `r2` was moved into place and the program killed there.
    private func interrupted() throws -> Scratch {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let root = scratch.workspace.root
        let journal = try bytes(of: root + "/journal.jsonl")
        try sealRun("r2", in: scratch, at: later)
        let lines = try bytes(of: root + "/journal.jsonl").split(separator: 0x0A)
        let kept = lines.dropLast().map { Array($0) + [0x0A] }.joined()
        #expect(Array(kept).starts(with: journal))
        try overwrite(root + "/journal.jsonl", Array(kept))
        try FileManager.default.removeItem(atPath: root + "/current")
        try FileManager.default.createSymbolicLink(
            atPath: root + "/current", withDestinationPath: "runs/r1")
        return scratch
    }

    @Test func `ends the sealing of a whole run`() throws {
        let scratch = try interrupted()
        #expect(
            try verifyLedger(scratch.workspace)
                == [LedgerFault(file: "runs/r2", kind: .unfinished)])
        let open = try scratch.workspace.open(at: later)
        #expect(open.recovered == [.runCompleted(run: "r2"), .current(run: "r2")])
        #expect(try scratch.workspace.currentRun() == "r2")
        #expect(try verifyLedger(scratch.workspace) == [])
    }

    @Test(arguments: ["manifest.json", "results.csv", "accounts.csv"])
    func `removes a run that is not whole and says so`(_ name: String) throws {
        let scratch = try interrupted()
        try overwrite(scratch.workspace.path(ofRun: "r2") + "/" + name, [])
        let open = try scratch.workspace.open(at: later)
        #expect(open.recovered == [.runRemoved(run: "r2")])
        #expect(open.journal.entries.last?.event == .runFailed(run: "r2", reason: "incomplete"))
        #expect(try scratch.workspace.runs() == ["r1"])
        #expect(try scratch.workspace.currentRun() == "r1")
        #expect(try verifyLedger(scratch.workspace) == [])
    }

    @Test func `touches nothing when more runs are unknown than a crash leaves`() throws {
        let scratch = try interrupted()
        let runs = scratch.workspace.root + "/runs"
        try FileManager.default.copyItem(atPath: runs + "/r2", toPath: runs + "/r3")
        #expect(throws: LedgerError.unknownRuns(["r2", "r3"])) {
            _ = try scratch.workspace.open(at: later)
        }
        #expect(try scratch.workspace.runs() == ["r1", "r2", "r3"])
        let faults = try verifyLedger(scratch.workspace)
        #expect(faults.contains(LedgerFault(file: "runs/r3", kind: .unknownRun)))
    }

    @Test func `removes a damaged object that no line confirms, and keeps a good one`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let store = scratch.workspace.objects
        let bad = try store.store(bytes: Array("bad".utf8), durability: .deferred).digest
        let good = try store.store(bytes: Array("good".utf8), durability: .deferred).digest
        try overwrite(store.path(of: bad), [])
        #expect(try verifyLedger(scratch.workspace).map(\.kind) == [.unfinished])
        let open = try scratch.workspace.open(at: later)
        #expect(open.recovered == [.objectRemoved(digest: bad, fault: .digest(found: .of([])))])
        #expect(try store.contains(good))
        #expect(try verifyLedger(scratch.workspace) == [])
    }

    @Test func `keeps a damaged object that the journal confirms, for verification to name`() throws
    {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let store = scratch.workspace.objects
        let digest = try #require(try store.all().first)
        try overwrite(store.path(of: digest), [])
        let open = try scratch.workspace.open(at: later)
        #expect(open.recovered == [])
        #expect(try verifyLedger(scratch.workspace).count == 1)
    }

    @Test func `removes what a killed one left half written`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let root = scratch.workspace.root
        try FileManager.default.createDirectory(
            atPath: root + "/runs/tmp-r2/deep", withIntermediateDirectories: true)
        for file in ["runs/tmp-r2/results.csv", "runs/tmp-r2/deep/x", "objects/tmp-9-0"] {
            try scratch.write("workspace/" + file, "half")
        }
        let open = try scratch.workspace.open(at: later)
        #expect(
            open.recovered == [
                .removed(path: "objects/tmp-9-0"), .removed(path: "runs/tmp-r2"),
            ])
        #expect(try verifyLedger(scratch.workspace) == [])
    }
}
