import Foundation
import Ledger
import Testing

@Suite struct `A checkpoint` {
    /// Made with Python's `cryptography` from the seed 00 01 … 1f over the eight leaves of RFC 6962.
    private let origin = "mot-cua.example.vn/nhật-ký"
    private let signing =
        "PRIVATE+KEY+mot-cua.example.vn/nhật-ký+7d463ecc"
        + "+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    private let verifier =
        "mot-cua.example.vn/nhật-ký+7d463ecc+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    private let note = """
        mot-cua.example.vn/nhật-ký
        8
        XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

        — mot-cua.example.vn/nhật-ký fUY+zGt5TPtqkiBUV/l4D94IsD4UuhDqZInqtgvxEWGKV8GvisIh50/RAA7n\
        QYCtqsRz8R1wBMSaz8T49ZktNwAmVQM=

        """

    @Test func `is the one that an independent program made`() throws {
        let key = try #require(SigningKey(text: signing))
        #expect(key.verifier.text == verifier)
        let tree = MerkleTree(leaves: `A Merkle tree`.leaves)
        let head = TreeHead(size: tree.count, root: tree.root)
        let checkpoint = try #require(Checkpoint(origin: origin, head: head))
        #expect(String(decoding: try checkpoint.signed(with: key).bytes, as: UTF8.self) == note)
        let read = try SignedNote(parsing: Array(note.utf8))
        #expect(try read.signers(among: [key.verifier]) == [key.verifier])
        #expect(try Checkpoint(text: read.text) == checkpoint)
    }

    @Test func `keeps lines that others added`() throws {
        let text = "a/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nfrom elsewhere\nmore\n"
        let checkpoint = try Checkpoint(text: Array(text.utf8))
        #expect(checkpoint.head == TreeHead(size: 0, root: MerkleTree.emptyRoot))
        #expect(checkpoint.extensions == ["from elsewhere", "more"])
        #expect(checkpoint.text == Array(text.utf8))
    }

    @Test(arguments: [
        ("", 1), ("\n8\nX\n", 1), ("a", 1), ("a\n", 2), ("a\n8", 2), ("a\n8\n", 3),
        ("a\n08\nR\n", 2), ("a\n+8\nR\n", 2), ("a\n-8\nR\n", 2), ("a\n8 \nR\n", 2),
        ("a\n0x8\nR\n", 2), ("a\n99999999999999999999\nR\n", 2), ("a\n８\nR\n", 2),
        ("a\n8\nR", 3), ("a\n8\nAAAA\n", 3), ("a\n8\n\n", 3), ("a\u{7}\n8\nR\n", 1),
        ("a\n8\nR\n\n", 4), ("a\n8\nR\nx\n\ny\n", 5), ("a\n8\nr\n", 3), ("a\n8\nR \n", 3),
    ])
    func `of any other form is refused`(_ text: String, _ line: Int) {
        let root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="
        let full = text.replacing("R", with: root).replacing("r", with: root.dropLast() + "!")
        #expect(throws: CheckpointFault.malformed(line: line), "\(full)") {
            try Checkpoint(text: Array(full.utf8))
        }
    }

    @Test func `has an origin of one line`() {
        let head = TreeHead(size: 0, root: .zero)
        for origin in ["", "a\nb", "a\u{1B}[0m", "\u{85}"] {
            #expect(Checkpoint(origin: origin, head: head) == nil)
        }
        #expect(Checkpoint(origin: "UBND phường, một cửa", head: head) != nil)
    }
}

@Suite struct `The journal as a log` {
    @Test func `has the journal's whole lines as leaves`() throws {
        let scratch = try Scratch()
        #expect(try scratch.workspace.treeHead().size == 0)
        try sealRun("r1", in: scratch)
        let whole = try bytes(of: scratch.workspace.root + "/journal.jsonl")
        let lines = whole.split(separator: 0x0A).map { Array($0) }
        let tree = MerkleTree(leaves: lines)
        #expect(
            try scratch.workspace.treeHead() == TreeHead(size: lines.count, root: tree.root))
        let log = JournalLog(bytes: whole + Array("{\"at\":".utf8))
        #expect(log.head == TreeHead(size: lines.count, root: tree.root))
        #expect(log.line(1) == lines[0] && log.line(lines.count) == lines.last)
        #expect(log.line(0) == nil && log.line(lines.count + 1) == nil)
        #expect(log.fault == nil)
        #expect(JournalLog(bytes: []).head == TreeHead(size: 0, root: .of([])))
        #expect(JournalLog(bytes: []).line(1) == nil)
    }

    @Test func `only grows, whatever is set aside in between`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let path = scratch.workspace.root + "/journal.jsonl"
        try overwrite(path, bytes(of: path) + Array("{\"at\":\"2025-".utf8))
        let before = try scratch.workspace.treeHead()
        try sealRun("r2", in: scratch)
        let log = try scratch.workspace.log()
        let proof = try #require(log.tree.consistencyProof(from: before.size, to: log.head.size))
        #expect(proof.holds && proof.oldRoot == before.root)
    }

    @Test func `is not taken for a checkpoint while a run is on`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let head = try scratch.workspace.treeHead()
        do {
            let lock = try scratch.workspace.lock()
            #expect(throws: LedgerError.self) { try scratch.workspace.settledLog() }
            #expect(try scratch.workspace.treeHead() == head)
            _ = consume lock
        }
        #expect(try scratch.workspace.settledLog().head == head)
        _ = try scratch.workspace.lock()
    }
}

/// What the chain of the journal cannot show, because whoever rewrites the journal can chain it
/// anew, a checkpoint outside does.
@Suite struct `A checkpoint kept outside` {
    private let key = SigningKey(text: PublishedNote.signingKey)

    private func workspace() throws -> (scratch: Scratch, checkpoint: Checkpoint) {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        try sealRun("r2", in: scratch, at: "2025-06-02T02:00:00+07:00")
        let head = try scratch.workspace.treeHead()
        return (scratch, try #require(Checkpoint(origin: "a/log", head: head)))
    }

    /// The journal of a workspace in which these events happened at these times.
    private func journal(_ entries: [(JournalEvent, String)]) throws -> [UInt8] {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.workspace.root)
        var open = try workspace.open(at: entries.first?.1 ?? time)
        for (event, time) in entries { try open.append([event], at: time) }
        return try bytes(of: workspace.root + "/journal.jsonl")
    }

    @Test func `still holds when the log has grown`() throws {
        let (scratch, checkpoint) = try workspace()
        #expect(checkpoint.fault(of: try scratch.workspace.log()) == nil)
        try sealRun("r3", in: scratch, at: "2025-06-03T02:00:00+07:00")
        let log = try scratch.workspace.log()
        #expect(checkpoint.fault(of: log) == nil && log.head.size > checkpoint.head.size)
    }

    @Test func `shows a journal that was cut at any line`() throws {
        let (scratch, checkpoint) = try workspace()
        let lines = try bytes(of: scratch.workspace.root + "/journal.jsonl")
            .split(separator: 0x0A).map { Array($0) + [0x0A] }
        for count in lines.indices {
            let log = JournalLog(bytes: Array(lines[..<count].joined()))
            #expect(log.fault == nil, "the chain cannot see it")
            #expect(
                checkpoint.fault(of: log) == .beyond(size: lines.count, lines: count))
        }
    }

    /// With the lines all that they tell of is gone as well: the workspace holds in itself.
    @Test func `shows a night that was taken out with all that it left`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let files = FileManager.default
        try files.copyItem(atPath: scratch.workspace.root, toPath: scratch.path + "/before")
        try sealRun("r2", in: scratch)
        let checkpoint = try #require(
            Checkpoint(origin: "a/log", head: try scratch.workspace.treeHead()))
        try files.removeItem(atPath: scratch.workspace.root)
        try files.moveItem(atPath: scratch.path + "/before", toPath: scratch.workspace.root)
        #expect(try verifyLedger(scratch.workspace) == [])
        #expect(checkpoint.fault(of: try scratch.workspace.log()) == .beyond(size: 8, lines: 4))
        try sealRun("r3", in: scratch)
        #expect(try verifyLedger(scratch.workspace) == [])
        guard case .root = checkpoint.fault(of: try scratch.workspace.log()) else {
            Issue.record("another night in its place is not seen")
            return
        }
    }

    @Test func `shows lines that were dropped, swapped or changed and chained anew`() throws {
        let (scratch, checkpoint) = try workspace()
        let entries = try scratch.workspace.journal().entries.map { ($0.event, $0.at) }
        #expect(
            try journal(entries) == bytes(of: scratch.workspace.root + "/journal.jsonl"))
        for index in entries.indices {
            var dropped = entries
            dropped.remove(at: index)
            var longer = dropped
            longer.append((.runStarted(run: "r9"), "2025-06-03T02:00:00+07:00"))
            var changed = entries
            changed[index].0 = .runFailed(run: "r1", reason: "disk-full")
            var later = entries
            for place in index..<entries.count { later[place].1 = "2025-06-02T02:00:01+07:00" }
            var swapped = entries
            let other = (index + 1) % entries.count
            swapped[index].0 = entries[other].0
            swapped[other].0 = entries[index].0
            for (deed, forged) in [
                ("dropped", dropped), ("dropped, one added", longer), ("changed", changed),
                ("later", later), ("swapped", swapped),
            ] {
                let log = JournalLog(bytes: try journal(forged))
                #expect(log.journal.faults == [], "the chain cannot see it")
                #expect(checkpoint.fault(of: log) != nil, "\(deed) from line \(index + 1)")
                let proof = log.tree.consistencyProof(from: checkpoint.head.size, to: log.head.size)
                #expect(proof.map { $0.oldRoot != checkpoint.head.root } ?? true)
            }
        }
    }

    @Test func `is not taken for that of another log`() throws {
        let (_, checkpoint) = try workspace()
        let other = try Scratch()
        for run in ["x1", "x2"] { try sealRun(run, in: other) }
        let log = try other.workspace.log()
        #expect(log.head.size == checkpoint.head.size)
        #expect(
            checkpoint.fault(of: log)
                == .root(
                    size: log.head.size, expected: checkpoint.head.root, found: log.head.root))
    }

    @Test func `is worth nothing under another key's signature`() throws {
        let (_, checkpoint) = try workspace()
        let key = try #require(key)
        // Somebody else's key of the same name.
        let stranger = try #require(SigningKey(name: key.verifier.name))
        let note = try checkpoint.signed(with: stranger)
        #expect(throws: CheckpointFault.strangers([key.verifier.name])) {
            try note.signers(among: [key.verifier])
        }
        // The same under the identity of the agency's key.
        let line = try #require(
            String(decoding: note.bytes, as: UTF8.self).split(separator: " ").last)
        let bytes = try #require(Data(base64Encoded: String(line.dropLast())))
        let forged = Data(key.verifier.identity) + bytes.dropFirst(4)
        let text = String(decoding: note.bytes, as: UTF8.self)
            .replacing(line.dropLast(), with: forged.base64EncodedString())
        #expect(throws: CheckpointFault.forged(key: key.verifier.name)) {
            try SignedNote(parsing: Array(text.utf8)).signers(among: [key.verifier])
        }
        #expect(try checkpoint.signed(with: key).signers(among: [key.verifier]).count == 1)
    }
}
