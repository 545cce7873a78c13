import Foundation
import Ledger
import Pipeline
import Testing

/// What a run does when an input is not what it should be: stop and keep what was published, or
/// go on without the bad file where the pipeline says so.
@Suite struct `An input` {
    private static let line = "A1,Phòng A,open,,,,,5,\n"

    /// A pipeline that published ten cases the night before.
    private func published(_ scratch: NightFolder, options: String) throws -> (Night, SealedRun) {
        let pipeline = try SmallPipeline.write(in: scratch, options: options)
        let lines = (0..<10).map { "A\($0),Phòng A,open,,,,,\($0),\n" }.joined()
        try scratch.write("cases/a.csv", SmallPipeline.header + "\n" + lines)
        var night = Night(pipeline: pipeline)
        let run = try night.run(into: scratch.workspace)
        night.now = "2026-01-06T02:00:00"
        return (night, run)
    }

    /// Stops with status 3 for that reason; the run of the night before stays published.
    private func expectStop(
        _ night: Night, _ scratch: NightFolder, keeps run: SealedRun, for code: FindingCode,
        _ place: Comment? = nil
    ) throws {
        let stops = stoppingFindings { try night.run(into: scratch.workspace) }
        #expect(stops.map(\.code) == [code], place)
        #expect(RunError.inputUnusable(stops).status == .inputUnusable)
        let workspace = Workspace(existing: scratch.workspace)
        #expect(try workspace.currentRun() == run.name, place)
        #expect(try verify(VerificationRequest(workspace: scratch.workspace)).holds, place)
    }

    @Test func `that is missing stops the run`() throws {
        let scratch = try NightFolder()
        let (night, run) = try published(scratch, options: "")
        try FileManager.default.removeItem(atPath: scratch.path + "/cases/a.csv")
        try expectStop(night, scratch, keeps: run, for: .inputMissing)
    }

    @Test func `of a header alone stops the run where records are expected`() throws {
        let scratch = try NightFolder()
        let (night, run) = try published(scratch, options: "    expect: {every: day}")
        try scratch.write("cases/a.csv", SmallPipeline.header + "\n")
        try expectStop(night, scratch, keeps: run, for: .inputEmpty)
    }

    @Test func `of no bytes stops the run where records are expected`() throws {
        let scratch = try NightFolder()
        let (night, run) = try published(scratch, options: "    expect: {every: day}")
        try scratch.write("cases/a.csv", "")
        let stops = stoppingFindings { try night.run(into: scratch.workspace) }
        #expect(stops.count == 1)
        #expect(try Workspace(existing: scratch.workspace).currentRun() == run.name)
    }

    @Test func `that shrank beyond what is allowed stops the run until somebody has looked`() throws
    {
        let scratch = try NightFolder()
        let expectation = "    expect: {every: day, shrink: 20%}"
        var (night, run) = try published(scratch, options: expectation)
        let lines = (0..<7).map { "A\($0),Phòng A,open,,,,,\($0),\n" }.joined()
        try scratch.write("cases/a.csv", SmallPipeline.header + "\n" + lines)
        try expectStop(night, scratch, keeps: run, for: .inputShrunk)
        // Eight of ten are twenty percent less, not more than that.
        try scratch.write("cases/a.csv", SmallPipeline.header + "\n" + lines + "A8,,open,,,,,,\n")
        #expect(try night.run(into: scratch.workspace).accounts.first?.account.read == 8)
        try scratch.write("cases/a.csv", SmallPipeline.header + "\n" + Self.line)
        night.acceptsShrink = true
        night.now = "2026-01-07T02:00:00"
        #expect(try night.run(into: scratch.workspace).accounts.first?.account.read == 1)
    }

    /// Files that cannot be read, and the code by which each is named.
    private static let bad: [(text: String, code: FindingCode)] = [
        (SmallPipeline.header + "\nA1,\"Phòng A,open,,,,,5,\n", .fileUnreadable),
        ("id,unit\nA1,Phòng A\n", .columnMissing),
        (SmallPipeline.header + ",extra\n", .headerRefused),
        (SmallPipeline.header + ",id\n", .headerRepeated),
    ]

    @Test(arguments: bad.indices)
    func `with a bad file stops the run by default`(index: Int) throws {
        let scratch = try NightFolder()
        let (night, run) = try published(scratch, options: "")
        let (text, code) = Self.bad[index]
        try scratch.write("cases/b.csv", text)
        let stops = stoppingFindings { try night.run(into: scratch.workspace) }
        #expect(stops.contains { $0.code == code && $0.place.file == "b.csv" }, "\(stops)")
        #expect(stops.allSatisfy { $0.place.file == "b.csv" })
        #expect(try Workspace(existing: scratch.workspace).currentRun() == run.name)
    }

    @Test(arguments: bad.indices)
    func `with a bad file goes on without it where it may be skipped`(index: Int) throws {
        let scratch = try NightFolder()
        let (night, before) = try published(scratch, options: "    on_bad_file: skip")
        let (text, code) = Self.bad[index]
        try scratch.write("cases/b.csv", text)
        let run = try night.run(into: scratch.workspace)
        #expect(run.resultsDigest == before.resultsDigest)
        #expect(run.findings.contains { $0.code == code && $0.place.file == "b.csv" })
        #expect(run.accounts.allSatisfy { $0.account.balances })
        #expect(run.accounts.first { $0.file == "a.csv" }?.account.accepted == 10)
        #expect(run.accounts.first { $0.file == "b.csv" }?.account.accepted == 0)
        #expect(try verify(VerificationRequest(workspace: scratch.workspace)).holds)
    }

    @Test func `of which no file is good stops the run even where bad files may be skipped`() throws
    {
        let scratch = try NightFolder()
        let options = "    on_bad_file: skip\n    expect: {every: day}"
        let (night, run) = try published(scratch, options: options)
        try scratch.write("cases/a.csv", "id,unit\nA1,Phòng A\n")
        try expectStop(night, scratch, keeps: run, for: .inputEmpty)
    }

    @Test func `under a new name is known and not counted twice`() throws {
        let scratch = try NightFolder()
        let (night, before) = try published(scratch, options: "")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/cases/a.csv"))
        try scratch.write("cases/copy.csv", bytes)
        let run = try night.run(into: scratch.workspace)
        #expect(run.resultsDigest == before.resultsDigest)
        #expect(run.findings.map(\.code) == [.fileRepeated])
        let accounts = try Published(scratch.workspace).accounts()
        #expect(accounts["cases a.csv"] == [10, 10, 0, 0, 0, 0])
        #expect(accounts["cases copy.csv"] == [10, 0, 10, 0, 0, 0])
        #expect(filesBelow(scratch.workspace + "/objects").count == 8)
    }

    @Test func `with new content under an old name is new`() throws {
        let scratch = try NightFolder()
        let (night, before) = try published(scratch, options: "")
        try scratch.write("cases/a.csv", SmallPipeline.header + "\nA0,Phòng A,closed,,,,,1,\n")
        let run = try night.run(into: scratch.workspace)
        #expect(run.resultsDigest != before.resultsDigest)
        #expect(try Published(scratch.workspace).accounts() == ["cases a.csv": [1, 1, 0, 0, 0, 0]])
        let old = Published(scratch.workspace, run: before.name)
        #expect(try old.accounts() == ["cases a.csv": [10, 10, 0, 0, 0, 0]])
    }
}
