import Foundation
import Pipeline
import Testing

/// A corrected row counts as if its file had said so, wherever it lies, whatever follows from it.
@Suite struct `Corrections of rows` {
    private static let outputs = [
        "accounts.csv", "corrected.csv", "corrections.csv", "findings.jsonl", "losers.csv",
        "quarantine.csv", "results.csv", "stock.csv",
    ]

    /// A world with corrections and the same one with its files edited.
    private static func worlds(_ seed: UInt64, cases: Int = 60, corrections: Int = 40)
        -> (raw: CorrectedWorld, corrected: CorrectedWorld)
    {
        var random = SeededRandom(state: seed)
        let raw = CorrectedWorld(cases, &random)
        var corrected = raw
        corrected.correct(corrections, &random)
        return (raw, corrected)
    }

    private func bytes(_ workspace: String) throws -> [[UInt8]] {
        let published = Published(workspace)
        return try Self.outputs.map { try published.bytes($0) }
    }

    @Test(arguments: UInt64(1)...8)
    func `come to the same figures as edited files`(seed: UInt64) throws {
        let (raw, corrected) = Self.worlds(seed)
        let overlay = try NightFolder()
        var night = Night(pipeline: try CorrectedDesk.write(in: overlay, corrections: true))
        try CorrectedDesk.write(raw, in: overlay)
        try overlay.write("corrections/a.csv", corrected.corrections)
        try night.run(into: overlay.workspace)
        let edited = try NightFolder()
        night = Night(pipeline: try CorrectedDesk.write(in: edited, corrections: false))
        try CorrectedDesk.write(corrected, in: edited)
        try night.run(into: edited.workspace)
        for name in ["results.csv", "stock.csv"] {
            let texts = try [overlay, edited].map {
                String(decoding: try Published($0.workspace).bytes(name), as: UTF8.self)
            }
            #expect(texts[0] == texts[1], "seed \(seed), \(name)")
        }
        let statuses = try Published(overlay.workspace).table("corrections.csv").map {
            "\($0["case"] ?? "") \($0["field"] ?? "") \($0["status"] ?? "")"
        }
        #expect(
            statuses.sorted()
                == corrected.lines.map { "\($0.id) \($0.field) \($0.status)" }.sorted(),
            "seed \(seed)")
        #expect(try verify(VerificationRequest(workspace: overlay.workspace, threads: 2)).holds)
    }

    @Test(arguments: UInt64(11)...13)
    func `show in no byte where rows lie and who reads them`(seed: UInt64) throws {
        let (raw, corrected) = Self.worlds(seed)
        let scratch = try NightFolder()
        var night = Night(pipeline: try CorrectedDesk.write(in: scratch, corrections: true))
        try CorrectedDesk.write(raw, in: scratch)
        try scratch.write("corrections/a.csv", corrected.corrections)
        try night.run(into: scratch.workspace)
        let first = try bytes(scratch.workspace)
        for (memory, threads) in [(0, 1), (0, 3), (4 << 30, 1), (4 << 30, 5)] {
            night.memory = memory
            night.threads = threads
            try night.run(into: scratch.path + "/alone-\(memory)-\(threads)")
            #expect(try bytes(scratch.path + "/alone-\(memory)-\(threads)") == first)
            // From the cache of the nights before.
            try night.touch("\(memory) \(threads)")
            try night.run(into: scratch.workspace)
            #expect(try bytes(scratch.workspace) == first, "seed \(seed)")
        }
    }

    @Test func `read no file again when one is added`() throws {
        let (raw, corrected) = Self.worlds(21)
        let scratch = try NightFolder()
        let night = Night(pipeline: try CorrectedDesk.write(in: scratch, corrections: true))
        try CorrectedDesk.write(raw, in: scratch)
        let header = "input,case,field,old,new,reason,author,approver,document,date\n"
        try scratch.write("corrections/a.csv", header)
        try night.run(into: scratch.workspace)
        let segments = scratch.workspace + "/cache/segments"
        let kept = try FileManager.default.contentsOfDirectory(atPath: segments).sorted()
        let before = try Published(scratch.workspace).bytes("results.csv")
        #expect(
            try Published(scratch.workspace).bytes("corrections.csv").count { $0 == 0x0a } == 1)
        try scratch.write("corrections/a.csv", corrected.corrections)
        let (steps, _) = try night.steps(into: scratch.workspace)
        #expect(steps.contains("computed"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: segments).sorted() == kept)
        #expect(try Published(scratch.workspace).bytes("results.csv") != before)
        // And a night on which nothing changed stands for the one before.
        #expect(try night.steps(into: scratch.workspace).steps.contains("unchanged"))
        #expect(try Published(scratch.workspace).table("corrections.csv").count > 20)
    }

    @Test(arguments: [UInt64(41), 42])
    func `are in what is explained, from kept rows and from raw files`(seed: UInt64) throws {
        let (raw, corrected) = Self.worlds(seed)
        let scratch = try NightFolder()
        let night = Night(pipeline: try CorrectedDesk.write(in: scratch, corrections: true))
        try CorrectedDesk.write(raw, in: scratch)
        try scratch.write("corrections/a.csv", corrected.corrections)
        try night.run(into: scratch.workspace)
        for kpi in ["received", "on-time", "paused-long"] {
            let texts = try [false, true].map { recomputes in
                let explanation = try explain(
                    ExplanationRequest(
                        figure: try #require(FigureName(kpi + "/2025")),
                        verification: VerificationRequest(
                            workspace: scratch.workspace, threads: 2),
                        limit: nil, recomputes: recomputes))
                #expect(explanation.holds, "seed \(seed), \(kpi), \(recomputes)")
                return explanation.lines.joined(separator: "\n")
            }
            #expect(texts[0] == texts[1])
            #expect(texts[0].contains("đã đính chính / corrected: "))
        }
    }

    /// What changes of the figures when one correction is taken away is among what it touches.
    @Test(arguments: UInt64(31)...33)
    func `touch every figure that they change`(seed: UInt64) throws {
        let (raw, corrected) = Self.worlds(seed, cases: 25, corrections: 6)
        let scratch = try NightFolder()
        let night = Night(pipeline: try CorrectedDesk.write(in: scratch, corrections: true))
        try CorrectedDesk.write(raw, in: scratch)
        try scratch.write("corrections/a.csv", corrected.corrections)
        try night.run(into: scratch.workspace)
        let effects = try CorrectionEffects(workspace: scratch.workspace, run: nil)
        let own = try publishedResults(
            workspace: scratch.workspace, run: nil, ResultsFilter()
        ).lines
        let touched = effects.touched(own)
        let none = try NightFolder()
        let plain = Night(pipeline: try CorrectedDesk.write(in: none, corrections: false))
        try CorrectedDesk.write(raw, in: none)
        try plain.run(into: none.workspace)
        let before = Set(
            try publishedResults(workspace: none.workspace, run: nil, ResultsFilter()).lines)
        let all = Set(touched.joined())
        for (place, line) in own.enumerated() where !before.contains(line) {
            #expect(all.contains(place), "seed \(seed): \(line)")
        }
        // Far from all figures are named.
        #expect(all.count < own.count, "seed \(seed)")
        for (line, places) in zip(effects.lines, touched) where line[7] != "applied" {
            #expect(places.isEmpty)
        }
    }
}
