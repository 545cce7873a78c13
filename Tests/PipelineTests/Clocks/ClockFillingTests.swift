import Columnar
import Pipeline
import Testing

/// The columns that clocks fill, of cases that one can reckon by hand.
@Suite struct `Clocks fill` {
    private let columns = [
        "due_first", "due_promised", "due_gross", "due_computed", "supplements", "paused",
        "paused_at",
    ]

    /// The clock columns of each case.
    private func rows(_ desk: ClockDesk) throws -> [[String]] {
        let table = try #require(try desk.dataset().table("case")).whole
        return (0..<table.rowCount).map { row in
            columns.map { table[$0].map { $0.text(row) } ?? "no column" }
        }
    }

    @Test func `due dates and pauses of a case`() throws {
        var desk = ClockDesk()
        desk.cases = [
            "A1,P1,H56.01,d,2025-06-02 09:00:00,2025-06-18 14:00:00,2025-06-12 10:00:00,",
            "A2,P2,H56.01,d,2025-06-02 09:00:00,2025-06-03 09:00:00,,",
            "A3,P3,H56.01,d,2025-06-02 09:00:00,,2025-06-02 09:30:00,",
            "A4,P1,H56.01,d,,,,",
        ]
        desk.pauses = ["A1,2025-06-04 10:00:00,2025-06-11 14:00:00,2025-06-09 09:00:00"]
        #expect(
            try rows(desk) == [
                [
                    "2025-06-09 09:00:00", "2025-06-09 09:00:00", "2025-06-09 09:00:00",
                    "2025-06-18 14:00:00", "1", "151200", "2025-06-04 10:00:00",
                ],
                [
                    "2025-06-03 09:00:00", "2025-06-03 09:00:00", "2025-06-03 09:00:00",
                    "2025-06-03 09:00:00", "0", "0", "∅",
                ],
                ["∅", "∅", "∅", "∅", "0", "0", "∅"],
                ["∅", "∅", "∅", "∅", "0", "∅", "∅"],
            ])
    }

    @Test func `a notice that comes late moves the rebuilt date and not the promised one`() throws {
        var desk = ClockDesk()
        desk.cases = [
            "A1,P1,,d,2025-12-24 09:00:00,,,", "A2,P1,,d,2025-12-25 09:00:00,,,",
            "A3,P1,,d,2025-12-31 09:00:00,,,", "A4,P2,,d,2025-12-31 16:00:00,,,",
        ]
        let dues = try rows(desk).map { [$0[1], $0[2], $0[3]] }
        #expect(
            dues == [
                // 25, 26, 29, 30, 31 December: the notice is of no account.
                ["2025-12-31 09:00:00", "2025-12-31 09:00:00", "2025-12-31 09:00:00"],
                ["2026-01-05 09:00:00", "2026-01-05 09:00:00", "2026-01-05 09:00:00"],
                ["2026-01-09 09:00:00", "2026-01-09 09:00:00", "2026-01-09 09:00:00"],
                ["2026-01-05 16:00:00", "2026-01-05 16:00:00", "2026-01-05 16:00:00"],
            ])
        desk.cases = ["A1,P1,,d,2025-12-24 17:30:00,,,", "A2,P1,,d,2025-12-24 16:00:00,,,"]
        desk.procedures = desk.procedures.replacing(",5,working_day", by: ",10,working_day")
        let crossing = try rows(desk).map { [$0[1], $0[2]] }
        #expect(
            crossing == [
                ["2026-01-09 07:00:00", "2026-01-10 07:00:00"],
                ["2026-01-08 16:00:00", "2026-01-09 16:00:00"],
            ])
        desk.calendar = desk.calendar.replacing(
            "years:", by: "make_up_counts: {working_time: true, due: false}\nyears:")
        let without = try rows(desk).map { [$0[1], $0[2]] }
        #expect(
            without == [
                ["2026-01-09 07:00:00", "2026-01-12 07:00:00"],
                ["2026-01-08 16:00:00", "2026-01-09 16:00:00"],
            ])
    }

    @Test func `a unit has its own hours`() throws {
        var desk = ClockDesk()
        desk.calendar = desk.calendar.replacing(
            "years:",
            by: """
                units:
                  H56.01:
                    - {hours: {monday: ["08:00-12:00"], tuesday: ["08:00-12:00"]}}
                    - {valid: {from: 2025-07-01}, hours: {monday: ["08:00-10:00"]}}
                years:
                """)
        desk.cases = [
            "A1,P2,H56,d,2025-06-02 09:00:00,,,", "A2,P2,H56.01,d,2025-06-02 09:00:00,,,",
            "A3,P2,H56.01,d,2025-06-30 09:00:00,,,",
        ]
        desk.pauses = ["A2,2025-06-02 09:00:00,2025-06-02 11:00:00,"]
        let rows = try rows(desk).map { [$0[2], $0[5]] }
        #expect(
            rows == [
                ["2025-06-03 09:00:00", "0"], ["2025-06-09 09:00:00", "7200"],
                ["2025-07-21 09:00:00", "0"],
            ])
    }

    @Test func `the most special term counts, by the day of acceptance`() throws {
        var desk = ClockDesk()
        desk.clocks += "\nterms: terms.csv\n"
        desk.terms = """
            procedure,unit,channel,from,until,term,term_unit,basis
            P1,,online,2025-07-01,,8,working_hour,QĐ 1
            P1,H56.01,,2025-07-01,2026-01-01,2,working_day,QĐ 2
            P1,H56.01,,2026-01-01,,3,working_day,QĐ 3
            ,,direct,,,1,day,QĐ 4
            P3,,,,,1,month,QĐ 5

            """
        desk.cases = [
            "A1,P1,H56,o,2025-06-02 09:00:00,,,", "A2,P1,H56,o,2025-07-01 09:00:00,,,",
            "A3,P1,H56.01,o,2025-07-01 09:00:00,,,", "A4,P1,H56.01,d,2026-03-02 09:00:00,,,",
            "A5,P3,H56,d,2025-07-01 09:00:00,,,", "A6,,H56,d,2025-07-01 09:00:00,,,",
            "A7,,H56,o,2025-07-01 09:00:00,,,",
        ]
        #expect(
            try rows(desk).map { $0[2] } == [
                "2025-06-09 09:00:00", "2025-07-02 09:00:00", "2025-07-03 09:00:00",
                "2026-03-05 09:00:00", "2025-08-01 09:00:00", "2025-07-02 09:00:00", "∅",
            ])
    }

    @Test(
        arguments: [
            ("restart", "2025-06-18 14:00:00"), ("subtract", "2025-06-16 11:00:00"),
            ("shift", "2025-06-16 17:00:00"),
        ])
    func `policies are data`(policy: String, due: String) throws {
        var desk = ClockDesk()
        desk.clocks = desk.clocks.replacing("policy: restart", by: "policy: \(policy)")
        desk.cases = ["A1,P1,,d,2025-06-02 09:00:00,,,"]
        desk.pauses = ["A1,2025-06-04 10:00:00,2025-06-11 14:00:00,"]
        #expect(try rows(desk)[0][3] == due)
    }

    @Test func `the rule of the day of acceptance counts`() throws {
        var desk = ClockDesk()
        desk.clocks = """
            clocks: desk
            version: 2
            end_of: end-of-day
            pauses:
              - {table: pauses, from: asked, to: answered, kind: supplement, basis: Điều 19,
                 policy: restart, valid: {until: 2025-07-01}}
              - {table: pauses, from: asked, to: answered, kind: payment, basis: Điều 20,
                 policy: subtract, valid: {from: 2025-07-01}}
            """
        desk.cases = ["A1,P1,,d,2025-06-30 09:00:00,,,", "A2,P1,,d,2025-07-01 09:00:00,,,"]
        desk.pauses = [
            "A1,2025-07-01 10:00:00,2025-07-02 10:00:00,",
            "A2,2025-07-02 10:00:00,2025-07-03 10:00:00,",
        ]
        let rows = try rows(desk).map { [$0[3], $0[4]] }
        #expect(rows == [["2025-07-09 23:59:59", "1"], ["2025-07-09 23:59:59", "0"]])
    }

    @Test func `a pause without an end stands until the result or the horizon`() throws {
        var desk = ClockDesk()
        desk.cases = [
            "A1,P1,,d,2025-06-02 09:00:00,,2025-06-05 10:00:00,",
            "A2,P1,,d,2025-06-02 09:00:00,,,",
        ]
        desk.pauses = ["A1,2025-06-04 10:00:00,,", "A2,2025-06-04 10:00:00,,"]
        #expect(try rows(desk).map { $0[3] } == ["2025-06-12 10:00:00", "2025-06-09 09:00:00"])
        desk.horizon = parseInstant("2025-06-06 10:00:00")
        #expect(
            try rows(desk).map { [$0[3], $0[5]] } == [
                ["2025-06-12 10:00:00", "28800"], ["2025-06-13 10:00:00", "57600"],
            ])
    }

    @Test func `what cannot be reckoned is a finding, not a guess`() throws {
        var desk = ClockDesk()
        desk.cases = [
            "A1,P1,,d,2026-12-30 09:00:00,,,", "A2,P1,,d,2026-12-31 09:00:00,,,",
            "A3,P9,,d,2025-06-02 09:00:00,,,", "A4,P3,,d,2025-06-02 09:00:00,,,",
            "A5,P1,,d,2024-06-03 09:00:00,,,", "A6,P1,,d,2025-06-02 09:00:00,,,",
        ]
        desk.pauses = [
            "A6,2025-06-04 10:00:00,2025-06-03 10:00:00,", "A6,,2025-06-03 10:00:00,", "A6,,,",
        ]
        let dataset = try desk.dataset()
        let findings = dataset.findings.map {
            [$0.code.rawValue, $0.value ?? "", $0.hint ?? ""].joined(separator: " ")
        }
        #expect(
            findings == [
                "N-042 2025-06-03 10:00:00 asked 2025-06-04 10:00:00",
                "N-043 2025-06-03 10:00:00 ", "N-040 P3 1 case", "N-040 P9 1 case",
                "N-041 2024 1 case", "N-041 2027 2 cases",
            ])
        desk.clocks += "\nwithout_term: immediate\n"
        let codes = try desk.dataset().findings.filter { $0.code == .procedureWithoutTerm }
        #expect(codes.map(\.value) == ["P9"])
        let due = try #require(dataset.table("case")).whole["due_computed"]
        #expect(due?.text(5) == "2025-06-09 09:00:00")
        #expect((0..<5).allSatisfy { due?.number($0) == missing })
    }

    @Test func `nothing is filled that nobody asks for`() throws {
        var desk = ClockDesk()
        desk.cases = ["A1,P1,,d,2025-06-02 09:00:00,,,"]
        desk.value = "count(*)"
        let dataset = try desk.dataset()
        #expect(dataset.clocks != nil)
        let asked = try #require(dataset.table("case")).whole
        #expect(asked["supplements"] == nil)
    }
}
