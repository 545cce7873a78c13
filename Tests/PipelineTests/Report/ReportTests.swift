import Pipeline
import Testing

@Suite struct `What is shown` {
    @Test func `a table is aligned by what the eye counts`() {
        var table = TextTable(["đơn vị", "n"], [.left, .right])
        table.append(["Sở Nội vụ", "7"])
        table.append(["A", "1234"])
        #expect(
            table.lines == [
                "đơn vị        n", "─────────  ────", "Sở Nội vụ     7", "A          1234",
            ])
    }

    @Test func `a table without rows is its header`() {
        #expect(TextTable(["a", "bc"], [.left, .left]).lines == ["a  bc", "─  ──"])
    }

    @Test func `no line of a table ends in spaces`() {
        var table = TextTable(["a", "b"], [.left, .left])
        table.append(["long", ""])
        #expect(table.lines.allSatisfy { !$0.hasSuffix(" ") })
    }

    private static let line = [
        "on-time", "1", "2025-06", "2025-06-01 00:00:00", "2025-07-01 00:00:00", "unit", "H56.14",
        "1", "2", "50", "50.0%", "ok", "95", "false",
    ]

    @Test(arguments: [
        (ResultsFilter(), true),
        (ResultsFilter(kpi: "on-time", period: "2025-06", level: "unit", member: "H56.14"), true),
        (ResultsFilter(status: "ok"), true),
        (ResultsFilter(kpi: "on"), false),
        (ResultsFilter(period: "2025"), false),
        (ResultsFilter(level: "agency"), false),
        (ResultsFilter(member: "H56"), false),
        (ResultsFilter(kpi: "on-time", status: "no-cases"), false),
    ])
    func `a filter admits what equals all its parts`(filter: ResultsFilter, admits: Bool) {
        #expect(filter.admits(Self.line) == admits)
    }

    @Test func `JSON has numbers, truth values and nulls where they belong`() {
        var line = Self.line
        line[10] = ""
        line[6] = "a\"\\\u{1}"
        #expect(
            resultsJSON([line]) == """
                {"kpi":"on-time","version":1,"period":"2025-06","start":"2025-06-01 00:00:00",\
                "end":"2025-07-01 00:00:00","level":"unit","member":"a\\"\\\\\\u0001",\
                "numerator":1,"denominator":2,"value":"50","shown":null,"status":"ok",\
                "target":"95","met":false}

                """)
    }

    @Test func `CSV has the lines as they were sealed`() {
        #expect(
            resultsCSV([Self.line]) == Results.header.joined(separator: ",") + "\n"
                + Self.line.joined(separator: ",") + "\n")
    }

    @Test(
        arguments: [
            ("on-time/2025-06", ["on-time", "2025-06", "agency"]),
            ("on-time/2025-06/agency", ["on-time", "2025-06", "agency"]),
            ("on-time/2025-06/unit/H56.14", ["on-time", "2025-06", "unit", "H56.14"]),
            ("on-time/2025-06/field/a/b", ["on-time", "2025-06", "field", "a/b"]),
            ("on-time", nil), ("on-time/", nil), ("/2025", nil), ("on-time/2025-06/unit", nil),
            ("on-time/2025-06/unit/", nil), ("", nil),
        ] as [(String, [String]?)])
    func `a figure is named by KPI, period, level and member`(text: String, parts: [String]?) {
        let name = FigureName(text)
        let found = name.map { [$0.kpi, $0.period, $0.level] + ($0.member.map { [$0] } ?? []) }
        #expect(found == parts)
    }
}
