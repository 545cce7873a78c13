import Foundation
import Pipeline
import Testing

/// Official tables: filled from KPIs, checked before anything is published.
@Suite struct `Form II.06` {
    @Test func `of the sample has the totals that the world's truth gives`() throws {
        let scratch = try NightFolder()
        try Night(pipeline: nightly).run(into: scratch.workspace)
        let published = Published(scratch.workspace)
        let rows = try published.table("forms.csv")
        let truth = plainRecords(
            [UInt8](
                try Data(contentsOf: URL(fileURLWithPath: repository + "/sample-data/truth.csv")))
        ).map(\.texts)
        let expected = Dictionary(
            uniqueKeysWithValues: truth.filter { $0[0] == "figures" }.map { ($0[1], $0[2]) })
        let totals = rows.filter { $0["kind"] == "total" }
        #expect(totals.count == 19 * 2, "every period, by field and by unit")
        for total in totals {
            for (column, kpi) in formColumns {
                let name = "\(kpi) \(total["period"] ?? "") value"
                #expect(total["\(column)"] == expected[name], "\(name)")
            }
        }
        try compareSums(rows)
        #expect(
            Set(rows.filter { $0["kind"] == "banner" }.map { $0["title"] ?? "" })
                == ["Sở, ban, ngành", "Cấp xã"])
        #expect(try verify(VerificationRequest(workspace: scratch.workspace, threads: 2)).holds)
    }

    /// The sums of the form in every row, and the rows against the total, added up here.
    private func compareSums(_ rows: [[String: String]]) throws {
        var sums: [String: [Int]] = [:]
        for row in rows where row["kind"] != "banner" {
            let counts = try (3...13).map { try #require(Int(row["\($0)"] ?? "")) }
            let cells = [0, 0, 0] + counts
            #expect(cells[3] == cells[4] + cells[5] + cells[6])
            #expect(cells[7] == cells[8] + cells[9] + cells[10])
            #expect(cells[11] == cells[12] + cells[13])
            #expect(cells[3] == cells[7] + cells[11])
            let table = "\(row["period"] ?? "") \(row["by"] ?? "")"
            let sum = sums[table] ?? counts.map { _ in 0 }
            if row["kind"] == "total" {
                #expect(sum == counts, "\(table)")
            } else {
                sums[table] = zip(sum, counts).map { $0 + $1 }
            }
        }
    }

    /// Every state that a row can be in, and some that it cannot.
    @Test func `puts each state of a row into one column of each sum`() throws {
        let scratch = try NightFolder()
        let states = RowState.all
        let pipeline = try FormFolder.write(in: scratch, cases: states.map(\.line))
        try Night(pipeline: pipeline).run(into: scratch.workspace)
        let rows = try Published(scratch.workspace).table("forms.csv")
        for month in 1...12 {
            var expected: [Int: Int] = [:]
            for state in states {
                for column in state.columns(in: month) { expected[column, default: 0] += 1 }
            }
            let name = "2025-\(month < 10 ? "0" : "")\(month)"
            let total = try #require(
                rows.first { $0["period"] == name && $0["kind"] == "total" })
            for column in 3...13 {
                #expect(total["\(column)"] == "\(expected[column] ?? 0)", "\(name), \(column)")
            }
        }
        #expect(states.count == 10_080)
    }

    @Test func `that does not add up publishes nothing and names cells and cases`() throws {
        let scratch = try NightFolder()
        // A case without a channel came to the counter: this copy has forgotten it.
        let pipeline = try FormFolder.write(
            in: scratch,
            cases: [
                "A1,U1,processing,online,05/02/2025,,,,", "A2,U1,processing,,06/02/2025,,,,",
                "A3,U2,returned,direct,07/02/2025,08/02/2025,08/02/2025,,",
            ]
        ) { name, text in
            name == "ii06-received-direct"
                ? text.replacing(
                    "(channel is null or channel <> 'online')", with: "channel <> 'online'")
                : text
        }
        let error = #expect(throws: RunError.self) {
            try Night(pipeline: pipeline).run(into: scratch.workspace)
        }
        let report = try #require(error).report
        #expect(try #require(error).status == .planUnusable)
        #expect(
            report.prefix(2) == [
                "error: form II.06, 2025-02, unit U1: 3 = 4 + 5 + 6 does not hold: 2, but "
                    + "1 + 0 + 0 = 1",
                "  cases.csv record 2 is counted in column 3 only",
            ])
        #expect(report.contains { $0.contains("`minhbach explain ii06-total/2025-02/unit/U1`") })
        #expect(report.last == "nothing was published; what was published before stays")
        #expect(!FileManager.default.fileExists(atPath: scratch.workspace + "/current"))
    }

    @Test func `of one province calls in time what waits and what was withdrawn`() throws {
        let scratch = try NightFolder()
        let pipeline = try FormFolder.write(
            in: scratch,
            cases: [
                // Waiting and overdue; withdrawn late; stopped late; finished late; open overdue.
                "A1,U1,waiting_supplement,online,03/02/2025,10/02/2025,,,",
                "A2,U1,withdrawn,direct,03/02/2025,10/02/2025,12/02/2025,,",
                "A3,U1,stopped,direct,03/02/2025,10/02/2025,12/02/2025,,",
                "A4,U1,returned,direct,03/02/2025,10/02/2025,12/02/2025,,",
                "A5,U1,processing,direct,03/02/2025,10/02/2025,,,",
            ], forms: ["ii-06", "ii-06-thanh-hoa"])
        try Night(pipeline: pipeline).run(into: scratch.workspace)
        let rows = try Published(scratch.workspace).table("forms.csv").filter {
            $0["period"] == "2025-02" && $0["kind"] == "total"
        }
        func counts(_ form: String) -> [String] {
            let row = rows.first { $0["form"] == form } ?? [:]
            return (3...13).map { row["\($0)"] ?? "" }
        }
        #expect(counts("II.06") == ["5", "1", "4", "0", "3", "0", "0", "3", "2", "0", "2"])
        #expect(counts("II.06-TH") == ["5", "1", "4", "0", "3", "0", "2", "1", "2", "1", "1"])
    }

    @Test func `is sealed again on a night without changes`() throws {
        let scratch = try NightFolder()
        let pipeline = try FormFolder.write(
            in: scratch, cases: ["A1,U1,processing,online,05/02/2025,,,,"])
        var night = Night(pipeline: pipeline)
        night.now = "2031-01-05T02:00:00"
        try night.run(into: scratch.workspace)
        let fresh = try Published(scratch.workspace).bytes("forms.csv")
        night.now = "2031-01-06T02:00:00"
        try night.run(into: scratch.workspace)
        #expect(try Published(scratch.workspace).bytes("forms.csv") == fresh)
        #expect(try verify(VerificationRequest(workspace: scratch.workspace, threads: 1)).holds)
    }
}

/// The KPI of each column.
private let formColumns = [
    3: "ii06-total", 4: "ii06-received-online", 5: "ii06-received-direct",
    6: "ii06-carried-over", 7: "ii06-resolved", 8: "ii06-resolved-early",
    9: "ii06-resolved-on-time", 10: "ii06-resolved-late", 11: "ii06-open",
    12: "ii06-open-in-time", 13: "ii06-open-overdue",
]
