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

    private static let periods =
        ["2025"] + (1...12).map { "2025-" + ($0 < 10 ? "0" : "") + String($0) }

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
        let figures = Figures(try published.figures())
        for period in Self.periods {
            compareCounts(figures, period)
            compareWorkingTimes(figures, period)
        }
        compareSurvey(figures)
    }

    private func compareAccounts(_ published: Published) throws {
        let accounts = try published.accounts()
        var total = [0, 0, 0, 0, 0, 0]
        for (input, truth) in expected where input.contains("/") {
            let parts = input.split(separator: "/").map(String.init)
            let place = (parts[0] == "xml" ? "synchronized " : "cases ") + parts[1]
            let account = try #require(accounts[place], "\(place)")
            if truth["same content"] == 1 { continue }
            // Of two files with the same content one is read; which, their names say.
            let copies = expected.filter { $1["same content"] == 1 }.keys.filter {
                $0.hasPrefix(input.prefix(input.count - ".csv.gz".count))
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

    /// Figures by KPI and period, of the agency.
    private struct Figures {
        let lines: [String: [String: String]]

        init(_ lines: [String: [String: String]]) { self.lines = lines }

        func number(_ kpi: String, _ period: String, _ side: String = "numerator") -> Int? {
            lines["\(kpi)/\(period)/H56"]?[side].flatMap { Int($0) }
        }
    }

    private func truth(_ period: String, _ measure: String) -> Int? {
        expected["figures"]?["\(period) \(measure)"]
    }

    private func compareCounts(_ figures: Figures, _ period: String) {
        let counts = [
            ("received", figures.number("received", period)),
            ("received", figures.number("online-share", period, "denominator")),
            ("received", figures.number("on-time-of-received", period, "denominator")),
            ("received online", figures.number("online-share", period)),
            ("finished", figures.number("finished", period)),
            (
                "finished with due date",
                figures.number("on-time-of-finished", period, "denominator")
            ),
            ("finished on time", figures.number("on-time-of-finished", period)),
            ("open at end", figures.number("open-at-period-end", period)),
            ("overdue open at end", figures.number("overdue-open-at-period-end", period)),
            ("peak overdue open", figures.number("peak-overdue-open", period)),
        ]
        for (measure, figure) in counts {
            #expect(figure ?? 0 == truth(period, measure), "\(measure) in \(period)")
        }
    }

    private func compareWorkingTimes(_ figures: Figures, _ period: String) {
        let day = 8 * 3600
        guard let sum = figures.number("mean-working-days", period),
            let length = figures.number("mean-working-days", period, "denominator"),
            let upper = figures.number("median-working-days", period),
            let lower = figures.number("median-working-days", period, "denominator")
        else {
            Issue.record("no working times in \(period)")
            return
        }
        #expect(sum == truth(period, "working seconds of finished"), "\(period)")
        #expect(length == (truth(period, "finished") ?? 0) * day, "\(period)")
        let middle = ["lower", "upper"].compactMap {
            truth(period, "working seconds of finished \($0) median")
        }
        #expect(upper * 2 * day == middle.reduce(0, +) * lower, "median of \(period)")
    }

    private func compareSurvey(_ figures: Figures) {
        let survey = expected["survey"] ?? [:]
        #expect(figures.number("satisfaction-answers", "2025") == survey["answers"])
        #expect(figures.number("satisfaction-share", "2025", "denominator") == survey["answers"])
        #expect(figures.number("satisfaction-share", "2025") == survey["answers in top two levels"])
    }
}
