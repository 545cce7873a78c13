import Foundation
import Pipeline
import Testing

/// A world that was generated knows what a correct reader must find in it.
@Suite struct `Generated worlds` {
    @Test func `the sample gives its truth to the last figure`() throws {
        let scratch = try NightFolder()
        try Night(pipeline: nightly).run(into: scratch.workspace)
        let truth = try WorldTruth(repository + "/sample-data/truth.csv")
        try truth.compare(with: Published(scratch.workspace))
    }

    @Test(arguments: [11, 12, 13] as [UInt64], [false, true])
    func `other worlds give theirs, plain and compressed`(seed: UInt64, compressed: Bool) throws {
        let scratch = try NightFolder()
        let world = scratch.path + "/world"
        _ = try generateWorld(
            cases: 3000, seed: seed, formats: [.csv, .xml], compressed: compressed, into: world)
        try Night(
            pipeline: nightly,
            inputs: [
                ("cases", world + "/cases/*"), ("synchronized", world + "/xml/*"),
                ("surveys", world + "/surveys/*"),
            ]
        ).run(into: scratch.workspace)
        try WorldTruth(world + "/truth.csv").compare(with: Published(scratch.workspace))
    }
}

let nightly = repository + "/pipelines/nightly.yaml"

/// `truth.csv` of a world, held against what was published.
private struct WorldTruth {
    /// What is expected, by input, then by measure.
    private var expected: [String: [String: Int]] = [:]

    init(_ path: String) throws {
        for record in plainRecords([UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))) {
            let fields = record.texts
            if let number = Int(fields[2]) { expected[fields[0], default: [:]][fields[1]] = number }
        }
    }

    func compare(with published: Published) throws {
        #expect(!expected.isEmpty)
        try compareAccounts(published)
        try compareFindings(published)
        compareFigures(try published.figures())
    }

    private func compareAccounts(_ published: Published) throws {
        let accounts = try published.accounts()
        var total = [0, 0, 0, 0, 0, 0]
        for (input, truth) in expected where input.contains("/") {
            if input.hasPrefix("surveys/") { continue }
            let parts = input.split(separator: "/").map(String.init)
            let place = (parts[0] == "xml" ? "synchronized " : "cases ") + parts[1]
            let account = try #require(accounts[place], "\(place)")
            if truth["same content"] == 1 { continue }
            // Of two files with the same content one is read; which, their names say.
            let stem = input.replacing(/\.csv.*/, with: " (")
            let copies = expected.filter { $1["same content"] == 1 }.keys.filter {
                $0.hasPrefix(stem)
            }
            let twin = copies.first.flatMap { accounts["cases " + $0.dropFirst("cases/".count)] }
            let read = twin.map { $0[1] > account[1] ? $0 : account } ?? account
            if let twin {
                let other = twin[1] > account[1] ? account : twin
                #expect(other == [read[0], 0, read[0], 0, 0, 0], "the copy of \(input)")
            }
            #expect(read[0] == truth["read"], "read of \(input)")
            #expect(read[1] + read[2] == truth["accepted or duplicate"], "\(input)")
            #expect(read[3] == truth["superseded"], "superseded of \(input)")
            #expect(read[4] == truth["quarantined"], "quarantined of \(input)")
            #expect(read[5] == truth["dropped"], "dropped of \(input)")
            total = zip(total, read).map { $0 + $1 }
        }
        let survey = expected["surveys/kiosk-2025.csv"]?["read"] ?? -1
        #expect(accounts["surveys kiosk-2025.csv"] == [survey, survey, 0, 0, 0, 0])
        for (place, name) in accountFields.enumerated() {
            #expect(total[place] == expected["total"]?[name], "\(name) in total")
        }
        #expect(total[0] == total[1...].reduce(0, +))
    }

    /// Hazards that the export bears and a reader must name, each record once.
    private func compareFindings(_ published: Published) throws {
        let lines = String(decoding: try published.bytes("findings.jsonl"), as: UTF8.self)
        var found: [String: Int] = [:]
        for line in lines.split(separator: "\n") {
            found[String(line.dropFirst(9).prefix(5)), default: 0] += 1
        }
        let codes = [
            "hazard invalidUTF8": "N-001", "hazard nulByte": "N-002", "hazard raggedShort": "N-003",
            "hazard raggedLong": "N-004", "hazard impossibleDate": "N-011",
            "hazard unknownStatus": "N-012", "hazard dueBeforeAccepted": "N-021",
            "versions contradicted": "N-030",
        ]
        for (measure, code) in codes {
            #expect(found[code] ?? 0 == expected["total"]?[measure] ?? 0, "\(measure)")
        }
    }

    /// Every figure of the truth bears the name of its KPI and of its period; so it must be there.
    private func compareFigures(_ figures: [String: [String: String]]) {
        let truth = expected["figures"] ?? [:]
        #expect(truth.count > 300)
        for (measure, number) in truth {
            let words = measure.split(separator: " ").map(String.init)
            let figure = figures["\(words[0])/\(words[1])/H56"] ?? [:]
            let numerator = Int(figure["numerator"] ?? "")
            let denominator = Int(figure["denominator"] ?? "")
            switch words[2] {
            case "value": #expect(numerator ?? 0 == number, "\(measure)")
            case "numerator": #expect(numerator == number, "\(measure)")
            case "denominator": #expect(denominator == number, "\(measure)")
            case "lower": compareMedian(measure, number, truth, numerator, denominator)
            case "upper": break
            default: Issue.record("nothing here understands '\(measure)'")
            }
        }
    }

    /// The median is the middle of the two times in the middle, in working days of eight hours.
    private func compareMedian(
        _ measure: String, _ lower: Int, _ truth: [String: Int], _ numerator: Int?,
        _ denominator: Int?
    ) {
        let upper = truth[measure.replacing(" lower", with: " upper")] ?? 0
        #expect(
            (numerator ?? 0) * 2 * 8 * 3600 == (lower + upper) * (denominator ?? 1), "\(measure)")
    }
}
