import Columnar
import Foundation
import Pipeline
import Testing

/// Why a figure is what it is, told from what other nights have kept and from raw files alone.
@Suite struct `An explained figure` {
    /// A world, and a shipped pipeline over it.
    private func night(
        _ scratch: NightFolder, _ pipeline: String = "nightly", cases: Int
    ) throws -> Night {
        let world = scratch.path + "/world"
        _ = try generateWorld(
            cases: cases, seed: 23, formats: [.csv, .xml], compressed: false, into: world)
        try FileManager.default.copyItem(
            atPath: shippedPipelines, toPath: scratch.path + "/pipelines")
        let path = scratch.path + "/pipelines/\(pipeline).yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let file = try scratch.write(
            "pipelines/\(pipeline).yaml", text.replacing("../sample-data/", with: world + "/"))
        var night = Night(
            pipeline: file,
            inputs: [("cases", "\(world)/cases/*"), ("synchronized", "\(world)/xml/*")])
        if pipeline == "nightly" { night.inputs.append(("surveys", "\(world)/surveys/*")) }
        night.now = "2031-01-05T02:00:00"
        night.asOf = "2026-01-05T02:00:00"
        return night
    }

    private func request(
        _ workspace: String, recomputes: Bool = false, threads: Int = 2
    ) throws -> ExplanationRequest {
        ExplanationRequest(
            figure: try #require(FigureName("cases/all")),
            verification: VerificationRequest(workspace: workspace, threads: threads), limit: 4,
            excluded: 2, recomputes: recomputes)
    }

    /// The names of all figures of some periods, by KPI.
    private func names(
        _ workspace: String, _ periods: Set<String>
    ) throws -> [(kpi: String, names: [FigureName])] {
        var names: [(kpi: String, names: [FigureName])] = []
        for line in try Published(workspace).table("results.csv") {
            let fields = ["kpi", "period", "level", "member"].map { line[$0] ?? "" }
            guard periods.contains(fields[1]) else { continue }
            let name = try #require(FigureName(fields.joined(separator: "/")))
            if names.last?.kpi == fields[0] {
                names[names.count - 1].names.append(name)
            } else {
                names.append((fields[0], [name]))
            }
        }
        return names
    }

    /// Small exports with every hazard, from seeds that are printed where something differs.
    private func hazards(_ scratch: NightFolder, seed: UInt64) throws -> Night {
        var hazards = HazardousExport(seed: seed)
        var number = 0
        for (name, bytes) in hazards.files() {
            try scratch.write("cases/\(name)", bytes)
            number += bytes.count
        }
        if number < 100 {
            try scratch.write("cases/more.csv", SmallPipeline.cases)
        }
        return Night(pipeline: try SmallPipeline.write(in: scratch))
    }

    @Test(arguments: 1...12)
    func `reads the same from what is kept and from raw files`(seed: UInt64) throws {
        let scratch = try NightFolder()
        try hazards(scratch, seed: seed).run(into: scratch.workspace)
        for (_, names) in try names(scratch.workspace, ["all"]) {
            let kept = try explain(names, request(scratch.workspace))
            let raw = try explain(names, request(scratch.workspace, recomputes: true, threads: 1))
            for (left, right) in zip(kept, raw) {
                #expect(left.lines == right.lines, "seed \(seed)")
                #expect(left.holds, "seed \(seed): \(left.figure.fields)")
                #expect(left.lines.last?.hasSuffix(", as sealed") == true)
            }
        }
    }

    @Test func `reads the same where clocks fill columns`() throws {
        let scratch = try NightFolder()
        try night(scratch, "due-dates", cases: 150).run(into: scratch.workspace)
        for (kpi, names) in try names(scratch.workspace, ["2025"])
        where kpi == "on-time-of-finished-net" {
            let kept = try explain(names, request(scratch.workspace))
            let raw = try explain(names, request(scratch.workspace, recomputes: true))
            #expect(kept.map(\.lines) == raw.map(\.lines))
            #expect(kept.allSatisfy(\.holds) && kept.count > 5)
        }
    }

    @Test func `tells the shares of divided units`() throws {
        let scratch = try NightFolder()
        try night(scratch, "reorganised", cases: 120).run(into: scratch.workspace)
        var shares = 0
        for (kpi, names) in try names(scratch.workspace, ["2025-Q2"])
        where kpi == "received-by-unit" {
            let restated = names.filter { $0.level == "unit_restated" }
            let kept = try explain(restated, request(scratch.workspace))
            let raw = try explain(restated, request(scratch.workspace, recomputes: true))
            #expect(kept.map(\.lines) == raw.map(\.lines))
            for explained in kept {
                #expect(explained.holds, "\(explained.figure.fields)")
                let marked = ["estimated", "withheld"].contains(explained.figure.fields[11])
                #expect(!marked || !explained.shares.isEmpty)
                shares += explained.shares.count
            }
        }
        #expect(shares > 0)
    }

    /// Cases with copies, older versions, records set aside.
    private func small(_ scratch: NightFolder) throws -> SealedRun {
        try hazards(scratch, seed: 3).run(into: scratch.workspace)
    }

    @Test func `opens no raw file where segments are kept`() throws {
        let scratch = try NightFolder()
        let run = try small(scratch)
        let whole = try explain(request(scratch.workspace)).lines
        for account in run.accounts {
            let path =
                scratch.workspace + "/objects/\(account.object.prefix(2))/\(account.object)"
            try? FileManager.default.removeItem(atPath: path)
        }
        #expect(try explain(request(scratch.workspace)).lines == whole)
        #expect(throws: (any Error).self) {
            try explain(self.request(scratch.workspace, recomputes: true))
        }
    }

    @Test func `is the same without a cache, and changes nothing in it`() throws {
        let scratch = try NightFolder()
        _ = try small(scratch)
        let whole = try explain(request(scratch.workspace)).lines
        let cache = scratch.workspace + "/cache"
        let before = try FileManager.default.subpathsOfDirectory(atPath: cache).sorted()
        try FileManager.default.moveItem(atPath: cache, toPath: scratch.path + "/hidden")
        #expect(try explain(request(scratch.workspace)).lines == whole)
        #expect(!FileManager.default.fileExists(atPath: cache), "nothing is made")
        try FileManager.default.moveItem(atPath: scratch.path + "/hidden", toPath: cache)
        let draft = cache + "/segments/tmp-of-a-run-under-way"
        try Data([1]).write(to: URL(fileURLWithPath: draft))
        #expect(try explain(request(scratch.workspace)).lines == whole)
        #expect(FileManager.default.fileExists(atPath: draft), "another run's draft stays")
        try FileManager.default.removeItem(atPath: draft)
        let after = try FileManager.default.subpathsOfDirectory(atPath: cache).sorted()
        #expect(after == before)
    }

    @Test func `believes no damaged segment`() throws {
        let scratch = try NightFolder()
        _ = try small(scratch)
        let whole = try explain(request(scratch.workspace)).lines
        let folder = scratch.workspace + "/cache/segments"
        var random = SeededRandom(state: 5)
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            let path = URL(fileURLWithPath: folder + "/" + $0)
            return (path, [UInt8](try Data(contentsOf: path)))
        }
        #expect(!kept.isEmpty)
        for turn in 0..<20 {
            for (path, whole) in kept {
                var bytes = whole
                bytes.damage(turn, using: &random)
                try Data(bytes).write(to: path)
            }
            #expect(try explain(request(scratch.workspace)).lines == whole, "turn \(turn), seed 5")
        }
    }

    @Test func `shouts where the sealed figure is another`() throws {
        let scratch = try NightFolder()
        _ = try small(scratch)
        let path = scratch.workspace + "/current/results.csv"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let figure = try explain(request(scratch.workspace)).figure.fields
        let line = "cases,1,all,\(figure[3]),\(figure[4]),agency,H01,"
        let forged = text.replacing(
            "\(line)\(figure[7]),\(figure[8]),", with: "\(line)7777,\(figure[8]),")
        #expect(forged != text)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try Data(forged.utf8).write(to: URL(fileURLWithPath: path))
        let explained = try explain(request(scratch.workspace))
        #expect(!explained.holds)
        #expect(explained.lines.contains { $0.contains("RECOMPUTED OTHERWISE") })
        #expect(explained.lines.contains { $0.contains("says 7777,") && $0.contains(figure[7]) })
    }

    /// A forged list of losers is not believed: its digest is not the one that was sealed.
    @Test func `does not believe a losers csv that was not sealed`() throws {
        let scratch = try NightFolder()
        _ = try small(scratch)
        let whole = try explain(request(scratch.workspace)).lines
        let path = scratch.workspace + "/current/losers.csv"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(separator: "\n")
        #expect(lines.count > 2)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try Data((lines.dropLast().joined(separator: "\n") + "\n").utf8).write(
            to: URL(fileURLWithPath: path))
        #expect(try explain(request(scratch.workspace)).lines == whole)
    }

    /// Offsets that are told are where the record begins: it holds the code that it is named by.
    @Test(arguments: [3, 4, 5, 6])
    func `points to the byte where a record begins`(seed: UInt64) throws {
        let scratch = try NightFolder()
        try hazards(scratch, seed: seed).run(into: scratch.workspace)
        var wanted = try request(scratch.workspace)
        (wanted.limit, wanted.excluded) = (nil, nil)
        let explained = try explain(wanted)
        #expect(explained.members.count == explained.memberCount)
        #expect(explained.exclusions.allSatisfy { $0.places.count == $0.rows.count })
        for place in explained.members.map(\.place) + explained.exclusions.flatMap(\.places) {
            let path = scratch.workspace + "/objects/\(place.object.prefix(2))/\(place.object)"
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            let record = bytes[place.offset...].prefix { $0 != 0x0A && $0 != 0x0D }
            #expect([0x0A, 0x0D].contains(bytes[place.offset - 1]), "seed \(seed)")
            let text = String(decoding: record, as: UTF8.self)
            #expect(text.contains(place.id), "seed \(seed): \(text)")
        }
    }
}
