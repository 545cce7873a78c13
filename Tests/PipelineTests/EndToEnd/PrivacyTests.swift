import Foundation
import Ledger
import Pipeline
import Testing

/// Personal columns never leave normalization in clear, whatever is wrong with their records.
@Suite struct `Personal columns` {
    static let mapping = SmallPipeline.mapping
        .replacing("  fee: {", with: "  owner: {header: [owner], personal: key}\n  fee: {")
        .replacing(
            "  note: {header: [note], type: text}",
            with: "  phone: {header: [note], personal: drop}"
        )
        .replacing("identity: [case_id]", with: "identity: [case_id, owner]")

    static let header = SmallPipeline.header + ",owner"

    /// Names and numbers that must not show, in records with all kinds of faults.
    static let cases = """
        \(header)
        A1,Phòng A,closed,,,,05/01/2025 08:00:00,1,0900000191,Đỗ Xuân Quân
        A1,Phòng A,closed,,,,05/01/2025 08:00:00,1,0900000191,Đỗ  Xuân\u{A0}Quân
        A1,Phòng A,open,,,,04/01/2025 08:00:00,1,0900000191,Đỗ Xuân Quân
        A1,Phòng A,open,,,,04/01/2025 08:00:00,1,0900000222,Mai Thị An
        A2,Phòng A,opne,,,,04/01/2025 08:00:00,1,0900000333,Lê Hồng Nam
        A3,Phòng A,open,,,,31/02/2025 08:00:00,x,0900000444,"Hồ Quang Nhung, ""Út"" Em"
        A4,Phòng A,open,,,,,1,0900000555
        A5,Phòng A,open,,,,,1,0900000666,Phạm Quang Cường,Phạm Quang Cường
        A6,Phòng A,open,,,,,1,0900\u{0}777,Hoàng\u{0}Đức Lan
        A7,Phòng A,open,,,0900000999,Đinh Văn Tám
        ,,,,,,,,0900000888,Nguyễn Đức Linh

        """

    static let secrets = [
        "Quân", "Mai Thị An", "Hồng Nam", "Quang Nhung", "Út", "Cường", "Đức Lan", "Đức Linh",
        "Văn Tám",
        // Four digits alone stand in many a digest and time.
        "090000", "0900\u{0}",
    ]

    /// Files of the workspace outside the archive in which some secret stands.
    private func leaks(_ scratch: NightFolder) throws -> [String] {
        try filesBelow(scratch.workspace).filter { !$0.hasPrefix("objects/") }.flatMap { name in
            let url = URL(fileURLWithPath: scratch.workspace + "/" + name)
            let bytes = try Data(contentsOf: url)
            return Self.secrets.filter { bytes.range(of: Data($0.utf8)) != nil }
                .map { "\($0) in \(name)" }
        }
    }

    private func night(_ scratch: NightFolder) throws -> Night {
        let pipeline = try SmallPipeline.write(in: scratch, mapping: Self.mapping)
        try scratch.write("cases/a.csv", Self.cases)
        return Night(pipeline: pipeline, keyFile: scratch.path + "/key")
    }

    @Test func `stand in no file that is not the archive, and in nothing that is printed`() throws {
        let scratch = try NightFolder()
        let night = try night(scratch)
        let run = try night.run(into: scratch.workspace)
        #expect(run.accounts.map(\.account.read) == [11])
        #expect(try leaks(scratch) == [])
        var lines = run.findings.map(\.line)
        for form in [RunReport.Form.table, .line, .json] {
            lines += RunReport(run, workspace: "w", form: form, showsAllLevels: true).lines
        }
        lines += try explain(
            ExplanationRequest(
                figure: try #require(FigureName("cases/all")),
                verification: VerificationRequest(
                    workspace: scratch.workspace, keyFile: night.keyFile), limit: nil)
        ).lines
        for secret in Self.secrets { #expect(!lines.joined().contains(secret), "\(secret)") }
    }

    /// Two owners of one code are two cases; one owner written in two ways is one.
    @Test func `decide who is who under their keyed hash`() throws {
        let scratch = try NightFolder()
        let run = try night(scratch).run(into: scratch.workspace)
        let account = try #require(run.accounts.first?.account)
        #expect((account.accepted, account.duplicate, account.superseded) == (2, 1, 1))
    }

    @Test func `give the same under the same key, in a file that nobody else can read`() throws {
        let scratch = try NightFolder()
        let night = try night(scratch)
        let first = try night.run(into: scratch.workspace)
        let key = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/key"))
        let mode = try FileManager.default.attributesOfItem(atPath: scratch.path + "/key")
        #expect(mode[.posixPermissions] as? Int == 0o600)
        #expect(
            filesBelow(scratch.path).filter { $0.contains("key") && !$0.contains("kpis") } == [
                "key"
            ])
        let second = try night.run(into: scratch.path + "/other")
        #expect(first.resultsDigest == second.resultsDigest)
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/key")) == key)
        for name in ["losers.csv", "quarantine.csv", "findings.jsonl"] {
            #expect(
                try Published(scratch.workspace).bytes(name)
                    == Published(scratch.path + "/other").bytes(name))
        }
    }

    @Test func `need a key file, outside the workspace, for the run and to verify it`() throws {
        let scratch = try NightFolder()
        var night = try night(scratch)
        try night.run(into: scratch.workspace)
        let verification = VerificationRequest(workspace: scratch.workspace)
        #expect(status { _ = try verify(verification) } == .usage)
        var keyed = verification
        keyed.keyFile = night.keyFile
        #expect(try verify(keyed).holds)
        night.keyFile = nil
        #expect(status { try night.run(into: scratch.workspace) } == .usage)
        night.keyFile = scratch.workspace + "/key"
        #expect(status { try night.run(into: scratch.workspace) } != .done)
        #expect(!FileManager.default.fileExists(atPath: scratch.workspace + "/key"))
    }
}
