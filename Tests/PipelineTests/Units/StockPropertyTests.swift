import Columnar
import Pipeline
import Testing

/// The ledger against a twin that goes through every case for every instant.
@Suite struct `Ledgers of random cases` {
    private typealias Row = StockDesk.Row

    private static let statuses = ["open", "done", "handed", "gone", "ended", ""]
    private static let months = (1...6).map { "2025-0\($0)" }

    private static func day(_ random: inout SeededRandom) -> String {
        if Int.random(in: 0..<6, using: &random) == 0 { return "" }
        let month = Int.random(in: 1...8, using: &random)
        return "1\(Int.random(in: 0...9, using: &random))/0\(month)/2025"
    }

    private static func rows(_ random: inout SeededRandom) -> [Row] {
        (0..<Int.random(in: 0...40, using: &random)).map { number in
            Row(
                id: "C\(number)", unit: ["A", "B", "", "C"].randomElement(using: &random) ?? "",
                status: statuses.randomElement(using: &random) ?? "",
                accepted: day(&random), resolved: day(&random))
        }
    }

    /// The number of the month of a day `dd/MM/2025`; nil for none.
    private static func month(_ day: String) -> Int? {
        day.isEmpty ? nil : Int(day.dropFirst(3).prefix(2))
    }

    private static func isThere(_ row: Row, at month: Int) -> Bool {
        guard let came = Self.month(row.accepted), came < month else { return false }
        if let went = Self.month(row.resolved) { return went >= month }
        return row.status == "open" || row.status.isEmpty
    }

    /// Every line that is not empty, as the program should write it.
    private static func expected(_ rows: [Row]) -> Set<String> {
        var lines: Set<String> = []
        let cohorts = [nil] + (1...8).map { Optional($0) }
        for month in 1...6 {
            for (member, own) in [("H56", rows)]
                + ["A", "B", "C", ""].map({ unit in (unit, rows.filter { $0.unit == unit }) })
            {
                for cohort in cohorts {
                    let those = own.filter { Self.month($0.accepted) == cohort }
                    let opening = those.filter { isThere($0, at: month) }.count
                    let closing = those.filter { isThere($0, at: month + 1) }.count
                    let received = cohort == month ? those.count : 0
                    let left = those.filter { Self.month($0.resolved) == month }
                    let withdrawn = left.filter { ["gone", "ended"].contains($0.status) }.count
                    let finished = left.count - withdrawn
                    if [opening, closing, received, withdrawn, finished] == [0, 0, 0, 0, 0] {
                        continue
                    }
                    let residue = opening + received - finished - withdrawn - closing
                    lines.insert(
                        "2025-0\(month) \(member.isEmpty ? "(none)" : member) "
                            + "\(cohort.map { "2025-0\($0)" } ?? "(none)") "
                            + "\(opening)+\(received)-\(finished)-\(withdrawn)=\(closing)"
                            + (residue == 0 ? "" : " residue \(residue)"))
                }
            }
        }
        return lines
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func `are those of the twin`(seed: UInt64) throws {
        var random = SeededRandom(state: seed)
        let desk = StockDesk(rows: Self.rows(&random))
        let ledger = try desk.ledger(threads: Int(seed % 3) + 1)
        let lines = ledger.filter { $0.cohort != StockLine.all }.map(\.short)
        #expect(Set(lines) == Self.expected(desk.rows), "seed \(seed)")
        #expect(Set(lines).count == lines.count, "seed \(seed)")
        // What opens is what closed, member by member and cohort by cohort.
        for line in ledger where line.period.name != "2025-01" {
            let before = Self.months[(Self.months.firstIndex(of: line.period.name) ?? 1) - 1]
            let closing = ledger.first {
                $0.period.name == before && $0.level == line.level && $0.member == line.member
                    && $0.cohort == line.cohort
            }?.closing
            #expect(line.opening == closing ?? 0, "seed \(seed) \(line.short)")
        }
        // The cases that are named make up the residue, no more and no less.
        var residues: [String: Int] = [:]
        for named in try desk.snapshot().breaks where Self.months.contains(named.period) {
            residues["\(named.period) \(named.cohort)", default: 0] += named.residue
        }
        for line in ledger where line.level == "agency" && line.cohort != StockLine.all {
            let named = residues["\(line.period.name) \(line.cohort)"] ?? 0
            #expect(line.residue == named, "seed \(seed) \(line.short)")
        }
    }

    @Test(arguments: 100..<112 as Range<UInt64>)
    func `of two nights differ by the cases that are named`(seed: UInt64) throws {
        var random = SeededRandom(state: seed)
        let old = StockDesk(rows: Self.rows(&random))
        var new = old
        new.rows = old.rows.compactMap { row in
            var row = row
            switch Int.random(in: 0..<6, using: &random) {
            case 0: return nil
            case 1: row.accepted = Self.day(&random)
            case 2: row.resolved = Self.day(&random)
            case 3: row.status = Self.statuses.randomElement(using: &random) ?? ""
            default: break
            }
            return row
        }
        new.rows.append(Row(id: "new", accepted: Self.day(&random), resolved: Self.day(&random)))
        let (before, after) = (try old.ledger(), try new.ledger())
        let (earlier, later) = (try old.snapshot(), try new.snapshot())
        for month in Self.months {
            let period = try #require(Period(named: month))
            var named: [String: Int] = [:]
            for change in later.changes(since: earlier, in: period) {
                named[change.cohort, default: 0] += change.residue
            }
            func closing(_ ledger: [StockLine], _ cohort: String) -> Int {
                ledger.first {
                    $0.level == "agency" && $0.period.name == month && $0.cohort == cohort
                }?.closing ?? 0
            }
            for cohort in (1...8).map({ "2025-0\($0)" }) {
                #expect(
                    closing(before, cohort) - closing(after, cohort) == named[cohort] ?? 0,
                    "seed \(seed) \(month) \(cohort)")
            }
        }
    }
}
