import Foundation
import Ledger
import Pipeline
import Testing

/// Whoever changes a pack is found out by the verifier, however far he goes; what takes a
/// checkpoint from outside is found with one.
@Suite struct `A forged pack` {
    private let folder: PackFolder
    private let path: String
    private let pack: PackFiles

    init() throws {
        folder = try PackFolder()
        path = try folder.pack(keyed: true)
        pack = try folder.files(path)
    }

    private func expectRefused(
        _ forged: PackFiles, _ options: [String] = [], because word: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let verified = try folder.verified(forged, options)
        #expect(
            !verified.holds && verified.text.contains(word), "\(verified.text)",
            sourceLocation: sourceLocation)
    }

    @Test func `is seen by one byte of any file`() throws {
        var forged: [(name: String, pack: PackFiles)] = []
        for (name, bytes) in pack.files where !bytes.isEmpty {
            for place in Set([0, bytes.count / 3, bytes.count / 2, bytes.count - 1]) {
                var changed = pack
                changed.files[name]?[place] ^= 1 << UInt8(place % 7)
                forged.append(("byte \(place) of \(name)", changed))
            }
        }
        #expect(try folder.holding(forged) == [])
    }

    @Test func `is seen by one byte of the tar`() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let forged = folder.scratch.path + "/forged.tar"
        // Headers and contents; what lies behind the end of a file is no part of it.
        for place in stride(from: 0, to: bytes.count, by: 4_001) {
            let block = place / 512 * 512
            if bytes[block..<block + 512].allSatisfy({ $0 == 0 }) { continue }
            var changed = bytes
            changed[place] ^= 4
            try Data(changed).write(to: URL(filePath: forged))
            let own = (try? verifyPack(forged, keyFile: nil, threads: 1))?.holds ?? false
            #expect(!own, "byte \(place)")
        }
    }

    @Test func `lacks a piece`() throws {
        var forged: [(name: String, pack: PackFiles)] = []
        for name in pack.files.keys {
            var lacking = pack
            lacking.files[name] = nil
            forged.append((name, lacking))
            guard name != "SHA256SUMS" else { continue }
            lacking.mendSums()
            forged.append((name + ", sums mended", lacking))
        }
        #expect(try folder.holding(forged) == [])
        #expect(try folder.holding([("as it is", pack)]) == ["as it is"])
        var more = pack
        more["extra.txt"] = "x"
        more.mendSums()
        try expectRefused(more, because: "does not belong")
    }

    /// The facts without their last case.
    private func withoutCase(_ name: String) -> PackFiles {
        var forged = pack
        let lines = forged[name].split(separator: "\n", omittingEmptySubsequences: false)
        forged[name] = lines.dropLast(2).joined(separator: "\n") + "\n"
        forged.mendSums()
        return forged
    }

    @Test func `lacks a case: the totals show it`() throws {
        for kpi in ["cases", "on-time", "fees", "middle-fee", "overdue-peak"] {
            try expectRefused(withoutCase("facts/\(kpi)-v1.csv"), because: kpi)
        }
    }

    @Test func `lacks a case, and totals are mended: manifest, journal, checkpoint show it`() throws
    {
        let checkpoint = try folder.scratch.write(
            "outside.txt", pack.files["tree-head.txt"] ?? [])
        var forged = withoutCase("facts/cases-v1.csv")
        let results = "runs/\(pack.run)/results.csv"
        forged[results] =
            forged[results]
            .replacing(",agency,H01,3,1,3,3.00,", with: ",agency,H01,2,1,2,2.00,")
            .split(separator: "\n").filter {
                !$0.hasPrefix("cases,1,all,") || !$0.contains("Phòng B")
            }
            .joined(separator: "\n") + "\n"
        forged.mendSums()
        try expectRefused(forged, because: "is not what the manifest says")
        try forged.mendAll()
        #expect(try folder.verified(forged).holds)
        try expectRefused(forged, ["--checkpoint", checkpoint], because: "changed or gone")
    }

    @Test func `has another total although every hash is right`() throws {
        for (old, new) in [
            (",agency,H01,3,1,3,3.00,", ",agency,H01,4,1,4,4.00,"), (",ok,", ",provisional,"),
        ] {
            var forged = pack
            let results = "runs/\(pack.run)/results.csv"
            let range = try #require(forged[results].firstRange(of: old))
            forged[results].replaceSubrange(range, with: new)
            try forged.mendAll()
            try expectRefused(forged, because: "the facts give")
        }
    }

    @Test func `has a journal that was cut`() throws {
        let checkpoint = try folder.scratch.write(
            "outside.txt", pack.files["tree-head.txt"] ?? [])
        var forged = pack
        let lines = forged["journal.jsonl"].split(separator: "\n")
        forged["journal.jsonl"] = lines.dropLast().joined(separator: "\n") + "\n"
        let head = JournalLog(bytes: forged.files["journal.jsonl"] ?? []).head
        forged.files["tree-head.txt"] = Checkpoint(origin: "forged", head: head)?.text
        forged.mendSums()
        #expect(try folder.verified(forged).holds)
        try expectRefused(forged, ["--checkpoint", checkpoint], because: "changed or gone")
    }

    @Test func `has a case twice`() throws {
        let path = try folder.pack("numbered.tar")
        var forged = try folder.files(path)
        let lines = forged["facts/overdue-peak-v1.csv"].split(separator: "\n").map(String.init)
        let last = try #require(lines.last)
        forged["facts/overdue-peak-v1.csv"] = (lines + [last]).joined(separator: "\n") + "\n"
        forged.mendSums()
        try expectRefused(forged, because: "twice")
    }
}
