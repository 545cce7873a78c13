import Columnar
import Pipeline
import Testing

/// Circular 01/2018 as shipped: nine indicators of 0/1/2 points, five classes.
@Suite struct `Circular 01 of 2018` {
    private static func scorecard(_ name: String) throws -> Scorecard {
        let plan = try #require(Plan.load(path: shippedPipelines + "/scorecards.yaml").plan)
        return try #require(plan.scorecards.first { $0.name == name })
    }

    @Test(arguments: [
        ("18", "Xuất sắc"), ("15.1", "Xuất sắc"), ("15", "Xuất sắc"), ("14.9", "Tốt"),
        ("12", "Tốt"),
        ("11.9", "Khá"), ("9", "Khá"), ("8.9", "Trung bình"), ("6", "Trung bình"), ("5.9", "Yếu"),
        ("0", "Yếu"),
    ])
    func `an agency with exactly 15 points is excellent`(points: String, title: String) throws {
        let total = try Self.scorecard("tt01-2018-agency").total
        let points = try #require(try parseExact(points))
        #expect(total.grade(of: points)?.title.vietnamese == title)
    }

    @Test(arguments: [
        ("10", "100%"), ("5", "100%"), ("4.9", "từ 70%"), ("3.5", "từ 70%"), ("3.4", "dưới 70%"),
    ])
    func `an officer's points say which part of the task is done`(
        points: String, words: String
    ) throws {
        let total = try Self.scorecard("tt01-2018-officer").total
        let points = try #require(try parseExact(points))
        #expect(try #require(total.grade(of: points)).title.vietnamese.contains(words))
    }

    /// With 2 of 18 points within reach everybody would be called weak, whatever the work.
    @Test func `there is no class where the data allow only the lowest`() throws {
        let agency = try Self.scorecard("tt01-2018-agency").total
        for (reachable, tells) in [("2", false), ("5.9", false), ("6", true), ("18", true)] {
            #expect(agency.tellsApart(upTo: try #require(try parseExact(reachable))) == tells)
        }
        let officer = try Self.scorecard("tt01-2018-officer").total
        #expect(!officer.tellsApart(upTo: try #require(try parseExact("3.4"))))
        #expect(officer.tellsApart(upTo: try #require(try parseExact("3.5"))))
    }

    @Test func `the maxima are 18 and 10, for periods that close before July 2025`() throws {
        let lastDay = try #require(parseInstant("2025-06-30"))
        for (name, most, count) in [("tt01-2018-agency", 18, 9), ("tt01-2018-officer", 10, 5)] {
            let scorecard = try Self.scorecard(name)
            #expect(scorecard.total.most == Exact(most))
            #expect(scorecard.lines.count == count)
            #expect(scorecard.lines.allSatisfy { $0.weight == Exact(2) })
            #expect(scorecard.validity.contains(lastDay))
            #expect(!scorecard.validity.contains(lastDay + 86_400))
        }
    }

    @Test func `the six groups of Decision 766 are 100 points`() throws {
        let scorecard = try Self.scorecard("qd766")
        let sum = scorecard.lines.reduce(Exact(0)) { (try? $0.plus($1.weight)) ?? $0 }
        #expect(sum == Exact(100) && scorecard.total.most == sum)
        var start = 0
        for (count, points) in [(4, 18), (1, 20), (3, 12), (7, 22), (3, 10), (3, 18)] {
            let group = scorecard.lines[start..<start + count]
            #expect(group.reduce(Exact(0)) { (try? $0.plus($1.weight)) ?? $0 } == Exact(points))
            start += count
        }
        #expect(start == scorecard.lines.count)
    }

    /// Each indicator is rounded to one decimal, then they are added up: the rounded ones.
    @Test(arguments: [
        // Nine times 1.66… is 1.7 each: 15.3, and 15 without rounding of each.
        ("9×5/3", "15.3", "Xuất sắc"),
        // 1.65 is 1.7, 1.64 is 1.6.
        ("9×33/20", "15.3", "Xuất sắc"), ("9×164/100", "14.4", "Tốt"),
        // Exactly 15, by 1.7 and 1.6.
        ("6×17/10 3×16/10", "15", "Xuất sắc"), ("5×17/10 4×16/10", "14.9", "Tốt"),
        ("8×4/3 1×8/5", "12", "Tốt"), ("8×4/3 1×3/2", "11.9", "Khá"),
        ("9×1/1", "9", "Khá"), ("8×1/1 1×9/10", "8.9", "Trung bình"),
        ("8×2/3 1×2/5", "6", "Trung bình"), ("8×2/3 1×3/10", "5.9", "Yếu"),
    ])
    func `the total is the sum of the rounded indicators`(
        values: String, total: String, title: String
    ) throws {
        let pairs = values.split(separator: " ").flatMap { group -> [(Int, Int)] in
            let numbers = group.split { "×/".contains($0) }.compactMap { Int($0) }
            return Array(repeating: (numbers[1], numbers[2]), count: numbers[0])
        }
        var small = SmallCard()
        small.kpis = (1...9).map { number in
            SmallCard.kpi("i\(number)").replacing("scale: 100", by: "scale: 1")
        }
        let items = (1...9).map { number in
            "  - {item: \"\(number)\", kpi: i\(number), max: 2, "
                + "points: {linear: {factor: 1}}, round: 1}"
        }
        small.others = [
            """
            scorecard: circular
            version: 1
            title: {vi: Thông tư 01}
            basis: Thông tư 01/2018/TT-VPCP
            levels: [agency]
            every: [month]
            items:
            \(items.joined(separator: "\n"))
            total:
              max: 18
              classes:
                - {at_least: 15, title: {vi: Xuất sắc}}
                - {at_least: 12, title: {vi: Tốt}}
                - {at_least: 9, title: {vi: Khá}}
                - {at_least: 6, title: {vi: Trung bình}}
                - {at_least: 0, title: {vi: Yếu}}
            """
        ]
        let tallied = pairs.enumerated().map { index, pair in
            Tallied("i\(index + 1)", pair.0, pair.1)
        }
        let score = try #require(
            try small.plan().scores(tallied).first { $0.scorecard == "circular" && $0.isTotal })
        #expect(score.points?.decimalText() == total)
        #expect(score.shown == (try #require(score.points)).rounded(places: 1))
        #expect(score.grade == title)
    }
}
