import Columnar
import Foundation
import Pipeline
import Testing

/// Worlds in which several causes change at once.
@Suite struct `A bridge over random worlds` {
    /// Holds the bridge of a random pair of worlds to a twin that builds each place from scratch.
    @Test(arguments: 0..<12) func `adds up, and is what runs give`(_ seed: UInt64) throws {
        var random = SeededRandom(state: seed &* 7_919 &+ 13)
        let before = BridgeWorld.random(&random)
        var after = before
        let causes = after.change(&random)
        let worlds = try TwoWorlds(before, after)
        let bridge = try worlds.bridge()
        let comment: Comment = "seed \(seed), causes \(causes)"
        try bridge.expectSums(comment)
        #expect(bridge.remarks.isEmpty, comment)
        // Places are runs of their own in folders of their own.
        var places: [BridgeStep: [String: [String: String]]] = [:]
        var steps: Set<BridgeStep> = []
        for step in BridgeStep.allCases where step != .program {
            steps.insert(step)
            let scratch = try NightFolder()
            _ = try before.with(steps, of: after).run(in: scratch, now: "2026-01-07T02:00:00")
            places[step] = try Published(scratch.workspace).byName
        }
        for figure in bridge.figures {
            for part in figure.parts {
                let step = try #require(part.steps.last)
                guard let place = places[step] else { continue }
                expect(part.after, is: place[figure.name.path], "\(comment) \(figure.name)")
            }
        }
        // A filter gives the same parts.
        guard let some = bridge.figures.randomElement(using: &random) else { return }
        let filter = ResultsFilter(
            kpi: some.name.kpi, period: some.name.period, level: some.name.level,
            member: some.name.member)
        let alone = try worlds.bridge(filter)
        #expect(alone.figures.count == 1, comment)
        #expect(alone.figures.first?.parts.map(\.line) == some.parts.map(\.line), comment)
        // So many cases as are asked for, and always their number.
        let few = try worlds.bridge(filter, limit: 1)
        let lists = (few.figures.first?.parts ?? [], some.parts)
        for (short, long) in zip(lists.0, lists.1) {
            #expect(short.caseCount == long.caseCount, comment)
            #expect(short.cases == Array(long.cases.prefix(1)), comment)
        }
        #expect(try worlds.bridge().csv == bridge.csv, comment)
    }

    private func expect(
        _ end: BridgeEnd, is line: [String: String]?, _ comment: Comment
    ) {
        #expect(end.status?.rawValue == line?["status"], comment)
        #expect(end.shown == line?["shown"] ?? "", comment)
        let pair = end.numerator.flatMap { upper in
            end.denominator.map { ExactPair(upper, over: $0).wholeTexts }
        }
        #expect(pair?.0 ?? "" == line?["numerator"] ?? "", comment)
        #expect(pair?.1 ?? "" == line?["denominator"] ?? "", comment)
    }
}

extension BridgePart {
    fileprivate var line: [String] {
        [
            word, numerator.fractionText, denominator.fractionText, value?.fractionText ?? "",
            "\(caseCount)",
        ]
    }
}

extension BridgedName {
    fileprivate var path: String { [kpi, period, level, member].joined(separator: "/") }
}

extension Published {
    /// The figures of all levels.
    fileprivate var byName: [String: [String: String]] {
        get throws {
            var figures: [String: [String: String]] = [:]
            for line in try table("results.csv") {
                let names = ["kpi", "period", "level", "member"].map { line[$0] ?? "" }
                figures[names.joined(separator: "/")] = line
            }
            return figures
        }
    }
}

extension BridgeWorld {
    static func random(_ random: inout SeededRandom) -> BridgeWorld {
        var world = small
        var updated = 100
        for name in ["a.csv", "b.csv", "c.csv"] {
            world.raw[name] = randomFile(&random, &updated)
        }
        return world
    }

    private static func randomFile(
        _ random: inout SeededRandom, _ updated: inout Int
    ) -> String {
        var lines: [String] = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            updated += 1
            let accepted = Int.random(in: 0...80, using: &random)
            let due = accepted + Int.random(in: 1...9, using: &random)
            let resolved = accepted + Int.random(in: 0...14, using: &random)
            lines.append(
                line(
                    "N\(Int.random(in: 1...20, using: &random))",
                    ["A", "B", "C", ""].randomElement(using: &random) ?? "A", accepted: accepted,
                    due: Bool.random(using: &random) ? due : nil,
                    resolved: Int.random(in: 0...3, using: &random) > 0 ? resolved : nil,
                    updated: updated, fee: Int.random(in: 0...9, using: &random) * 10))
        }
        return file(lines)
    }

    /// Changes some causes, and says which.
    mutating func change(_ random: inout SeededRandom) -> [BridgeStep] {
        let causes = BridgeStep.allCases.filter { step in
            step != .program && Bool.random(using: &random)
        }
        for cause in causes {
            switch cause {
            case .lateData:
                var updated = 5000
                raw["d.csv"] = Self.randomFile(&random, &updated)
                if Bool.random(using: &random) { raw["a.csv"] = nil }
                if Bool.random(using: &random) {
                    raw["b.csv"] = Self.randomFile(&random, &updated)
                }
            case .dedupe:
                if Bool.random(using: &random) {
                    mapping = mapping.replacing(
                        "identity: [case_id]", with: "identity: [case_id, unit]")
                }
                mapping = mapping.replacing(
                    "dictionary: {open: processing, closed: resolved}",
                    with: "dictionary: {open: processing, closed: returned}")
            case .rules: changeRules(&random)
            case .calendar:
                calendar = calendar.replacing("07:30-11:30", with: "08:00-11:30")
            case .units:
                units["units.csv"] = units["units.csv"]?.replacing(
                    "B,Phòng B,,department,,", with: "B,Phòng B,,department,,2025-07-31")
                units["succession.csv"]? += "B,2025-07-31,C,2025-08-01,merge,,a test\n"
            case .asOf: asOf = "2025-08-\(Int.random(in: 21...31, using: &random))"
            case .corrections:
                // Some are refused, since another version of the case counts.
                for line in (raw["c.csv"] ?? "").split(separator: "\n").dropFirst() {
                    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                    let (id, fee) = (String(fields[0]), String(fields[7]))
                    if !corrections.contains(where: { $0.hasPrefix("cases,\(id),") }) {
                        corrections.append(Self.correction(id, "fee", fee, "77"))
                    }
                }
            case .program: break
            }
        }
        return causes
    }

    private mutating func changeRules(_ random: inout SeededRandom) {
        rules["kpis/on-time.yaml"] = rules["kpis/on-time.yaml"]?.replacing(
            "resolved_at <= due_at", with: "resolved_at < due_at")
        if Bool.random(using: &random) {
            rules["kpis/received.yaml"] = rules["kpis/received.yaml"]?.replacing(
                "accepted_at < period_end", with: "accepted_at < period_end and unit <> 'C'")
        }
        if Bool.random(using: &random) { rules["kpis/seen.yaml"] = nil }
        if Bool.random(using: &random) {
            rules["kpis/fees.yaml"] = Self.kpi(
                "fees", "where: \(Self.inPeriod)\nvalue: sum(fee)")
        }
        if Bool.random(using: &random) {
            rules["kpis/middle-fee.yaml"] = rules["kpis/middle-fee.yaml"]?.replacing(
                "median(fee)", with: "percentile(fee, 90)")
        }
    }
}
