import Foundation
import Ledger
import Pipeline
import Tabular
import Testing

/// A workspace from which the personal values of somebody are erased, and what must then hold.
struct ErasureFolder {
    let scratch: NightFolder
    var night: Night

    /// Runs the pipeline for the first time.
    init(_ scratch: NightFolder, _ night: Night) throws {
        self.scratch = scratch
        self.night = night
        try self.night.run(into: scratch.workspace)
    }

    @discardableResult
    func erase(_ cases: String..., pipeline: String? = nil) throws -> Erasure {
        try Pipeline.erase(
            ErasureRequest(
                workspace: scratch.workspace, cases: cases, actor: "Văn thư",
                document: "12/QĐ-UBND", reason: "theo đơn",
                pipeline: pipeline.map { scratch.path + "/" + $0 },
                now: try lastMoment, threads: 2))
    }

    var verification: Verification {
        get throws {
            try verify(
                VerificationRequest(
                    workspace: scratch.workspace, keyFile: night.keyFile, threads: 2))
        }
    }

    /// The outputs of the published run.
    var published: [String: [UInt8]] {
        get throws {
            let folder = scratch.workspace + "/current/"
            var files: [String: [UInt8]] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: folder)
            where name != Manifest.fileName {
                files[name] = try bytesOfFile(folder + name)
            }
            return files
        }
    }

    /// What the journal's last line says: nothing happens before it.
    private var lastMoment: Moment {
        get throws {
            let last = try Workspace(existing: scratch.workspace).journal().entries.last?.at
            let text = String(try #require(last).prefix(19))
            return try #require(Moment(text: max(text, "2026-01-10T08:00:00")))
        }
    }

    /// Files of the workspace, gzip inflated, in which a text stands in any encoding.
    func holders(of secrets: [String]) throws -> [String] {
        try filesBelow(scratch.workspace).flatMap { name in
            var bytes: [UInt8] = []
            var file = try FileBytes(path: scratch.workspace + "/" + name)
            while (try? file.read(into: &bytes, upTo: 1 << 20)) ?? 0 > 0 {}
            let data = Data(bytes)
            return secrets.filter { secret in
                [secret, secret.decomposedStringWithCanonicalMapping].contains { text in
                    [String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian].contains {
                        text.data(using: $0).map { data.range(of: $0) != nil } ?? false
                    }
                }
            }.map { "\($0) in \(name)" }
        }
    }

    /// Everything is as it was but the values: the same bytes come out, of the old run and of a new
    /// one that reads all files again, also where they are delivered once more.
    func expectSameResults(_ before: [String: [UInt8]], _ journal: [UInt8]) throws {
        let first = try verification
        #expect(first.holds && first.differences.isEmpty, "\(first.lines)")
        let now = try bytesOfFile(scratch.workspace + "/journal.jsonl")
        #expect(now.starts(with: journal))
        var again = night
        again.now = "2026-01-11T02:00:00"
        again.rehashes = true
        try again.run(into: scratch.workspace)
        #expect(try published == before)
        let second = try verification
        #expect(second.holds, "\(second.lines)")
    }
}
