import Columnar
import Pipeline
import Testing

@Suite struct `The ledger of the stock` {
    private typealias Row = StockDesk.Row

    private static let sound = StockDesk(rows: [
        Row(id: "1", status: "done", accepted: "10/12/2024", resolved: "05/02/2025"),
        Row(id: "2", status: "done", accepted: "31/01/2025", resolved: "01/02/2025"),
        Row(id: "3", unit: "B", status: "gone", accepted: "01/02/2025", resolved: "28/02/2025"),
        Row(id: "4", unit: "B", accepted: "28/02/2025"),
        Row(id: "5", unit: "", status: "open"),
    ])

    @Test func `closes with what opened, came and went, a line a month of receipt`() throws {
        #expect(
            try Self.sound.lines().prefix(9) == [
                "2025-01 H56 (all) 1+1-0-0=2", "2025-01 H56 2024-12 1+0-0-0=1",
                "2025-01 H56 2025-01 0+1-0-0=1",
                "2025-02 H56 (all) 2+2-2-1=1", "2025-02 H56 2024-12 1+0-1-0=0",
                "2025-02 H56 2025-01 1+0-1-0=0", "2025-02 H56 2025-02 0+2-0-1=1",
                "2025-03 H56 (all) 1+0-0-0=1", "2025-03 H56 2025-02 1+0-0-0=1",
            ])
        #expect(
            try Self.sound.lines("unit", "(all)").prefix(4) == [
                "2025-01 A (all) 1+1-0-0=2", "2025-02 A (all) 2+0-2-0=0",
                "2025-02 B (all) 0+2-0-1=1", "2025-03 B (all) 1+0-0-0=1",
            ])
        #expect(try Self.sound.snapshot().breaks == [])
    }

    @Test func `shows what flows do not explain, and names the cases`() throws {
        var desk = StockDesk()
        desk.rows = [
            Row(id: "back", status: "done", accepted: "10/03/2025", resolved: "10/02/2025"),
            Row(id: "lost", status: "handed", accepted: "11/03/2025"),
            Row(id: "never", status: "ended", resolved: "12/03/2025"),
        ]
        #expect(
            try desk.lines().prefix(5) == [
                "2025-02 H56 (all) 0+0-1-0=0 residue -1",
                "2025-02 H56 2025-03 0+0-1-0=0 residue -1",
                "2025-03 H56 (all) 0+2-0-1=0 residue 1", "2025-03 H56 (none) 0+0-0-1=0 residue -1",
                "2025-03 H56 2025-03 0+2-0-0=0 residue 2",
            ])
        #expect(
            try desk.snapshot().breaks.map {
                "\($0.id) \($0.period) \($0.residue) \($0.reason.rawValue)"
            }
                == [
                    "back 2025-02 -1 closed before acceptance",
                    "back 2025-03 1 closed before acceptance",
                    "lost 2025-03 1 closed without a date", "never 2025-03 -1 never accepted",
                ])
    }

    @Test func `goes negative where a case is put in behind it, and names that case`() throws {
        var later = Self.sound
        later.rows.append(
            Row(id: "6", status: "done", accepted: "15/01/2025", resolved: "15/03/2025"))
        let february = try #require(Period(named: "2025-02"))
        let changes = try later.snapshot().changes(since: Self.sound.snapshot(), in: february)
        #expect(changes.map(\.id) == ["6"])
        #expect(changes.map(\.cohort) == ["2025-01"])
        #expect(changes.map(\.reason) == [.backDatedAcceptance])
        #expect(changes.map(\.residue) == [-1])
    }

    @Test func `tells why a case is gone or there again`() throws {
        let february = try #require(Period(named: "2025-02"))
        let old = StockDesk(rows: [
            Row(id: "closed", accepted: "01/02/2025"), Row(id: "gone", accepted: "02/02/2025"),
            Row(id: "dateless", accepted: "03/02/2025"), Row(id: "later", accepted: "04/02/2025"),
            Row(id: "again", status: "done", accepted: "05/02/2025", resolved: "06/02/2025"),
            Row(id: "moved", accepted: "07/02/2025"), Row(id: "same", accepted: "08/02/2025"),
        ])
        let new = StockDesk(rows: [
            Row(id: "closed", status: "done", accepted: "01/02/2025", resolved: "28/02/2025"),
            Row(id: "dateless", status: "done", accepted: "03/02/2025"),
            Row(id: "later", accepted: "04/03/2025"), Row(id: "again", accepted: "05/02/2025"),
            Row(id: "moved", accepted: "07/01/2025"),
            Row(id: "same", status: "done", accepted: "08/02/2025", resolved: "01/03/2025"),
        ])
        let changes = try new.snapshot().changes(since: old.snapshot(), in: february)
        #expect(
            changes.map { "\($0.id) \($0.cohort) \($0.residue) \($0.reason.rawValue)" } == [
                "again 2025-02 -1 reappeared", "closed 2025-02 1 back-dated closure",
                "dateless 2025-02 1 closed without a date", "gone 2025-02 1 vanished",
                "later 2025-02 1 acceptance moved", "moved 2025-02 1 acceptance moved",
                "moved 2025-01 -1 acceptance moved",
            ])
    }

    @Test func `is not written where none is asked for`() throws {
        let desk = StockDesk(stock: "")
        #expect(
            try compute(desk.desk.plan(), desk.dataset(), asOf: desk.asOf, threads: 1).stock == nil)
    }

    @Test(arguments: [
        ("stock: {table: cases}", "unknown"),
        ("stock: {opened: unit}", "'unit' is not for a ledger"),
        ("stock: {closd: resolved_at}", "unknown key 'closd'"),
        ("stock: {closed: resolved}", "table case has no column 'resolved'"),
        ("stock: {levels: [accepted_at]}", "'accepted_at' is not for a ledger"),
        ("stock: {withdrawn: [resolved]}", "'resolved' has two meanings"),
    ])
    func `is refused where its rule cannot be followed`(rule: String, message: String) {
        let files = StockDesk(stock: rule).desk.planFiles
        let loaded = Plan.load(
            "desk.yaml", from: .archived(files.map { (name: $0.name, bytes: Array($0.text.utf8)) }))
        #expect(loaded.plan == nil)
        let found = loaded.faults.map(\.message).joined(separator: "\n")
        #expect(found.contains(message) || found.contains("no input fills a table"), "\(found)")
    }
}
