import Foundation
import Ledger
import Pipeline
import Testing

/// A citizen sees with a receipt that a case was counted, and as what, without seeing any other.
@Suite struct `A receipt of a case` {
    private let folder: PackFolder

    init() throws { folder = try PackFolder() }

    private func checks(_ receipt: String, _ pack: String) throws -> (own: Bool, other: Bool) {
        (
            try verifyReceipt(receipt, in: folder.scratch.workspace).holds,
            try folder.verified(pack, ["--receipt", receipt]).holds
        )
    }

    /// Writes a receipt that was changed.
    private func forged(_ receipt: String, _ old: String, _ new: String) throws -> String {
        let text = try String(contentsOfFile: receipt, encoding: .utf8)
        #expect(text.contains(old))
        return try folder.scratch.write("forged.json", text.replacing(old, with: new))
    }

    @Test func `lead to the root in the journal, for each case`() throws {
        let pack = try folder.pack(keyed: true)
        for code in ["A1", "A2", "B1"] {
            let receipt = try folder.receipt(code)
            let text = try folder.verified(pack, ["--receipt", receipt]).text
            #expect(text.contains("case \(code), all, was counted as"), "\(text)")
            #expect(try checks(receipt, pack) == (true, true), "\(code)")
            for other in ["A1", "A2", "B1"] where other != code {
                let bytes = try String(contentsOfFile: receipt, encoding: .utf8)
                #expect(!bytes.contains("\"\(other)\\"))
            }
        }
    }

    @Test func `say what was late and what was in time`() throws {
        _ = try folder.pack(keyed: true)
        let late = try String(contentsOfFile: try folder.receipt("A2"), encoding: .utf8)
        let verdict = #"\"denominator\":\"1\",\"kpi\":\"on-time\",\"numerator\":\"0\""#
        #expect(late.contains(verdict), "\(late)")
        let early = try String(contentsOfFile: try folder.receipt("A1"), encoding: .utf8)
        #expect(early.contains(verdict.replacing(#"\"0\""#, with: #"\"1\""#)), "\(early)")
    }

    @Test func `of no case are refused with a sentence`() throws {
        #expect(status { _ = try folder.receipt("A1") } != .done, "without a key")
        _ = try folder.pack(keyed: true)
        #expect(status { _ = try folder.receipt("Z9") } == .usage)
        #expect(status { _ = try folder.receipt("A9") } == .usage)
    }

    @Test func `that were altered lead nowhere`() throws {
        let pack = try folder.pack(keyed: true)
        let receipt = try folder.receipt("A2")
        let changes = [
            (#"\"case\":\"A2\""#, #"\"case\":\"A1\""#),
            (#"\"numerator\":\"0\""#, #"\"numerator\":\"1\""#),
            (#"\"period\":\"all\""#, #"\"period\":\"alt\""#),
            (#""period":"all""#, #""period":"alt""#), (#""run":"small"#, #""run":"smell"#),
            (#""size":3"#, #""size":4"#),
        ]
        for (old, new) in changes {
            let forged = try forged(receipt, old, new)
            #expect(try checks(forged, pack) == (false, false), "\(old)")
        }
    }

    /// The secret decides: the same case under another key is another leaf and another root.
    @Test func `of another key lead to another root`() throws {
        _ = try folder.pack(keyed: true)
        let first = try Data(contentsOf: URL(filePath: try folder.receipt("A1")))
        try FileManager.default.removeItem(atPath: folder.keyFile)
        try Data((String(repeating: "ab", count: 32) + "\n").utf8)
            .write(to: URL(filePath: folder.keyFile))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: folder.keyFile)
        let second = try Data(contentsOf: URL(filePath: try folder.receipt("A1")))
        #expect(first != second)
        let journal = try Workspace(existing: folder.scratch.workspace).journal()
        let roots = journal.entries.filter { $0.event.name == "verdicts-published" }
        #expect(roots.count == 2)
    }

    @Test func `journal a root once`() throws {
        _ = try folder.pack(keyed: true)
        for _ in 0..<3 { _ = try folder.receipt("A1") }
        _ = try folder.pack(keyed: true)
        let journal = try Workspace(existing: folder.scratch.workspace).journal()
        #expect(journal.entries.count { $0.event.name == "verdicts-published" } == 1)
        #expect(journal.faults.isEmpty)
        #expect(try verify(VerificationRequest(workspace: folder.scratch.workspace)).holds)
    }
}
