import Foundation
import Pipeline
import Testing

/// What was set aside stays on record, with what became of it.
@Suite struct `The ledger of the quarantine` {
    private static let header = "id,status,accepted,updated\n"
    private static let mapping = """
        mapping: small
        version: 1
        source: small
        kind: case
        format: csv
        columns:
          case_id: {header: [id], type: id, required: true}
          status: {header: [status], type: code, required: true, dictionary: {mở: processing}}
          accepted_at: {header: [accepted], type: instant, formats: [dd/MM/yyyy]}
          updated_at: {header: [updated], type: instant, formats: [dd/MM/yyyy]}
        identity: [case_id]

        """

    private static func night(_ scratch: NightFolder, _ mapping: String = mapping) throws -> Night {
        try scratch.write("mapping.yaml", mapping)
        try scratch.write(
            "kpi.yaml",
            """
            kpi: received
            version: 1
            title: {vi: Tiếp nhận}
            basis: a test
            from: case
            value: count(*)
            levels: [agency]
            source: {system: a, owner: b, collected: c}

            """)
        return Night(
            pipeline: try scratch.write(
                "small.yaml",
                """
                minhbach: 1
                agency: {code: H1, name: {vi: Tỉnh}}
                as_of: run
                inputs:
                  cases: {kind: case, files: "*.csv", mapping: mapping.yaml}
                kpis: [kpi.yaml]
                periods: {every: [year], from: 2025-01-01}

                """))
    }

    private func run(_ night: Night, on day: String, _ scratch: NightFolder) throws -> SealedRun {
        var night = night
        night.now = day + "T02:00:00"
        return try night.run(into: scratch.workspace)
    }

    private func lines(_ scratch: NightFolder) throws -> [String] {
        try QuarantineLedger(workspace: scratch.workspace, pipeline: nil).records.map { record in
            "\(record.file) \(record.record) \(record.rule) \(record.age) \(record.state.rawValue) "
                + "\(record.run)|\(record.cause)"
        }
    }

    @Test func `moves a record once the dictionary is mended, and keeps both attempts`() throws {
        let scratch = try NightFolder()
        let night = try Self.night(scratch)
        let rows = "A,mở,01/02/2025,\nB,xong,02/02/2025,\nC,mở,99/02/2025,\n"
        try scratch.write("a.csv", Self.header + rows)
        let first = try run(night, on: "2025-03-01", scratch)
        #expect(
            try lines(scratch) == [
                "a.csv 2 N-012 0 unresolved |", "a.csv 3 N-011 0 unresolved |",
            ])
        _ = try run(night, on: "2025-03-20", scratch)
        _ = try Self.night(
            scratch,
            Self.mapping.replacing("{mở: processing}", with: "{mở: processing, xong: resolved}"))
        let third = try run(night, on: "2025-04-13", scratch)
        #expect(
            try lines(scratch) == [
                "a.csv 2 N-012 43 resolved \(third.name)|mapping mapping.yaml",
                "a.csv 3 N-011 43 unresolved |",
            ])
        let ledger = try QuarantineLedger(workspace: scratch.workspace, pipeline: nil)
        #expect(ledger.oldest?.record == 3 && ledger.oldest?.first == first.name)
        let oldest = "oldest unresolved (lâu nhất) 43 days"
        #expect(
            ledger.table(showsAll: false).last
                == "small: quarantined (để riêng) 1, \(oldest); 1 resolved")
        // The record has moved, and both accounts balance.
        for (name, counts) in [
            (first.name, [3, 1, 0, 0, 2, 0]), (third.name, [3, 2, 0, 0, 1, 0]),
        ] {
            let published = Published(scratch.workspace, run: name)
            #expect(try published.accounts() == ["cases a.csv": counts])
            #expect(try published.table("quarantine.csv").count == counts[4])
        }
    }

    @Test func `tells what else became of a record`() throws {
        let scratch = try NightFolder()
        let night = try Self.night(scratch)
        try scratch.write(
            "a.csv",
            Self.header + "A,xong,01/02/2025,01/03/2025\nA,mở,01/02/2025,05/03/2025\n"
                + "B,xong,01/02/2025,\nB,xong,01/02/2025,\n")
        try scratch.write("b.csv", Self.header + "D,xong,,\n")
        try scratch.write("c.csv", Self.header + "E,xong,,\n")
        _ = try run(night, on: "2025-03-10", scratch)
        #expect(try lines(scratch).count == 5)
        _ = try Self.night(
            scratch,
            Self.mapping.replacing("{mở: processing}", with: "{mở: processing, xong: resolved}"))
        try scratch.write("b.csv", Self.header + "D,mở,,\n")
        try FileManager.default.removeItem(atPath: scratch.path + "/c.csv")
        let second = try run(night, on: "2025-03-11", scratch)
        let found = try lines(scratch)
        let why = "\(second.name)|mapping mapping.yaml"
        #expect(found.count == 5)
        #expect(found[0] == "a.csv 1 N-012 1 superseded \(why)")
        // Of two copies one counts.
        #expect(
            Set(found[1...2].map { $0.split(separator: " ")[4] }) == ["duplicate", "resolved"])
        #expect(found[3].hasPrefix("b.csv 1 N-012 1 gone \(second.name)|now "))
        #expect(found[3].hasSuffix("… under that name"))
        #expect(found[4] == "c.csv 1 N-012 1 gone \(second.name)|")
        let csv = try QuarantineLedger(workspace: scratch.workspace, pipeline: "small")
        #expect(csv.csv(showsAll: true).split(separator: "\n").count == 6)
        #expect(csv.csv(showsAll: false).split(separator: "\n").count == 1)
    }

    @Test func `knows no pipeline that has not run`() throws {
        let scratch = try NightFolder()
        try scratch.write("a.csv", Self.header + "A,mở,,\n")
        _ = try run(Self.night(scratch), on: "2025-03-10", scratch)
        #expect(throws: RunError.self) {
            try QuarantineLedger(workspace: scratch.workspace, pipeline: "other")
        }
    }
}
