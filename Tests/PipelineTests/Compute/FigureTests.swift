import Columnar
import Pipeline
import Testing

@Suite struct `A figure` {
    private static let june = Period(named: "2025-06")

    private static func figure(
        _ tally: Tally, _ lines: String = "", asOf: Int64? = nil
    ) throws -> Figure {
        var desk = SmallDesk()
        desk.kpi = desk.kpi.replacing(
            "value: count(*)", with: "numerator: count(*)\ndenominator: count(*)\n" + lines)
        let june = try #require(june)
        return try desk.plan().kpis[0].figure(
            tally, period: june, level: "agency", member: "H56", asOf: asOf ?? june.end)
    }

    private static func tally(_ upper: Int, _ lower: Int) -> Tally {
        Tally(members: lower, numerator: Exact(upper), denominator: Exact(lower))
    }

    @Test(arguments: [
        (2, 3, 1, "66.666666666667", "66.7%"),
        (1, 3, 1, "33.333333333333", "33.3%"),
        (1, 8, 1, "12.5", "12.5%"),
        (1, 8, 0, "12.5", "13%"),
        (1, 16, 2, "6.25", "6.25%"),
        (1, 16, 1, "6.25", "6.3%"),
        (-1, 16, 1, "-6.25", "-6.3%"),
        (0, 7, 2, "0", "0.00%"),
        (7, 7, 2, "100", "100.00%"),
        (1999, 2000, 1, "99.95", "100.0%"),
        (35591, 43821, 2, "81.21905022706", "81.22%"),
    ])
    func `is exact, and rounded half away from zero where it is shown`(
        upper: Int, lower: Int, decimals: Int, value: String, shown: String
    ) throws {
        let figure = try Self.figure(
            Self.tally(upper, lower), "scale: 100\nunit: \"%\"\ndecimals: \(decimals)")
        #expect(figure.value == value)
        #expect(figure.shown == shown)
        #expect(figure.status == .ok)
        #expect(figure.fields[7...8] == ["\(upper)", "\(lower)"])
    }

    @Test(arguments: [
        ("at_least: 95", 19, 20, true),
        ("at_least: 95.01", 19, 20, false),
        // 94.9999 % is shown as 95.00 % and is not 95 %.
        ("at_least: 95", 949_999, 1_000_000, false),
        ("at_most: 5", 1, 20, true),
        ("at_most: 5", 50_001, 1_000_000, false),
        ("at_most: 4.99", 1, 20, false),
        ("exactly: 0", 0, 5, true),
        ("exactly: 33.3", 1, 3, false),
    ])
    func `meets its target by the exact value`(
        target: String, upper: Int, lower: Int, met: Bool
    ) throws {
        let figure = try Self.figure(
            Self.tally(upper, lower), "scale: 100\ndecimals: 2\ntarget: {\(target)}")
        #expect(figure.met == met)
    }

    @Test func `without cases is neither 0 nor 100`() throws {
        let figure = try Self.figure(Self.tally(0, 0), "target: {at_least: 0}")
        #expect(figure.status == .noCases)
        #expect(figure.value == "" && figure.shown == "" && figure.met == nil)
        #expect(figure.fields[7...8] == ["0", "0"])
    }

    @Test func `of null has no value`() throws {
        let figure = try Self.figure(Tally(members: 3, numerator: nil, denominator: Exact(3)))
        #expect(figure.status == .noCases && figure.value == "")
    }

    @Test(arguments: [(4, FigureStatus.tooFew), (5, .ok), (6, .ok)])
    func `of too few cases is withheld`(members: Int, status: FigureStatus) throws {
        let figure = try Self.figure(
            Self.tally(members, members), "minimum: 5\ntarget: {at_least: 1}")
        #expect(figure.status == status)
        #expect((figure.met == nil) == (status == .tooFew))
    }

    @Test func `of a period that is not over is provisional`() throws {
        let end = try #require(Self.june).end
        #expect(try Self.figure(Self.tally(1, 1), asOf: end - 1).status == .provisional)
        #expect(try Self.figure(Self.tally(1, 1), asOf: end).status == .ok)
    }

    @Test func `is a pair of whole numbers even where a side is a fraction`() throws {
        let half = try #require(try Exact(7, over: 2))
        let figure = try Self.figure(Tally(members: 2, numerator: half, denominator: Exact(3)))
        #expect(figure.fields[7...8] == ["7", "6"])
        #expect(figure.value.hasPrefix("1.16666"))
    }
}
