import Foundation
import Ledger
import Testing

@Suite struct `Verification` {
    @Test func `names the file in which a byte was flipped, whichever it is`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let root = scratch.workspace.root
        var random = SplitMix64(state: 2)
        for file in files(below: root) where file != "lock" {
            let good = try bytes(of: root + "/" + file)
            for place in good.indices {
                var bad = good
                bad[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                try overwrite(root + "/" + file, bad)
                let faults = try verifyLedger(scratch.workspace)
                #expect(
                    faults.contains { $0.file == file && !$0.isUnfinished }, "\(file):\(place)")
            }
            try overwrite(root + "/" + file, good)
        }
        #expect(try verifyLedger(scratch.workspace) == [])
    }

    @Test func `names a file that is missing, cut short or has grown`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let root = scratch.workspace.root
        for file in files(below: root) where !["lock", "journal.jsonl"].contains(file) {
            let good = try bytes(of: root + "/" + file)
            for bad in [Array(good.dropLast()), good + [0x0A], []] {
                try overwrite(root + "/" + file, bad)
                let faults = try verifyLedger(scratch.workspace)
                #expect(faults.map(\.file) == [file])
            }
            try overwrite(root + "/" + file, good)
            try FileManager.default.moveItem(
                atPath: root + "/" + file, toPath: scratch.path + "/aside")
            #expect(
                try verifyLedger(scratch.workspace) == [LedgerFault(file: file, kind: .missing)])
            try FileManager.default.moveItem(
                atPath: scratch.path + "/aside", toPath: root + "/" + file)
        }
        #expect(try verifyLedger(scratch.workspace) == [])
    }

    @Test(arguments: [
        ("runs/r1/extra.csv", LedgerFault.Kind.unexpected), ("objects/zz", .unexpected),
        ("objects/ab", .unexpected), ("runs/.hidden", .unexpected), ("runs/tmp-r2", .unfinished),
        ("objects/tmp-1-0", .unfinished), ("runs/r9", .unfinished),
    ])
    func `names a file that does not belong there`(
        _ file: String, _ kind: LedgerFault.Kind
    ) throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        try scratch.write("workspace/" + file, "")
        #expect(try verifyLedger(scratch.workspace) == [LedgerFault(file: file, kind: kind)])
    }

    @Test func `names a link that stands for a file`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let root = scratch.workspace.root
        for file in files(below: root) where !["lock", "journal.jsonl"].contains(file) {
            try FileManager.default.moveItem(
                atPath: root + "/" + file, toPath: scratch.path + "/aside")
            try FileManager.default.createSymbolicLink(
                atPath: root + "/" + file, withDestinationPath: scratch.path + "/aside")
            #expect(
                try verifyLedger(scratch.workspace)
                    == [LedgerFault(file: file, kind: .wrongKind(.symbolicLink))])
            try FileManager.default.removeItem(atPath: root + "/" + file)
            try FileManager.default.moveItem(
                atPath: scratch.path + "/aside", toPath: root + "/" + file)
        }
    }

    @Test func `names a run that was swapped for another one, whole as it is`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        try sealRun("r2", in: scratch)
        let root = scratch.workspace.root
        try FileManager.default.removeItem(atPath: root + "/runs/r1")
        try FileManager.default.copyItem(atPath: root + "/runs/r2", toPath: root + "/runs/r1")
        #expect(
            try verifyLedger(scratch.workspace).map(\.file) == ["runs/r1/manifest.json"])
        #expect(try verifyLedger(scratch.workspace, run: "r2") == [])
        #expect(try verifyLedger(scratch.workspace, run: "r1").count == 1)
        #expect(
            try verifyLedger(scratch.workspace, run: "r3")
                == [LedgerFault(file: "runs/r3", kind: .missing)])
    }

    @Test func `names results and manifest that were changed together`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let folder = scratch.workspace.path(ofRun: "r1")
        let old = try bytes(of: folder + "/results.csv")
        let new = Array("kpi,value\non-time,99\n".utf8)
        try overwrite(folder + "/results.csv", new)
        let manifest = String(decoding: try bytes(of: folder + "/manifest.json"), as: UTF8.self)
        try overwrite(
            folder + "/manifest.json",
            Array(manifest.replacing(Digest.of(old).hex, with: Digest.of(new).hex).utf8))
        #expect(try verifyLedger(scratch.workspace).map(\.file) == ["runs/r1/manifest.json"])
    }

    @Test(arguments: [
        "runs/r9", "runs/../../etc", "/etc", "runs/", "", "runs/r1/", "./runs/r2", "r2",
    ])
    func `names current when it points elsewhere`(_ target: String) throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        try sealRun("r2", in: scratch)
        let current = scratch.workspace.root + "/current"
        try FileManager.default.removeItem(atPath: current)
        if !target.isEmpty {
            try FileManager.default.createSymbolicLink(
                atPath: current, withDestinationPath: target)
        }
        let faults = try verifyLedger(scratch.workspace)
        #expect(faults.map(\.file) == ["current"])
        #expect(faults.allSatisfy { !$0.isUnfinished })
        let open = try scratch.workspace.open(at: time)
        #expect(open.recovered == [.current(run: "r2")])
        #expect(try verifyLedger(scratch.workspace) == [])
    }

    @Test func `knows that current lags behind after a kill`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        try sealRun("r2", in: scratch)
        let current = scratch.workspace.root + "/current"
        try FileManager.default.removeItem(atPath: current)
        try FileManager.default.createSymbolicLink(
            atPath: current, withDestinationPath: "runs/r1")
        #expect(
            try verifyLedger(scratch.workspace)
                == [LedgerFault(file: "current", kind: .unfinished)])
    }

    @Test func `shows a journal that lost the lines of published runs, and nothing is repaired`()
        throws
    {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let journal = scratch.workspace.root + "/journal.jsonl"
        let lines = try bytes(of: journal).split(separator: 0x0A).map { Array($0) + [0x0A] }
        try overwrite(journal, Array(lines.dropLast().joined()))
        #expect(
            try verifyLedger(scratch.workspace)
                == [LedgerFault(file: "runs/r1", kind: .unknownRun)])
        #expect(throws: LedgerError.unknownRuns(["r1"])) {
            _ = try scratch.workspace.open(at: time)
        }
        #expect(try scratch.workspace.runs() == ["r1"])
    }
}
