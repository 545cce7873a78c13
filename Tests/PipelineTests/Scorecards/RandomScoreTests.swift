import Columnar
import Pipeline
import Testing

/// Random scorecards over random figures, against a twin that counts in fortieths of a point.
@Suite struct `Random scorecards` {
    /// One item: its maximum, its rules, and the ratio of its figure; nil: nothing to count.
    private struct Line {
        var most: Int
        var ifEmpty: String?
        var isRounded: Bool
        var function: Int
        var upper: Int
        var lower: Int

        init(_ random: inout SeededRandom) {
            most = Int.random(in: 1...20, using: &random)
            ifEmpty = [nil, "leave_out", "zero", "full"].randomElement(using: &random) ?? nil
            isRounded = Bool.random(using: &random)
            function = Int.random(in: 0..<3, using: &random)
            lower = [0, 1, 2, 4, 5, 8, 10].randomElement(using: &random) ?? 1
            upper = Int.random(in: 0...max(lower, 1), using: &random)
        }

        /// The item as the file has it.
        func written(_ number: Int) -> String {
            let points = [
                "proportional", "{linear: {factor: 3}}",
                "{steps: [{at_least: 50, points: \(most)}, {above: 0, points: 0.5}]}",
            ][function]
            return "  - {item: i\(number), kpi: k\(number), max: \(most), points: \(points)"
                + (ifEmpty.map { ", if_empty: \($0)" } ?? "") + (isRounded ? ", round: 1}" : "}")
        }

        /// Points and reachable maximum in fortieths; nil points: left out.
        func fortieths(missing: String) -> (points: Int?, reachable: Int) {
            if lower == 0 {
                switch ifEmpty ?? missing {
                case "leave_out": return (nil, 0)
                case "zero": return (0, most * 40)
                default: return (most * 40, most * 40)
                }
            }
            var points =
                switch function {
                case 0: most * upper * 40 / lower
                case 1: min(3 * upper * 40 / lower, most * 40)
                default: 2 * upper >= lower ? most * 40 : upper > 0 ? 20 : 0
                }
            // A tenth is four fortieths; half of it goes up.
            if isRounded { points = (points + 2) / 4 * 4 }
            return (points, most * 40)
        }
    }

    @Test(arguments: Array(UInt64(1)...60))
    func `agree with a twin that counts in fortieths`(seed: UInt64) throws {
        var random = SeededRandom(state: seed &* 0x5C0E_CA2D)
        let lines = (0..<Int.random(in: 1...6, using: &random)).map { _ in Line(&random) }
        let missing = Bool.random(using: &random) ? "leave_out" : "zero"
        var small = SmallCard()
        small.kpis = lines.indices.map { SmallCard.kpi("k\($0)") }
        small.others = [
            """
            scorecard: random
            version: 1
            title: {vi: Ngẫu nhiên}
            basis: Quyết định 3
            levels: [agency]
            every: [month]
            items:
            \(lines.enumerated().map { $1.written($0) }.joined(separator: "\n"))
            total:
              missing: \(missing)
              classes: [{at_least: 10.5, title: {vi: Trên}}, {at_least: 0, title: {vi: Dưới}}]
            """
        ]
        let tallied = lines.enumerated().map { index, line in
            Tallied("k\(index)", line.lower == 0 ? 0 : line.upper, line.lower)
        }
        let scores = try small.plan().scores(tallied).filter { $0.scorecard == "random" }
        var sum: Int?
        var reachable = 0
        for (line, score) in zip(lines, scores) {
            let expected = line.fortieths(missing: missing)
            #expect(
                score.points == (try expected.points.map { try fortieths($0) }),
                "seed \(seed): \(line)")
            #expect(score.reachable == (try fortieths(expected.reachable)), "seed \(seed)")
            if let points = expected.points { sum = (sum ?? 0) + points }
            reachable += expected.reachable
        }
        let total = try #require(scores.last)
        #expect(total.isTotal && scores.count == lines.count + 1)
        #expect(total.points == (try sum.map { try fortieths($0) }), "seed \(seed)")
        #expect(total.reachable == (try fortieths(reachable)), "seed \(seed)")
        let grade = sum.map { $0 >= 420 ? "Trên" : "Dưới" } ?? ""
        #expect(total.grade == (reachable >= 420 ? grade : ""), "seed \(seed)")
    }

    private func fortieths(_ number: Int) throws -> Exact {
        try #require(try Exact(Int128(number), over: 40))
    }
}
