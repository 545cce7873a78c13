import Columnar
import Foundation
import Ledger
import Pipeline
import Testing

/// What is kept from other nights may be wrong where somebody works to deceive, or a disk lies:
/// `--rehash`, and every thirtieth night, looks at none of it.
@Suite struct `A night that reads everything anew` {
    private static let before = SmallPipeline.header + "\nA1,U1,open,,,,,7,\n"
    private static let after = SmallPipeline.header + "\nA1,U1,open,,,,,9,\n"

    /// A night of one file, long after that was written: only then is it known by its times.
    private func night(_ scratch: NightFolder) throws -> Night {
        try scratch.write("cases/a.csv", Self.before)
        return Night(pipeline: try SmallPipeline.write(in: scratch), now: "2031-01-05T02:00:00")
    }

    /// What a workspace of its own gives for the bytes that the file has now.
    private func fresh(_ night: Night, _ scratch: NightFolder) throws -> Digest {
        let workspace = scratch.path + "/fresh-\(UUID().uuidString)"
        return try night.run(into: workspace).resultsDigest
    }

    /// Changes the bytes of the case file so that a plain night takes it for what it was.
    ///
    /// No call puts the time of the last change back, so the list of known files is made to hold
    /// the file's new times beside its old digest.
    private func deceive(_ scratch: NightFolder) throws {
        let path = scratch.path + "/cases/a.csv"
        let old = try #require(try FileIdentity.of(fileAt: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.write(contentsOf: Data(Self.after.utf8))
        try file.close()
        let new = try #require(try FileIdentity.of(fileAt: path))
        #expect(new.inode == old.inode && new.size == old.size && new.device == old.device)
        let list = scratch.workspace + "/cache/known-files"
        let lines = try String(contentsOfFile: list, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.dropFirst().joined(separator: "\n")
        let changed = body.replacing(
            " \(old.modified) \(old.changed) ", with: " \(new.modified) \(new.changed) ")
        #expect(changed != body, "the file is in the list")
        let mark = lines[0].split(separator: " ").dropLast().joined(separator: " ")
        let head = "\(mark) \(Digest.of(Array(changed.utf8)).hex)\n"
        try Data((head + changed).utf8)
            .write(to: URL(fileURLWithPath: list))
    }

    @Test func `sees a file that was changed behind its inode, size and times`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch)
        let first = try night.run(into: scratch.workspace).resultsDigest
        try deceive(scratch)
        let plain = try night.steps(into: scratch.workspace)
        #expect(plain.steps.contains("unchanged") && plain.sealed.resultsDigest == first)
        try night.touch("computed again")
        let computed = try night.steps(into: scratch.workspace)
        #expect(computed.steps.contains("computed") && computed.sealed.resultsDigest == first)

        night.rehashes = true
        let anew = try night.steps(into: scratch.workspace)
        #expect(anew.steps == ["checked", "archived", "normalized", "computed"])
        let expected = try fresh(night, scratch)
        #expect(anew.sealed.resultsDigest == expected && expected != first)
        night.rehashes = false
        let next = try night.steps(into: scratch.workspace)
        #expect(next.steps.contains("unchanged") && next.sealed.resultsDigest == expected)
    }

    @Test func `computes again although nothing has changed`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch)
        let first = try night.run(into: scratch.workspace).resultsDigest
        night.rehashes = true
        let anew = try night.steps(into: scratch.workspace)
        #expect(anew.steps.contains("computed") && anew.sealed.resultsDigest == first)
    }

    @Test func `lets no forged segment reach a result`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch)
        let fresh = try night.run(into: scratch.workspace).resultsDigest
        let segment = try self.segment(scratch.workspace)
        let whole = try Data(contentsOf: segment)
        try scratch.write("cases/a.csv", Self.after)
        let other = try night.run(into: scratch.path + "/other").resultsDigest
        try scratch.write("cases/a.csv", Self.before)
        try forged(try self.segment(scratch.path + "/other"), as: segment.lastPathComponent)
            .write(to: segment)

        // Well formed as it is, a plain night believes it: that shows what `--rehash` is for.
        try night.touch("plain")
        let plain = try night.steps(into: scratch.workspace)
        #expect(!plain.steps.contains("cache-damaged"))
        #expect(plain.sealed.resultsDigest == other && other != fresh)
        for memory in [4 << 30, 0] {
            try night.touch("anew with \(memory)")
            night.memory = memory
            night.rehashes = true
            #expect(try night.run(into: scratch.workspace).resultsDigest == fresh)
            #expect(try Data(contentsOf: segment) == whole, "it is written anew")
            try forged(try self.segment(scratch.path + "/other"), as: segment.lastPathComponent)
                .write(to: segment)
        }
    }

    @Test func `comes every thirtieth time, whatever other pipelines do`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch)
        // Runs of another pipeline of the workspace do not count.
        let other = scratch.path + "/other.yaml"
        try FileManager.default.copyItem(atPath: night.pipeline, toPath: other)
        try Night(pipeline: other, now: night.now).run(into: scratch.workspace)
        let first = try night.run(into: scratch.workspace).resultsDigest
        for number in 2...31 {
            night.now = "2031-02-05T02:00:\(number < 10 ? "0" : "")\(number)"
            if number == 28 { try deceive(scratch) }
            let (steps, sealed) = try night.steps(into: scratch.workspace)
            #expect(steps.contains("computed") == (number == 30), "night \(number)")
            #expect((sealed.resultsDigest == first) == (number < 30), "night \(number)")
        }
        #expect(try Published(scratch.workspace).pairs(period: "all")["fees"] == "9/1")
    }

    /// The one segment file that a workspace keeps.
    private func segment(_ workspace: String) throws -> URL {
        let folder = URL(fileURLWithPath: workspace + "/cache/segments")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.count == 1)
        return folder.appendingPathComponent(try #require(names.first))
    }

    /// The file's bytes with another name in its directory, and the directory's hash made to fit.
    private func forged(_ file: URL, as name: String) throws -> Data {
        var bytes = [UInt8](try Data(contentsOf: file))
        let tail = bytes.count - 32
        func number(_ place: Int) -> Int {
            (0..<8).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        let directory = number(tail)..<number(tail) + number(tail + 8)
        let own = try #require(
            bytes[directory].firstRange(of: Array(file.lastPathComponent.utf8)))
        bytes.replaceSubrange(own, with: Array(name.utf8))
        let hash = contentHash(bytes.span, directory)
        for index in 0..<8 {
            bytes[tail + 16 + index] = UInt8(truncatingIfNeeded: hash >> UInt64(8 * index))
        }
        return Data(bytes)
    }
}
