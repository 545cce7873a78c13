import Foundation
import Ledger
import Pipeline
import Testing

/// Receipt times decide what was known when: they never run backwards.
@Suite struct `A clock set back` {
    private func firstNight(_ scratch: NightFolder) throws -> Night {
        var night = Night(pipeline: try SmallPipeline.write(in: scratch), threads: 1)
        try scratch.write("cases/a.csv", SmallPipeline.cases)
        night.now = "2026-01-05T02:00:00"
        try night.run(into: scratch.workspace)
        try scratch.write("cases/b.csv", SmallPipeline.header + "\nC1,Phòng C,open,,,,,7,\n")
        return night
    }

    /// Path and content of every file of the workspace, and where `current` points to.
    private func state(_ scratch: NightFolder) throws -> [String] {
        let link = scratch.workspace + "/current"
        return try [FileManager.default.destinationOfSymbolicLink(atPath: link)]
            + filesBelow(scratch.workspace).filter { $0 != "lock" }.map { name in
                let path = scratch.workspace + "/" + name
                let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
                return "\(name) \(Digest.of(bytes).hex)"
            }
    }

    @Test(arguments: ["2026-01-05T01:54:59", "2026-01-04T02:00:00", "1970-01-01T00:00:00"])
    func `stops the run, and nothing is published or journalled`(_ now: String) throws {
        let scratch = try NightFolder()
        var night = try firstNight(scratch)
        let before = try state(scratch)
        night.now = now
        do {
            try night.run(into: scratch.workspace)
            Issue.record("it ran")
        } catch {
            let error = RunError(error)
            #expect(error.status == .internal)
            let report = error.report.joined()
            #expect(
                report.contains("2026-01-05T02:00:00+07:00") && report.contains("set the clock"))
        }
        #expect(try state(scratch) == before)
        night.now = "2026-01-06T02:00:00"
        try night.run(into: scratch.workspace)
        #expect(try verify(VerificationRequest(workspace: scratch.workspace)).holds)
    }

    @Test func `by less than five minutes is passed over, and the times stand still`() throws {
        let scratch = try NightFolder()
        var night = try firstNight(scratch)
        night.now = "2026-01-05T01:55:00"
        let sealed = try night.run(into: scratch.workspace)
        let workspace = Workspace(existing: scratch.workspace)
        let journal = try workspace.journal()
        #expect(Set(journal.entries.map(\.at)) == ["2026-01-05T02:00:00+07:00"])
        // The manifest says of each file what the journal says.
        let path = workspace.path(ofRun: sealed.name) + "/manifest.json"
        let manifest = try #require(
            Manifest(bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))))
        #expect(manifest.inputs.count == 2)
        #expect(manifest.inputs.allSatisfy { $0.received == journal.receipt(of: $0.digest) })
        let verification = try verify(VerificationRequest(workspace: scratch.workspace))
        #expect(verification.holds, "\(verification.lines)")
    }
}
