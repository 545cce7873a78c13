import Foundation
import Ledger
import Pipeline
import Testing

/// Small sealed workspaces that released versions of the program made, and what they were made of.
enum GoldenRuns {
    static let folder =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        + "/GoldenRuns"

    /// The versions that made them.
    static var versions: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
    }

    /// Copies a sealed workspace into a folder; a checkout does not keep the rights of objects.
    static func copy(_ version: String, into scratch: NightFolder) throws {
        let files = FileManager.default
        try files.copyItem(
            atPath: "\(folder)/\(version)/sealed", toPath: scratch.workspace)
        for name in filesBelow(scratch.workspace) where name.hasPrefix("objects/") {
            try files.setAttributes(
                [.posixPermissions: 0o400], ofItemAtPath: scratch.workspace + "/" + name)
        }
        // A checkout keeps no link that tools of other systems could follow.
        let runs = try files.contentsOfDirectory(atPath: scratch.workspace + "/runs").sorted()
        try files.createSymbolicLink(
            atPath: scratch.workspace + "/current",
            withDestinationPath: "runs/" + (try #require(runs.last)))
        for name in ["objects", "runs", "cache"] {
            try files.createDirectory(
                atPath: scratch.workspace + "/" + name, withIntermediateDirectories: true)
        }
    }

    /// Copies the files of a pipeline with a little of everything, and gives the night over them.
    static func night(in scratch: NightFolder) throws -> Night {
        try FileManager.default.copyItem(
            atPath: folder + "/0.1.0/pipeline", toPath: scratch.path + "/pipeline")
        return Night(pipeline: scratch.path + "/pipeline/small.yaml", asOf: "2025-07-01")
    }
}

/// What a released version sealed comes out of every later one, or a declared change says why not.
@Suite struct `Golden runs` {
    @Test(arguments: try GoldenRuns.versions, [1, 2])
    func `of released versions come out of this one`(_ version: String, _ threads: Int) throws {
        let scratch = try NightFolder()
        try GoldenRuns.copy(version, into: scratch)
        var request = VerificationRequest(workspace: scratch.workspace, threads: threads)
        let verification = try verify(request)
        #expect(verification.causes.allSatisfy { $0 == .program }, "\(verification.lines)")
        #expect(verification.otherProgram == (version == Program.version ? nil : version))
        if Program.changes.isEmpty {
            #expect(verification.holds)
            let note = "made by \(version), this is \(Program.version): same bytes"
            #expect(verification.notes.map { $0.text(in: .english) } == [note])
        }
        // Nothing is excused that nobody declares.
        request.changes = []
        let strict = try verify(request)
        #expect(strict.causes.allSatisfy { $0 == .result })
        #expect(strict.holds == verification.differences.isEmpty)
    }

    @Test func `are there of every released version`() throws {
        #expect(try GoldenRuns.versions == Program.released)
        #expect(!Program.released.contains(Program.version))
    }

    @Test func `come out with hardly any memory, and nothing is left of it`() throws {
        let scratch = try NightFolder()
        try GoldenRuns.copy("0.1.0", into: scratch)
        let before = filesBelow(scratch.workspace)
        var request = VerificationRequest(workspace: scratch.workspace, threads: 2)
        request.memory = 4
        #expect(try verify(request).holds)
        #expect(filesBelow(scratch.workspace) == before)
        let temporary = FileManager.default.temporaryDirectory.path
        let left = try FileManager.default.contentsOfDirectory(atPath: temporary)
        let own = "minhbach-verify-\(ProcessInfo.processInfo.processIdentifier)"
        #expect(!left.contains { $0.hasPrefix(own) })
    }
}
