import Foundation
import Ledger
import Pipeline
import Testing

/// Results are a function of what the files hold: not of how they are named, ordered or handled.
@Suite struct `The same records` {
    private static let sample = repository + "/sample-data"

    /// The exports of the sample and the kind of each: path below the folder and bytes.
    private static func exports() throws -> [(path: String, bytes: [UInt8])] {
        var files: [(String, [UInt8])] = []
        for folder in ["cases", "xml", "surveys"] {
            for name in try FileManager.default.contentsOfDirectory(
                atPath: sample + "/" + folder
            ).sorted() {
                let url = URL(fileURLWithPath: "\(sample)/\(folder)/\(name)")
                files.append(("\(folder)/\(name)", [UInt8](try Data(contentsOf: url))))
            }
        }
        return files
    }

    private static func night(_ scratch: NightFolder, threads: Int) -> Night {
        Night(
            pipeline: nightly,
            inputs: [
                ("cases", scratch.path + "/in/cases/**/*"),
                ("synchronized", scratch.path + "/in/xml/**/*"),
                ("surveys", scratch.path + "/in/surveys/**/*"),
            ], threads: threads)
    }

    /// Names, folders and order of creation other than those of the sample.
    private static func writeRenamed(_ scratch: NightFolder, seed: UInt64) throws {
        var random = SeededRandom(state: seed)
        for (number, file) in try exports().shuffled(using: &random).enumerated() {
            let folder = file.path.prefix { $0 != "/" }
            let below = number % 2 == 0 ? "" : "nhận/\(number)/"
            try scratch.write("in/\(folder)/\(below)\(9 - number) \(seed)", file.bytes)
        }
    }

    @Test(arguments: [(1, 7), (2, 8), (3, 9)] as [(Int, UInt64)])
    func `give the same results under other names, in other folders, with other threads`(
        threads: Int, seed: UInt64
    ) throws {
        let scratch = try NightFolder()
        let plain = try Night(pipeline: nightly, threads: 2).run(into: scratch.path + "/plain")
        try Self.writeRenamed(scratch, seed: seed)
        let renamed = try Self.night(scratch, threads: threads).run(into: scratch.workspace)
        #expect(renamed.resultsDigest == plain.resultsDigest)
        let (before, after) = (Published(scratch.path + "/plain"), Published(scratch.workspace))
        for name in ["results.csv", "losers.csv", "quarantine.csv"] {
            #expect(try before.bytes(name) == after.bytes(name), "\(name)")
        }
        let accounts = try [before, after].map { published in
            try published.table("accounts.csv").map { line in
                line.filter { $0.key != "file" }
            }
        }
        #expect(accounts[0] == accounts[1])
        let findings = try [before, after].map { published in
            String(decoding: try published.bytes("findings.jsonl"), as: UTF8.self)
                .replacing(/"file":"[^"]*",/, with: "")
                .replacing(/record (\d+) of [^"]*"/) { "record \($0.1)" }
        }
        #expect(findings[0] == findings[1])
    }

    @Test(arguments: [21, 22] as [UInt64])
    func `give the same results in any order`(seed: UInt64) throws {
        let scratch = try NightFolder()
        let world = scratch.path + "/world"
        _ = try generateWorld(
            cases: 3000, seed: seed, formats: [.csv, .xml], compressed: false, into: world)
        func night(_ folder: String) -> Night {
            Night(
                pipeline: nightly,
                inputs: ["cases": "cases", "synchronized": "xml", "surveys": "surveys"].map {
                    ($0, "\(folder)/\($1)/*")
                })
        }
        let ordered = try night(world).run(into: scratch.path + "/ordered")
        var random = SeededRandom(state: seed)
        for folder in ["cases", "xml", "surveys"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(world)/\(folder)") {
                let url = URL(fileURLWithPath: "\(world)/\(folder)/\(name)")
                let bytes = [UInt8](try Data(contentsOf: url))
                let shuffled =
                    folder == "xml"
                    ? shuffledElements(bytes, &random) : shuffledRecords(bytes, &random)
                #expect(bytes != shuffled && bytes.count <= shuffled.count)
                try scratch.write("shuffled/\(folder)/\(name)", shuffled)
            }
        }
        let other = try night(scratch.path + "/shuffled").run(into: scratch.workspace)
        #expect(other.resultsDigest == ordered.resultsDigest)
        #expect(
            other.accounts.reduce(0) { $0 + $1.account.accepted }
                == ordered.accounts.reduce(0) { $0 + $1.account.accepted })
    }

    /// Two versions that agree in their moment of change and in nothing else.
    @Test func `give the same survivor where nothing but content decides`() throws {
        let scratch = try NightFolder()
        let pipeline = try SmallPipeline.write(in: scratch)
        let lines = (0..<6).map { "A1,U\($0),open,,,,05/01/2025 08:00:00,\($0)," }
        var digests: Set<Digest> = []
        for turn in 0..<6 {
            let turned = lines[turn...] + lines[..<turn]
            let halves = [turned.prefix(3), turned.suffix(3)]
            for (number, half) in halves.enumerated() {
                let text = ([SmallPipeline.header] + half).joined(separator: "\n")
                try scratch.write("\(turn)/cases/\(turn % 2 == 0 ? number : 9 - number).csv", text)
            }
            let night = Night(
                pipeline: pipeline, inputs: [("cases", "\(scratch.path)/\(turn)/cases/*")])
            digests.insert(try night.run(into: "\(scratch.path)/\(turn)/workspace").resultsDigest)
        }
        #expect(digests.count == 1)
    }

    /// A second night with the same files is another run with the same figures.
    @Test func `give the same results the next night`() throws {
        let scratch = try NightFolder()
        var night = Night(pipeline: try SmallPipeline.write(in: scratch))
        try scratch.write("cases/a.csv", SmallPipeline.cases)
        let first = try night.run(into: scratch.workspace)
        night.now = "2026-01-06T02:00:00"
        let second = try night.run(into: scratch.workspace)
        #expect(first.name != second.name)
        #expect(first.resultsDigest == second.resultsDigest)
        let twins = [first, second].map { Published(scratch.workspace, run: $0.name) }
        for name in ["accounts.csv", "findings.jsonl", "losers.csv", "quarantine.csv"] {
            #expect(try twins[0].bytes(name) == twins[1].bytes(name))
        }
    }
}

/// The records of a delimited file behind its header in another order.
private func shuffledRecords(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    let isSurvey = bytes.prefix(200).contains(UInt8(ascii: ";"))
    let records = plainRecords(bytes, delimiter: UInt8(ascii: isSurvey ? ";" : ","))
    guard let header = records.first?.range else { return bytes }
    var shuffled = Array(bytes[..<header.upperBound])
    for record in records.dropFirst().shuffled(using: &random) {
        shuffled += bytes[record.range]
        if shuffled.last != UInt8(ascii: "\n") { shuffled.append(UInt8(ascii: "\n")) }
    }
    return shuffled
}

/// The cases of a synchronization, which stand one a line, in another order.
private func shuffledElements(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    let isCase = { (line: ArraySlice<UInt8>) in line.starts(with: "<HoSo>".utf8) }
    let cases = lines.filter(isCase).shuffled(using: &random)
    let first = lines.firstIndex(where: isCase) ?? lines.endIndex
    let frame = lines.filter { !isCase($0) }
    let order = frame[..<first] + cases + frame[first...]
    return order.flatMap { $0 + [UInt8(ascii: "\n")] }
}
