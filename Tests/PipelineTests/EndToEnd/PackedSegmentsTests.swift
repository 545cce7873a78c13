import Foundation
import Pipeline
import Testing

/// The segments of many small files lie in packs, which show in no byte of a run either.
@Suite struct `What is kept of many small files` {
    private static let outputs = [
        "accounts.csv", "findings.jsonl", "losers.csv", "quarantine.csv", "results.csv",
    ]

    /// So many files with a few cases each, some of them versions of those of another file.
    private func night(_ scratch: NightFolder, files: Int = 80) throws -> Night {
        for file in 0..<files { try write(file, in: scratch) }
        var night = Night(pipeline: try SmallPipeline.write(in: scratch))
        night.now = "2031-01-05T02:00:00"
        night.asOf = "2026-01-05T02:00:00"
        return night
    }

    private func write(_ file: Int, in scratch: NightFolder, fee: Int = 7) throws {
        var lines = [SmallPipeline.header]
        for row in 0..<12 {
            let day = String(format: "%02d", 1 + (file + row) % 28)
            let resolved = row % 3 == 0 ? "" : "\(day)/03/2025 10:00:00"
            let status = row == 11 && file % 9 == 0 ? "lost" : row % 3 == 0 ? "open" : "closed"
            lines.append(
                "C\((file * 11 + row) % 700),U\(row % 5),\(status),\(day)/02/2025 08:00:00,"
                    + "15/03/2025 10:00:00,\(resolved),\(day)/03/2025 11:00:00,\(fee),note \(file)")
        }
        try scratch.write("cases/\(file).csv", lines.joined(separator: "\n") + "\n")
    }

    private func bytes(_ workspace: String) throws -> [[UInt8]] {
        try Self.outputs.map { try Published(workspace).bytes($0) }
    }

    private func kept(_ scratch: NightFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.workspace + "/cache/segments")
            .sorted()
    }

    private func path(_ name: String, _ scratch: NightFolder) -> URL {
        URL(fileURLWithPath: scratch.workspace + "/cache/segments/" + name)
    }

    @Test func `packs come to the same bytes as files and as reading anew`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch)
        try night.run(into: scratch.workspace)
        #expect(try kept(scratch) == ["pack-000000001"])
        let fresh = try bytes(scratch.workspace)
        for memory in [4 << 30, 0] {
            night.memory = memory
            try night.touch("with \(memory)")
            try night.run(into: scratch.workspace)
            #expect(try bytes(scratch.workspace) == fresh)
            #expect(try kept(scratch) == ["pack-000000001"], "no file was parsed again")
            // Without memory each file has segments of its own to read the cells from.
            try night.run(into: scratch.path + "/alone\(memory)")
            #expect(try bytes(scratch.path + "/alone\(memory)") == fresh)
        }
    }

    @Test func `texts that a file took over from files before it are not its own`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch)
        try night.run(into: scratch.workspace)
        let many = try Published(scratch.workspace).bytes("results.csv")
        // The same records in one file, which begins with no text.
        let whole = try NightFolder()
        let folder = scratch.path + "/cases"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let records = try files.flatMap {
            try String(contentsOfFile: folder + "/" + $0, encoding: .utf8).split(separator: "\n")
                .dropFirst()
        }
        try whole.write(
            "cases/all.csv",
            ([SmallPipeline.header] + records.map(String.init))
                .joined(separator: "\n") + "\n")
        night.pipeline = try SmallPipeline.write(in: whole)
        try night.run(into: whole.workspace)
        #expect(try Published(whole.workspace).bytes("results.csv") == many)
        // A word that only one file has is found in that file alone.
        try scratch.write(
            "cases/81.csv", SmallPipeline.header + "\nC900,U1,strange,01/02/2025 08:00:00,,,,7,\n")
        night.pipeline = try SmallPipeline.write(in: scratch)
        for threads in [1, 2] {
            night.threads = threads
            let space = scratch.path + "/threads\(threads)"
            try night.run(into: space)
            let findings = String(
                decoding: try Published(space).bytes("findings.jsonl"), as: UTF8.self)
            let strange = findings.split(separator: "\n").filter { $0.contains("strange") }
            #expect(strange.count == 1 && strange[0].contains("81.csv"))
        }
        #expect(
            try bytes(scratch.path + "/threads1") == bytes(scratch.path + "/threads2"))
    }

    @Test func `one new file comes into a pack of its own`() throws {
        let scratch = try NightFolder()
        let night = try night(scratch)
        try night.run(into: scratch.workspace)
        for (turn, fee) in [8, 9].enumerated() {
            try write(40, in: scratch, fee: fee)
            try night.run(into: scratch.workspace)
            #expect(try kept(scratch).count == 2 + turn)
            try night.run(into: scratch.path + "/alone\(turn)")
            #expect(try bytes(scratch.workspace) == bytes(scratch.path + "/alone\(turn)"))
        }
    }

    @Test func `damaged packs are not used, and give way to new ones`() throws {
        let scratch = try NightFolder()
        let night = try night(scratch, files: 70)
        try night.run(into: scratch.workspace)
        let fresh = try bytes(scratch.workspace)
        var random = SeededRandom(state: 12)
        for turn in 0..<14 {
            for name in try kept(scratch) {
                var bytes = [UInt8](try Data(contentsOf: path(name, scratch)))
                bytes.damage(turn, using: &random)
                try Data(bytes).write(to: path(name, scratch))
            }
            try night.touch("turn \(turn)")
            try night.run(into: scratch.workspace)
            #expect(try self.bytes(scratch.workspace) == fresh, "turn \(turn), seed 12")
            // A pack of which nothing is left that counts is gone; one with a damaged entry stays.
            if turn < 4 { #expect(try kept(scratch).count == 1) }
        }
    }

    @Test func `a pack under the name of another is not believed for what it lacks`() throws {
        let scratch = try NightFolder()
        let night = try night(scratch)
        try night.run(into: scratch.workspace)
        try write(3, in: scratch, fee: 1)
        try night.run(into: scratch.workspace)
        let fresh = try bytes(scratch.workspace)
        let names = try kept(scratch)
        let contents = try names.map { try Data(contentsOf: path($0, scratch)) }
        for (name, other) in zip(names, contents.reversed()) {
            try other.write(to: path(name, scratch))
        }
        try night.touch("exchanged")
        try night.run(into: scratch.workspace)
        #expect(try bytes(scratch.workspace) == fresh)
    }
}
