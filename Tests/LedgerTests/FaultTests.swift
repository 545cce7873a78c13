import Foundation
import Ledger
import Testing

/// The folder in which a child of the tests seals a run; set by the fault loop alone.
private let stage = ProcessInfo.processInfo.environment["LEDGER_STAGE"]

@Suite struct `A night that goes wrong` {
    /// What the child does; each of its file operations fails once.
    @Test(.enabled(if: stage != nil)) func `seals the second run`() throws {
        let folder = try #require(stage)
        let workspace = Workspace(existing: folder + "/workspace")
        try sealRun(
            "r2", cases: folder + "/cases-r2.csv", mapping: folder + "/mapping.yaml",
            in: workspace, at: "2025-06-02T02:00:00+07:00")
    }

    @Test(
        .enabled(if: stage == nil),
        arguments: [FaultLoop.Fault.kill, .torn, .power, .full, .error(EIO)])
    func `loses nothing, whichever file operation it is`(_ fault: FaultLoop.Fault) throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let template = scratch.path + "/template"
        try FileManager.default.moveItem(atPath: scratch.workspace.root, toPath: template)
        let before = try bytes(of: template + "/journal.jsonl")
        let count = try loop(scratch, fault) {
            try FileManager.default.copyItem(atPath: template, toPath: scratch.workspace.root)
        } check: { outcome in
            let place = describe(outcome, fault)
            // What a reader sees at once.
            let current = try #require(try scratch.workspace.currentRun(), place)
            #expect(["r1", "r2"].contains(current), place)
            #expect(try verifyLedger(scratch.workspace, run: current).areUnfinished, place)
            let journal = try bytes(of: scratch.workspace.root + "/journal.jsonl")
            #expect(journal.starts(with: before), place)
            try check(outcome, fault, scratch, earlier: ["r1"])
        }
        #expect(count > 30)
    }

    @Test(
        .enabled(if: stage == nil),
        arguments: [FaultLoop.Fault.kill, .power, .full, .error(EIO)])
    func `may be the first one`(_ fault: FaultLoop.Fault) throws {
        let scratch = try Scratch()
        try scratch.write("mapping.yaml", "columns: [id, due]\n")
        let count = try loop(scratch, fault) {
        } check: { outcome in
            // A kill may leave not even a folder.
            _ = try Workspace(root: scratch.workspace.root)
            try check(outcome, fault, scratch, earlier: [])
        }
        #expect(count > 30)
    }

    private func loop(
        _ scratch: Scratch, _ fault: FaultLoop.Fault, prepare: () throws -> Void,
        check: (FaultLoop.Outcome) throws -> Void
    ) throws -> Int {
        try scratch.write("cases-r2.csv", "id,due\nA2,2025-06-02\n")
        let root = scratch.workspace.root
        let loop = FaultLoop(
            binary: CommandLine.arguments[0],
            arguments: [
                "--testing-library", "swift-testing", "--filter", "seals the second run",
            ],
            environment: ["LEDGER_STAGE": scratch.path], root: root)
        return try loop.run(fault) {
            try? FileManager.default.removeItem(atPath: root)
            try prepare()
        } check: {
            try check($0)
        }
    }

    private func check(
        _ outcome: FaultLoop.Outcome, _ fault: FaultLoop.Fault, _ scratch: Scratch,
        earlier: [String]
    ) throws {
        let workspace = scratch.workspace
        let place = describe(outcome, fault)
        let faults = try verifyLedger(workspace)
        #expect(faults.areUnfinished, "\(faults) \(place)")
        if outcome.operation == 0 || (!outcome.isKilled && outcome.exitCode == 0) {
            #expect(outcome.exitCode == 0, place)
            #expect(try workspace.currentRun() == "r2", place)
        }
        if fault == .full, !outcome.isCleaning {
            #expect(!files(below: workspace.root).contains { $0.contains("tmp-") }, place)
        }
        // What the next night makes of it.
        let open = try workspace.open(at: "2025-06-03T02:00:00+07:00")
        let sealed = open.journal.seals.map(\.run)
        #expect(sealed == earlier || sealed == earlier + ["r2"], place)
        #expect(try workspace.currentRun() == sealed.last, place)
        #expect(try verifyLedger(workspace) == [], place)
        try sealNext(open, sealed == earlier ? "r2" : "r3", scratch)
        #expect(try verifyLedger(workspace) == [], place)
    }

    private func sealNext(
        _ open: consuming OpenWorkspace, _ run: String, _ scratch: Scratch
    ) throws {
        var draft = try open.draft(run: run)
        try draft.write("results.csv", Array(run.utf8))
        let manifest = Manifest(program: "1", run: run, asOf: time, pipeline: [], inputs: [])
        _ = try open.seal(draft, manifest, at: "2025-06-03T02:00:00+07:00")
    }

    private func describe(_ outcome: FaultLoop.Outcome, _ fault: FaultLoop.Fault) -> Comment {
        "\(fault) at \(outcome.operation): \(outcome.call)\n\(outcome.output)"
    }
}

extension [LedgerFault] {
    /// Whether a crash explains them all.
    fileprivate var areUnfinished: Bool { allSatisfy { $0.isUnfinished } }
}
