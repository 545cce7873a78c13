import Columnar
import Pipeline
import Testing

/// The shipped calendar as it was known at an instant, against the table of terms.
@Suite struct `A calendar as known then` {
    private static let calendar = Plan.load(path: shippedPipelines + "/nightly.yaml").plan?.calendar

    private func day(_ text: String) throws -> Int {
        dayNumber(of: try #require(parseInstant(text)))
    }

    private static let vectors: [(String, Int, String, String)] = [
        ("2025-12-31", 5, "2026-01-09", "2026-01-09"),
        ("2025-12-31", 6, "2026-01-10", "2026-01-12"),
        ("2026-02-13", 3, "2026-02-25", "2026-02-25"),
        ("2026-08-20", 2, "2026-08-22", "2026-08-24"),
        ("2026-08-28", 1, "2026-09-03", "2026-09-03"),
        ("2026-11-20", 3, "2026-11-26", "2026-11-26"),
        ("2025-04-25", 1, "2025-04-26", "2025-04-28"),
        ("2023-12-29", 2, "2024-01-03", "2024-01-03"),
        ("2024-02-02", 5, "2024-02-16", "2024-02-16"),
    ]

    @Test(arguments: vectors)
    func `a term of working days ends with and without made-up Saturdays`(
        start: String, count: Int, with: String, without: String
    ) throws {
        var calendar = try #require(Self.calendar)
        for (counts, end) in [(true, with), (false, without)] {
            calendar.makeUpCounts.due = counts
            let working = try calendar.working(knownAt: nil)
            for convention in TermEnd.allCases {
                let begin = try #require(parseInstant(start + " 09:00:00"))
                let due = working.due(after: begin, StatutoryTerm(count, .workingDay), convention)
                #expect(due.map { CivilDate(of: $0).text } == end)
            }
            #expect(working.add(workingDays: count, to: try day(start)) == (try day(end)))
        }
        // Its hours stay working time.
        let hours = try calendar.working(knownAt: nil, for: .workingTime)
        #expect(hours.isWorkingDay(try day("2026-01-10")) == true)
    }

    @Test func `before the notice of 25 December 2025 nobody knew the swap`() throws {
        let calendar = try #require(Self.calendar)
        let before = try calendar.working(
            knownAt: parseInstant("2025-12-24 23:59:59"))
        let after = try calendar.working(knownAt: parseInstant("2025-12-25"))
        // What the package of holidays says to this day, and what makes a false "late".
        #expect(before.add(workingDays: 5, to: try day("2025-12-31")) == (try day("2026-01-08")))
        #expect(after.add(workingDays: 5, to: try day("2025-12-31")) == (try day("2026-01-09")))
        #expect(before.isWorkingDay(try day("2026-01-10")) == false)
        #expect(calendar.knowledge(at: try #require(parseInstant("2025-10-15"))) == 0)
        #expect(
            calendar.publications.map(instantText) == [
                "2025-10-16 00:00:00", "2025-12-25 00:00:00",
            ])
    }

    @Test func `without 24 November a term ends a day sooner`() throws {
        var calendar = try #require(Self.calendar)
        calendar.days.removeAll { $0.date.text == "2026-11-24" }
        let working = try calendar.working(knownAt: nil)
        #expect(working.add(workingDays: 3, to: try day("2026-11-20")) == (try day("2026-11-25")))
    }

    @Test func `working days of each year`() throws {
        let working = try #require(Self.calendar).working
        let expected = [
            2018: 250, 2019: 252, 2020: 252, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 250,
            2026: 249,
        ]
        for (year, count) in expected {
            let days = try day("\(year)-01-01")..<(try day("\(year)-12-31")) + 1
            #expect(working.workingDays(in: days) == count, "\(year)")
        }
    }
}
