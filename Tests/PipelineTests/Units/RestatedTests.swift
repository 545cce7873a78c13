import Pipeline
import Testing

@Suite struct `Figures as reported and as restated` {
    /// Two departments become one in the middle of a quarter.
    private static let merger = UnitDesk(
        units: """
            H56,Tỉnh,,province,,
            A,Sở A,H56,department,,2025-05-15
            B,Sở B,H56,department,,2025-05-15
            C,Sở C,H56,department,2025-05-15,
            W,Xã W,H56,commune,,

            """,
        succession: """
            A,2025-05-15,C,2025-05-15,merge,,NQ 1
            B,2025-05-15,C,2025-05-15,merge,,NQ 1

            """,
        cases: [
            ("A", "02/04/2025", "03/04/2025"), ("A", "02/05/2025", ""),
            ("B", "14/05/2025", "14/05/2025"), ("C", "15/05/2025", ""), ("C", "20/06/2025", ""),
            ("W", "20/06/2025", ""), ("", "21/06/2025", ""), ("Z", "21/06/2025", ""),
        ])

    @Test func `of a merger in the middle of a quarter, one total in both`() throws {
        #expect(
            try Self.merger.lines("agency", "unit", "unit_restated", period: "2025-Q2") == [
                "2025-Q2 agency H56 8/1 ok",
                "2025-Q2 unit A 2/1 ok", "2025-Q2 unit B 1/1 ok", "2025-Q2 unit C 2/1 ok",
                "2025-Q2 unit W 1/1 ok", "2025-Q2 unit Z 1/1 ok", "2025-Q2 unit (none) 1/1 ok",
                "2025-Q2 unit_restated C 5/1 ok", "2025-Q2 unit_restated W 1/1 ok",
                "2025-Q2 unit_restated Z 1/1 ok", "2025-Q2 unit_restated (none) 1/1 ok",
            ])
    }

    @Test func `by the tree in force at the row's date`() throws {
        #expect(
            try Self.merger.lines("unit_level", "unit_parent", period: "2025-Q2") == [
                "2025-Q2 unit_level commune 1/1 ok", "2025-Q2 unit_level department 5/1 ok",
                "2025-Q2 unit_level (none) 2/1 ok",
                "2025-Q2 unit_parent H56 6/1 ok", "2025-Q2 unit_parent (none) 2/1 ok",
            ])
    }

    @Test func `of a code that was given anew tell one unit from the other`() throws {
        let desk = UnitDesk(
            units: """
                P,Phường P,,commune,,2025-07-01
                P,Phường mới,,ward,2025-07-01,
                Q,Phường Q,,commune,,2025-07-01

                """,
            succession: """
                P,2025-07-01,P,2025-07-01,merge,,QĐ 19/2025/QĐ-TTg
                Q,2025-07-01,P,2025-07-01,merge,,QĐ 19/2025/QĐ-TTg

                """,
            cases: [
                ("P", "01/07/2025", ""), ("P", "30/06/2025", "30/06/2025"),
                ("P", "30/06/2025", "02/07/2025"), ("Q", "30/06/2025", ""),
            ])
        #expect(
            try desk.lines("unit_reported", "unit_restated", "unit_level") == [
                "2025-Q2 unit_level commune 2/1 ok", "2025-Q2 unit_level ward 1/1 ok",
                "2025-Q2 unit_reported P 1/1 ok", "2025-Q2 unit_reported P@2025-07-01 1/1 ok",
                "2025-Q2 unit_reported Q 1/1 ok", "2025-Q2 unit_restated P 3/1 ok",
                "2025-Q3 unit_level ward 1/1 ok", "2025-Q3 unit_reported P 1/1 ok",
                "2025-Q3 unit_restated P 1/1 ok",
            ])
    }

    /// A unit is divided, and one of those that received a part is merged later.
    private static let division = UnitDesk(
        units: """
            S,Sở S,,department,,2025-05-01
            T,Sở T,,department,2025-05-01,2025-09-01
            U,Sở U,,department,,
            V,Sở V,,department,2025-09-01,

            """,
        succession: """
            S,2025-05-01,T,2025-05-01,split,1/3,NQ 1
            S,2025-05-01,U,2025-05-01,split,0.5,NQ 1
            T,2025-09-01,V,2025-09-01,merge,,NQ 2

            """,
        value: "numerator: count(*) filter (where resolved_at is not null)\n"
            + "denominator: count(*)",
        cases: [
            ("S", "02/04/2025", "03/04/2025"), ("S", "02/04/2025", "03/04/2025"),
            ("S", "03/04/2025", "03/04/2025"), ("S", "03/04/2025", ""), ("S", "04/04/2025", ""),
            ("S", "05/04/2025", ""), ("T", "14/05/2025", ""), ("U", "15/05/2025", "15/05/2025"),
            ("T", "15/07/2025", ""), ("U", "15/07/2025", ""), ("V", "15/09/2025", ""),
        ])

    @Test func `of a division are withheld, its receivers estimates while it lasts`() throws {
        #expect(
            try Self.division.lines("unit_restated") == [
                "2025-Q2 unit_restated S 3/6 withheld", "2025-Q2 unit_restated U 1/1 estimated",
                "2025-Q2 unit_restated V 0/1 estimated",
                "2025-Q3 unit_restated U 0/1 ok", "2025-Q3 unit_restated V 0/2 ok",
            ])
    }

    @Test func `of a division are given away by shares, and the remainder shown`() throws {
        var desk = Self.division
        desk.split = "estimate"
        // S has 3 of 6: V receives 1 of 2, U 3/2 of 3, and 1/2 of 1 is left.
        #expect(
            try desk.lines("unit_restated", period: "2025-Q2") == [
                "2025-Q2 unit_restated S 0.5/1 withheld",
                "2025-Q2 unit_restated U 2.5/4 estimated",
                "2025-Q2 unit_restated V 1/3 estimated",
            ])
        let figures = try desk.figures().filter { $0.level == "unit_restated" }
        #expect(figures.map(\.value).prefix(3) == ["", "0.625", "0.333333333333"])
        #expect(figures.map(\.met).prefix(3) == [nil, nil, nil])
    }

    @Test func `of a division cannot be given away where values do not add up`() throws {
        var desk = Self.division
        desk.split = "estimate"
        desk.value = "value: max(resolved_at - accepted_at)"
        let lines = try desk.lines("unit_restated", period: "2025-Q2")
        #expect(lines.first == "2025-Q2 unit_restated S 86400/1 withheld")
    }

    @Test func `of values that are null in some unit are no sum, and stop nothing`() throws {
        var desk = Self.division
        desk.split = "estimate"
        desk.value = "value: sum(resolved_at - accepted_at)"
        let lines = try desk.lines("unit_restated", period: "2025-Q2")
        // S has two days, of which U gets half and V a third; that leaves a third of a day.
        #expect(
            lines == [
                "2025-Q2 unit_restated S 28800/1 withheld",
                "2025-Q2 unit_restated U 86400/1 estimated",
                "2025-Q2 unit_restated V 57600/1 estimated",
            ])
        desk.value = "value: sum(resolved_at - accepted_at) + sum(accepted_at - accepted_at)"
        #expect(
            try desk.lines("unit_restated", period: "2025-Q2").first?.hasPrefix("2025-Q2") == true)
    }

    @Test func `of shares too fine for exact numbers are withheld`() throws {
        var desk = Self.division
        desk.split = "estimate"
        // A chain of divisions whose shares have nothing in common, each with 15 digits.
        desk.units =
            (0...4).map {
                "S\($0),Sở,,o,\($0 == 0 ? "" : "2025-0\($0 + 4)-01"),2025-0\($0 + 5)-01\n"
            }.joined() + "U,Sở U,,o,,\nT,Sở T,,o,,\n"
        let primes = [
            "999999999999989", "999999999999947", "999999999999883", "999999999999877",
        ]
        desk.succession =
            primes.enumerated().map { number, prime in
                let day = "2025-0\(number + 5)-01"
                return "S\(number),\(day),S\(number + 1),\(day),split,1/\(prime),NQ\n"
                    + "S\(number),\(day),U,\(day),split,1/3,NQ\n"
            }.joined() + "S4,2025-09-01,T,2025-09-01,merge,,NQ\n"
        desk.cases = [("S0", "02/04/2025", "03/04/2025"), ("U", "02/04/2025", "")]
        #expect(
            try desk.lines("unit_restated", period: "2025-Q2") == [
                "2025-Q2 unit_restated S0 1/1 withheld", "2025-Q2 unit_restated U 0/1 estimated",
            ])
    }

    @Test func `name rows of units that were not in force`() throws {
        var desk = Self.merger
        desk.cases = [
            ("A", "15/05/2025", ""), ("A", "14/05/2025", "20/05/2025"), ("C", "14/05/2025", ""),
            ("C", "14/05/2025", "15/05/2025"), ("W", "01/01/2020", ""), ("A", "", ""),
        ]
        let dataset = try desk.dataset()
        #expect(dataset.findingTexts == ["N-050 1 unit", "N-050 3 unit"])
        #expect(dataset.findings.map(\.value) == ["A", "C"])
        #expect(
            dataset.findings.map(\.hint) == [
                "accepted_at 2025-05-15 00:00:00, in force until 2025-05-15",
                "accepted_at 2025-05-14 00:00:00, in force from 2025-05-15",
            ])
        // They count all the same, under what became of the unit.
        #expect(
            try desk.lines("unit_restated", "unit_level", period: "2025-Q2") == [
                "2025-Q2 unit_level department 4/1 ok", "2025-Q2 unit_restated C 4/1 ok",
            ])
    }
}
