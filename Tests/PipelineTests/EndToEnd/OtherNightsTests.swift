import Foundation
import Pipeline
import Testing

/// What is kept from night to night, and what lies on the disk for want of memory, shows in no
/// byte of a run.
@Suite struct `What is kept` {
    private static let outputs = [
        "accounts.csv", "findings.jsonl", "losers.csv", "quarantine.csv", "results.csv",
    ]

    /// A world and a copy of the shipped pipelines, which a test may change.
    private func night(_ scratch: NightFolder, cases: Int = 2500) throws -> Night {
        for folder in ["pipelines", "sample-data"] {
            let source =
                URL(fileURLWithPath: nightly).deletingLastPathComponent()
                .deletingLastPathComponent().path + "/" + folder
            try FileManager.default.copyItem(atPath: source, toPath: scratch.path + "/" + folder)
        }
        let world = scratch.path + "/world"
        _ = try generateWorld(
            cases: cases, seed: 5, formats: [.csv, .xml], compressed: false, into: world)
        var night = Night(
            pipeline: scratch.path + "/pipelines/nightly.yaml",
            inputs: ["cases": "cases", "synchronized": "xml", "surveys": "surveys"].map {
                ($0, "\(world)/\($1)/*")
            })
        // Long after the files were written: only then are they known by their times.
        night.now = "2031-01-05T02:00:00"
        night.asOf = "2026-01-05T02:00:00"
        return night
    }

    private func bytes(_ workspace: String) throws -> [[UInt8]] {
        try Self.outputs.map { try Published(workspace).bytes($0) }
    }

    private func segments(_ workspace: String) throws -> [String] {
        let folder = workspace + "/cache/segments"
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .map { folder + "/" + $0 }
    }

    private func inode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    }

    @Test func `rows on the disk come to the same bytes as rows in memory`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch)
        try night.run(into: scratch.path + "/memory")
        night.memory = 0
        for threads in [1, 2] {
            night.threads = threads
            try night.run(into: scratch.path + "/disk\(threads)")
            #expect(try bytes(scratch.path + "/disk\(threads)") == bytes(scratch.path + "/memory"))
        }
    }

    @Test func `segments kept from another night come to the same bytes`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch)
        try night.run(into: scratch.workspace)
        let fresh = try bytes(scratch.workspace)
        let kept = try segments(scratch.workspace)
        #expect(kept.count == 8)
        let written = try kept.map(inode)
        for memory in [4 << 30, 0] {
            night.memory = memory
            try night.touch("with \(memory)")
            try night.run(into: scratch.workspace)
            #expect(try bytes(scratch.workspace) == fresh)
        }
        #expect(try kept.map(inode) == written, "no file was parsed again")
        try FileManager.default.removeItem(atPath: scratch.workspace + "/cache")
        try night.touch("without")
        try night.run(into: scratch.workspace)
        #expect(try bytes(scratch.workspace) == fresh)
    }

    @Test func `damaged segments are not used`() throws {
        let scratch = try NightFolder()
        let night = try night(scratch, cases: 1200)
        try night.run(into: scratch.workspace)
        let fresh = try bytes(scratch.workspace)
        var random = SeededRandom(state: 11)
        for turn in 0..<12 {
            for path in try segments(scratch.workspace) {
                var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
                bytes.damage(turn, using: &random)
                try Data(bytes).write(to: URL(fileURLWithPath: path))
            }
            try night.touch("turn \(turn)")
            try night.run(into: scratch.workspace)
            #expect(try self.bytes(scratch.workspace) == fresh, "turn \(turn), seed 11")
        }
    }

    /// A derived column may read one that no KPI asks for, and is made anew for rows on the disk.
    @Test func `a column derived from a case code is the same on the disk`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch, cases: 1500)
        let mapping = scratch.path + "/pipelines/mappings/igate-csv.yaml"
        let text = try String(contentsOfFile: mapping, encoding: .utf8)
        let formula = "case when case_id is not null then 3 else 1 end"
        let derive = "derive: {fee: {type: integer, formula: \"\(formula)\"}}\n"
        try scratch.write(
            "pipelines/mappings/igate-csv.yaml",
            text.replacing("ignore: [", with: "\(derive)ignore: ["))
        let kpi = try String(
            contentsOfFile: scratch.path + "/pipelines/kpis/received.yaml", encoding: .utf8)
        try scratch.write(
            "pipelines/kpis/fees.yaml",
            kpi
                .replacing("kpi: received", with: "kpi: fees")
                .replacing(/value: .*/, with: "value: sum(fee)"))
        try night.run(into: scratch.path + "/memory")
        night.memory = 0
        try night.run(into: scratch.path + "/disk")
        #expect(try bytes(scratch.path + "/disk") == bytes(scratch.path + "/memory"))
        let fees = try Published(scratch.path + "/disk").table("results.csv")
            .filter { $0["kpi"] == "fees" && $0["level"] == "agency" }
        #expect(fees.contains { $0["numerator"] != "0" })
    }

    @Test func `a segment file under the name of another is not believed`() throws {
        let scratch = try NightFolder()
        let night = try night(scratch, cases: 1200)
        try night.run(into: scratch.workspace)
        let fresh = try bytes(scratch.workspace)
        let kept = try segments(scratch.workspace)
        for shift in 1..<kept.count {
            let contents = try kept.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
            for (index, path) in kept.enumerated() {
                try contents[(index + shift) % kept.count].write(to: URL(fileURLWithPath: path))
            }
            try night.touch("shift \(shift)")
            #expect(try steps(night, into: scratch.workspace).contains("cache-damaged"))
            #expect(try bytes(scratch.workspace) == fresh, "shift \(shift)")
        }
    }

    @Test func `a night without changes leaves all that is kept`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch, cases: 1200)
        try night.run(into: scratch.workspace)
        let kept = try segments(scratch.workspace)
        #expect(try steps(night, into: scratch.workspace).contains("unchanged"))
        #expect(try segments(scratch.workspace) == kept)
        // Another pipeline of the workspace has other files; neither loses what it knows.
        let small = Night(pipeline: try SmallPipeline.write(in: scratch), now: night.now)
        try scratch.write("cases/a.csv", SmallPipeline.header + "\nA1,U1,open,,,,,7,\n")
        try small.run(into: scratch.workspace)
        #expect(Set(try segments(scratch.workspace)).isSuperset(of: kept))
        night.now = "2031-01-07T02:00:00"
        #expect(try steps(night, into: scratch.workspace).contains("unchanged"))
    }

    @Test func `the store is made anew when it holds something else`() throws {
        let scratch = try NightFolder()
        let night = Night(pipeline: try SmallPipeline.write(in: scratch))
        try scratch.write("cases/a.csv", SmallPipeline.header + "\nA1,U1,open,,,,,7,\n")
        try night.run(into: scratch.workspace)
        try scratch.write("workspace/results.sqlite", String(repeating: "junk", count: 5000))
        try night.run(into: scratch.workspace)
        #expect(try Published(scratch.workspace).bytes("results.csv").count > 0)
    }

    @Test func `files that were not used stay within the limit`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch, cases: 1200)
        try night.run(into: scratch.workspace)
        let all = try segments(scratch.workspace)
        night.acceptsShrink = true
        night.inputs = night.inputs.map { name, path in
            (name, name == "cases" ? scratch.path + "/world/cases/igate-20250303.csv" : path)
        }
        try night.run(into: scratch.workspace)
        let left = try segments(scratch.workspace)
        #expect(left == all)
    }

    private func steps(_ night: Night, into workspace: String) throws -> [String] {
        try night.steps(into: workspace).steps
    }

    @Test func `a night on which nothing changed is sealed without a row being read`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch, cases: 1200)
        #expect(try steps(night, into: scratch.workspace).contains("computed"))
        let fresh = try bytes(scratch.workspace)
        night.now = "2031-01-06T02:00:00"
        night.asOf = "2026-01-06T02:00:00"
        #expect(try steps(night, into: scratch.workspace) == ["checked", "archived", "unchanged"])
        #expect(try bytes(scratch.workspace) == fresh)
        #expect(try verify(VerificationRequest(workspace: scratch.workspace, threads: 2)).holds)
        // A period that is not over, or that was not: its figures are not those of another day.
        night.asOf = "2025-12-20T02:00:00"
        #expect(try steps(night, into: scratch.workspace).contains("computed"))
        let earlier = try bytes(scratch.workspace)
        try night.run(into: scratch.path + "/alone")
        #expect(try bytes(scratch.path + "/alone") == earlier)
        #expect(earlier != fresh)
        night.asOf = "2025-12-21T02:00:00"
        #expect(try steps(night, into: scratch.workspace).contains("computed"))
    }

    @Test func `a file of the same name and length with other bytes is read`() throws {
        let scratch = try NightFolder()
        var night = Night(pipeline: try SmallPipeline.write(in: scratch))
        night.now = "2031-01-05T02:00:00"
        let path = try scratch.write("cases/a.csv", SmallPipeline.header + "\nA1,U1,open,,,,,7,\n")
        let first = try night.run(into: scratch.workspace)
        let date = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]
        try scratch.write("cases/a.csv", SmallPipeline.header + "\nA1,U2,open,,,,,7,\n")
        try FileManager.default.setAttributes(
            [.modificationDate: date ?? Date()], ofItemAtPath: path)
        #expect(try night.run(into: scratch.workspace).resultsDigest != first.resultsDigest)
    }
}
