import Foundation
import Ledger
import Testing

@Suite struct `The journal` {
    @Test func `binds each line to the one before`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let lines = try bytes(of: scratch.path + "/workspace/journal.jsonl")
            .split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(lines.count == 5)
        #expect(lines.last?.isEmpty == true)
        var previous = String(repeating: "0", count: 64)
        for (index, line) in lines.dropLast().enumerated() {
            // Slow and simple on purpose: text only, as somebody with sha256sum would do it.
            let text = String(decoding: line, as: UTF8.self)
            #expect(text.contains("\"previous\":\"\(previous)\",\"") || text.hasPrefix("{\"at\""))
            #expect(text.contains("\"previous\":\"\(previous)\""))
            #expect(
                text.hasSuffix("\"sequence\":\(index + 1)}")
                    || text.contains("\"sequence\":\(index + 1),"))
            let check = text.replacing(/"check":"([0-9a-f]{64})",/, with: "")
            #expect(text.contains("\"check\":\"\(Digest.of(Array(check.utf8)).hex)\""))
            previous = Digest.of(Array(line)).hex
        }
        let journal = try scratch.workspace.journal()
        #expect(journal.head.hex == previous)
        #expect(journal.faults == [])
    }

    @Test func `is written as documented`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        var open = try workspace.open(at: time)
        let digest = Digest.of([])
        try open.append(
            [.objectReceived(digest: digest, size: 0, name: "hồ sơ.csv", input: "cases")], at: time)
        let line = String(
            decoding: try bytes(of: workspace.root + "/journal.jsonl"), as: UTF8.self)
        #expect(
            line.replacing(/[0-9a-f]{64}/, with: "…")
                == #"{"at":"2025-06-01T02:00:00+07:00","check":"…","digest":"…","#
                + #""event":"object-received","input":"cases","name":"hồ sơ.csv","#
                + #""previous":"…","sequence":1,"size":0}"# + "\n")
    }

    @Test func `knows when bytes arrived first`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        var open = try workspace.open(at: time)
        let digest = Digest.of([1])
        let event = JournalEvent.objectReceived(digest: digest, size: 1, name: "a", input: "b")
        try open.append([event], at: "2025-06-02T02:00:00+07:00")
        try open.append([event], at: "2025-06-03T02:00:00+07:00")
        #expect(open.journal.receipt(of: digest) == "2025-06-02T02:00:00+07:00")
        #expect(try workspace.journal().receipt(of: digest) == "2025-06-02T02:00:00+07:00")
        #expect(open.journal.receipt(of: .zero) == nil)
        let head = try workspace.journal().head
        #expect(open.journal.head == head)
        #expect(open.journal.next == 3)
    }

    @Test func `reads every event that it writes`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let digest = Digest.of([9])
        let events: [JournalEvent] = [
            .objectReceived(digest: digest, size: 7, name: "\n\"đ", input: ""),
            .runStarted(run: "r"), .runFailed(run: "r", reason: "disk-full"),
            .runSealed(run: "r", manifest: digest, results: .zero),
            .journalRecovered(byteCount: 3, digest: digest),
        ]
        var open = try workspace.open(at: time)
        try open.append(events, at: time)
        #expect(try workspace.journal().entries.map(\.event) == events)
        let written = open.journal.entries
        #expect(try workspace.journal().entries == written)
    }

    @Test(arguments: [
        "", "2025-06-01", "2025-06-01T02:00:00Z", "2025-06-01 02:00:00+07:00",
        "2025-06-01T02:00:00+0700", "2025-06-01T02:00:00+07:00 ", "２025-06-01T02:00:00+07:00",
    ])
    func `takes times of one form only`(_ text: String) throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        #expect(throws: LedgerError.malformedTime(text)) { _ = try workspace.open(at: text) }
        var open = try workspace.open(at: time)
        do {
            try open.append([.runStarted(run: "r")], at: text)
            Issue.record("taken")
        } catch {
            #expect(error == .malformedTime(text))
        }
        #expect(open.journal.entries.isEmpty)
    }

    @Test func `shows every flipped bit`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let good = try bytes(of: scratch.path + "/workspace/journal.jsonl")
        #expect(Journal(bytes: good).faults == [])
        for place in good.indices {
            for bit in 0..<8 {
                var bad = good
                bad[place] ^= 1 << bit
                let faults = Journal(bytes: bad).faults
                #expect(!faults.isEmpty, "byte \(place) bit \(bit)")
                #expect(faults.contains { !$0.isUnfinished }, "byte \(place) bit \(bit)")
            }
        }
    }

    @Test func `shows lines that are dropped, doubled or swapped`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let lines = try bytes(of: scratch.path + "/workspace/journal.jsonl")
            .split(separator: 0x0A).map { Array($0) + [0x0A] }
        for index in lines.indices.dropLast() {
            var dropped = lines
            dropped.remove(at: index)
            #expect(Journal(bytes: Array(dropped.joined())).faults.first?.line == index + 1)
            var doubled = lines
            doubled.insert(lines[index], at: index)
            #expect(Journal(bytes: Array(doubled.joined())).faults.first?.line == index + 2)
            var swapped = lines
            swapped.swapAt(index, index + 1)
            #expect(Journal(bytes: Array(swapped.joined())).faults.first?.line == index + 1)
        }
        #expect(!Journal(bytes: Array(lines.joined()) + [0x0A]).faults.isEmpty)
    }

    @Test func `that does not hold together takes no line`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let path = scratch.path + "/workspace/journal.jsonl"
        var bad = try bytes(of: path)
        bad[10] ^= 1
        try overwrite(path, bad)
        let error = #expect(throws: LedgerError.self) { _ = try scratch.workspace.open(at: time) }
        guard case .brokenJournal(let fault) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(fault.line == 1)
        #expect(try bytes(of: path) == bad)
    }
}

@Suite struct `A torn last line` {
    @Test func `of any length is set aside and journalled`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let path = scratch.path + "/workspace/journal.jsonl"
        let whole = try bytes(of: path)
        try scratch.workspace.open(at: time)
            .appending([.runStarted(run: "second")], at: time)
        let longer = try bytes(of: path)
        let line = longer.count - whole.count
        for length in 1..<line {
            let torn = Array(longer[whole.count..<(whole.count + length)])
            try overwrite(path, whole + torn)
            let seen = try verifyLedger(scratch.workspace)
            #expect(seen.map(\.file) == ["journal.jsonl"])
            #expect(seen.allSatisfy { $0.isUnfinished }, "length \(length)")
            let open = try scratch.workspace.open(at: time)
            let digest = Digest.of(torn)
            #expect(open.recovered == [.journal(byteCount: length, digest: digest)])
            #expect(
                open.journal.entries.last?.event
                    == .journalRecovered(byteCount: length, digest: digest))
            let aside = scratch.path + "/workspace/journal.torn-\(digest.hex)"
            #expect(try bytes(of: aside) == torn)
            #expect(try verifyLedger(scratch.workspace) == [])
            try FileManager.default.removeItem(atPath: aside)
            #expect(try verifyLedger(scratch.workspace).map(\.kind) == [.missing])
        }
    }

    @Test func `that is not even the beginning of one is set aside but no accident`() throws {
        for tail in ["x", "{}x", "\n", "nonsense\n", "\u{0}\u{0}\u{0}"] {
            let scratch = try Scratch()
            try sealRun("r1", in: scratch)
            let path = scratch.path + "/workspace/journal.jsonl"
            let whole = try bytes(of: path)
            try overwrite(path, whole + Array(tail.utf8))
            let faults = try verifyLedger(scratch.workspace)
            #expect(faults.count == 1)
            #expect(!faults.contains { $0.isUnfinished }, "\(tail.debugDescription)")
            let open = try scratch.workspace.open(at: time)
            let tailDigest = Digest.of(Array(tail.utf8))
            #expect(
                open.recovered == [.journal(byteCount: tail.utf8.count, digest: tailDigest)])
            #expect(try verifyLedger(scratch.workspace) == [])
        }
    }
}

extension OpenWorkspace {
    consuming func appending(_ events: [JournalEvent], at time: String) throws {
        try append(events, at: time)
    }
}
