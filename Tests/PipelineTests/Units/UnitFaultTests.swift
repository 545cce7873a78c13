import Pipeline
import Testing

@Suite struct `Units through time` {
    private static let units = """
        H56,Tỉnh,,province,,
        A,Sở A,H56,department,,2025-05-15
        B,Sở B,H56,department,,2025-05-15
        C,Sở C,H56,department,2025-05-15,

        """
    private static let merger = """
        A,2025-05-15,C,2025-05-15,merge,,NQ 1
        B,2025-05-15,C,2025-05-15,merge,,NQ 1

        """

    @Test func `and what became of them are without fault`() {
        #expect(UnitDesk(units: Self.units, succession: Self.merger).faults == [])
    }

    @Test(arguments: [
        // One code twice on one day, a gap, days in the wrong order, no day.
        ("X,Sở X,,department,,2025-03-01\nX,Sở X,,department,2025-02-01,\n", ["units.csv:7 P-805"]),
        ("X,Sở X,,department,,2025-03-01\nX,Sở X,,department,2025-04-01,\n", ["units.csv:7 P-806"]),
        ("X,Sở X,,department,2025-03-01,2025-03-01\n", ["units.csv:6 P-304"]),
        ("X,Sở X,,department,2025-3-1,\n", ["units.csv:6 P-302"]),
        ("X,Sở X,,department,,\nX,Sở X,,department,,\n", ["units.csv:7 P-305"]),
        // A parent that is not there all the time.
        ("X,Phòng X,A,office,,\n", ["units.csv:6 P-807"]),
        ("X,Phòng X,C,office,,2025-06-01\n", ["units.csv:6 P-807"]),
        ("X,Phòng X,A,office,,2025-05-15\nX,Phòng X,C,office,2025-05-15,\n", []),
        ("X,Phòng X,H5,office,,\n", ["units.csv:6 P-803 → H56"]),
        // A circle that there is only for a month.
        (
            "X,X,,o,,2025-02-01\nX,X,Y,o,2025-02-01,2025-03-01\nX,X,,o,2025-03-01,\nY,Y,X,o,,\n",
            ["units.csv:7 P-804"]
        ),
    ])
    func `that do not fit together`(more: String, faults: [String]) {
        #expect(UnitDesk(units: Self.units + more, succession: "").restatedLess.faults == faults)
    }

    @Test(arguments: [
        ("A,2025-05-15,C,2025-05-15,merge,,NQ 1\n", ["succession.csv:0 P-813"]),
        ("QQQQ,2025-05-15,C,2025-05-15,merge,,NQ 1\n" + merger, ["succession.csv:2 P-808"]),
        ("A,2025-05-16,C,2025-05-15,merge,,NQ 1\n" + merger, ["succession.csv:2 P-809"]),
        (merger + "B,2025-05-15,ZZZZ,2025-05-15,merge,,NQ\n", ["succession.csv:4 P-808"]),
        (
            "A,2025-05-15,C,2025-05-14,merge,,NQ 1\nB,2025-05-15,C,2025-05-15,merge,,NQ 1\n",
            ["succession.csv:2 P-810"]
        ),
        (
            "A,2025-05-15,B,2025-05-14,merge,,NQ 1\nB,2025-05-15,A,2025-05-14,merge,,NQ 1\n",
            ["succession.csv:2 P-811"]
        ),
        ("A,2025-05-15,,2025-05-15,abolition,,NQ\nB,2025-05-15,,2025-05-15,abolition,,NQ\n", []),
        (merger + "A,2025-05-15,,2025-05-15,merge,,NQ\n", ["succession.csv:4 P-208"]),
        (merger + "A,2025-05-15,C,2025-05-15,merge,,NQ 1\n", ["succession.csv:4 P-305"]),
        (merger + "A,2025-05-15,C,2025-05-15,marge,,NQ\n", ["succession.csv:4 P-301 → merge"]),
        (merger + "A,2025-05-15,H56,2025-05-15,split,1.5,NQ\n", ["succession.csv:4 P-302"]),
        (
            "A,2025-05-15,C,2025-05-15,split,1/2,NQ\nA,2025-05-15,H56,2025-05-15,split,2/3,NQ\n"
                + "B,2025-05-15,C,2025-05-15,merge,,NQ 1\n",
            ["succession.csv:2 P-812"]
        ),
    ])
    func `whose successions lead nowhere or in a circle`(table: String, faults: [String]) {
        let found = UnitDesk(units: Self.units, succession: table).faults
        #expect(Set(found) == Set(faults))
    }

    @Test func `need their files where a level asks for them`() {
        var desk = UnitDesk(units: Self.units)
        #expect(desk.faults == ["kpi.yaml:8 P-408"])
        desk.levels = "[unit_received_restated, unit_level]"
        #expect(desk.faults == ["kpi.yaml:8 P-408"])
        desk.levels = "[unit_parent, unit_received_level]"
        #expect(desk.faults == [])
    }

    @Test func `are told in sentences`() throws {
        let desk = UnitDesk(
            units: Self.units + "C,Sở C,,department,2025-06-01,\n",
            succession: "A,2025-05-15,C,2025-05-15,merge,,NQ 1\n")
        let files = desk.desk.planFiles.map { (name: $0.name, bytes: Array($0.text.utf8)) }
        let lines = Plan.load("desk.yaml", from: .archived(files)).faults.map { $0.line() }
        #expect(
            lines == [
                "succession.csv: warning P-813: 'B' ended on 2025-05-15, and no line says what "
                    + "came after it. Add a line; of kind abolition, without to_code, where "
                    + "nothing came after it.",
                "units.csv:6:1: error P-805: two units bear the code 'C' on the same day; the "
                    + "other stands at line 5. End one with `until` where the other begins.",
            ])
    }
}

extension UnitDesk {
    /// The desk without levels that need a succession table.
    fileprivate var restatedLess: UnitDesk {
        var desk = self
        desk.levels = "[agency, unit]"
        return desk
    }
}
