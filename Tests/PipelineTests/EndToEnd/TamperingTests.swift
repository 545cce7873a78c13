import Foundation
import Ledger
import Pipeline
import Testing

/// Whoever changes what was sealed is found out, and the file is named.
@Suite struct `Tampering` {
    /// A workspace with two sealed runs.
    private func sealed(_ scratch: NightFolder) throws -> SealedRun {
        var night = Night(pipeline: try SmallPipeline.write(in: scratch), threads: 1)
        try scratch.write("cases/a.csv", SmallPipeline.cases + "A1,x,opne,,,,,,\n")
        try night.run(into: scratch.workspace)
        try scratch.write("cases/b.csv", SmallPipeline.header + "\nC1,Phòng C,open,,,,,7,\n")
        night.now = "2026-01-06T02:00:00"
        return try night.run(into: scratch.workspace)
    }

    private func verification(_ scratch: NightFolder) throws -> Verification {
        try verify(VerificationRequest(workspace: scratch.workspace))
    }

    /// Files of a workspace that the seal covers, below it.
    private func covered(_ scratch: NightFolder) -> [String] {
        filesBelow(scratch.workspace).filter {
            $0.hasPrefix("objects/") || $0.hasPrefix("runs/") || $0 == "journal.jsonl"
        }
    }

    @Test func `an untouched workspace holds`() throws {
        let scratch = try NightFolder()
        _ = try sealed(scratch)
        let verification = try verification(scratch)
        #expect(verification.holds, "\(verification.lines)")
    }

    /// Every seventh byte of every file, from another start in each file.
    @Test func `of any byte of any file is found and the file is named`() throws {
        let scratch = try NightFolder()
        _ = try sealed(scratch)
        var flips = 0
        for (number, name) in covered(scratch).enumerated() {
            let path = scratch.workspace + "/" + name
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            for place in stride(from: number % 7, to: bytes.count, by: 7) {
                var changed = bytes
                changed[place] ^= 1 << UInt8(place % 8)
                try overwriteInPlace(path, changed)
                let verification = try verification(scratch)
                let isNamed =
                    verification.ledger.contains { $0.file == name }
                    || verification.differences.contains {
                        "runs/\(verification.run)/\($0.file)" == name
                    }
                #expect(!verification.holds && isNamed, "byte \(place) of \(name)")
                flips += 1
            }
            try overwriteInPlace(path, bytes)
        }
        #expect(try verification(scratch).holds)
        #expect(flips > 500)
    }

    /// Every byte of every file; the ledger alone finds each, and that is quick.
    @Test func `of any byte at all is found without computing anything again`() throws {
        let scratch = try NightFolder()
        _ = try sealed(scratch)
        let workspace = Workspace(existing: scratch.workspace)
        for name in covered(scratch) {
            let path = scratch.workspace + "/" + name
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            for place in bytes.indices {
                var changed = bytes
                changed[place] ^= 1 << UInt8((place + bytes.count) % 8)
                try overwriteInPlace(path, changed)
                let faults = try verifyLedger(workspace)
                #expect(
                    faults.contains { $0.file == name && !$0.isUnfinished },
                    "byte \(place) of \(name)")
            }
            try overwriteInPlace(path, bytes)
        }
        let link = scratch.workspace + "/current"
        let target = try FileManager.default.destinationOfSymbolicLink(atPath: link)
        for place in target.utf8.indices {
            var changed = Array(target.utf8)
            changed[target.utf8.distance(from: target.startIndex, to: place)] ^= 1
            try FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: String(decoding: changed, as: UTF8.self))
            #expect(try verifyLedger(workspace).contains { $0.file == "current" })
        }
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        #expect(try verifyLedger(workspace) == [])
    }

    @Test func `that removes, shortens or lengthens a file is found`() throws {
        let scratch = try NightFolder()
        _ = try sealed(scratch)
        for name in covered(scratch) {
            let path = scratch.workspace + "/" + name
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            for changed in [Array(bytes.dropLast()), bytes + [0x0A]] {
                try overwriteInPlace(path, changed)
                let verification = try verification(scratch)
                #expect(verification.ledger.contains { $0.file == name }, "\(name)")
            }
            try overwriteInPlace(path, bytes)
            try FileManager.default.moveItem(atPath: path, toPath: scratch.path + "/aside")
            // Without its journal the workspace has no run that it knows of.
            let missing = try verification(scratch)
            #expect(!missing.holds, "\(name)")
            if name != "journal.jsonl" {
                #expect(
                    missing.ledger.contains { $0.file == name && $0.kind == .missing }, "\(name)")
            }
            try FileManager.default.moveItem(atPath: scratch.path + "/aside", toPath: path)
        }
        #expect(try verification(scratch).holds)
    }

    @Test func `that adds a file is found`() throws {
        let scratch = try NightFolder()
        let run = try sealed(scratch)
        for name in ["runs/\(run.name)/notes.txt", "objects/aa/note"] {
            try scratch.write("workspace/" + name, "x")
            let verification = try verification(scratch)
            #expect(!verification.holds, "\(name)")
            #expect(verification.ledger.contains { name.hasPrefix($0.file) }, "\(name)")
            try FileManager.default.removeItem(atPath: scratch.workspace + "/" + name)
        }
        // A whole run that the journal does not know is what a kill before the seal leaves, too.
        try scratch.write("workspace/runs/extra/results.csv", "x")
        #expect(try verification(scratch).ledger.map(\.file) == ["runs/extra"])
    }

    @Test func `with a consistent manifest does not fool the journal`() throws {
        let scratch = try NightFolder()
        let run = try sealed(scratch)
        let folder = scratch.workspace + "/runs/" + run.name
        let forged = try forgedResults(folder)
        let before = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/results.csv")))
        try overwriteInPlace(folder + "/results.csv", forged)
        let text = try String(contentsOfFile: folder + "/manifest.json", encoding: .utf8)
        let manifest = text.replacing(Digest.of(before).hex, with: Digest.of(forged).hex)
            .replacing("\"size\":\(before.count)", with: "\"size\":\(forged.count)")
        #expect(manifest != text)
        try overwriteInPlace(folder + "/manifest.json", Array(manifest.utf8))
        let verification = try verification(scratch)
        #expect(verification.ledger.contains { $0.file == "runs/\(run.name)/manifest.json" })
        #expect(verification.differences.map(\.file) == ["results.csv"])
        #expect(verification.differences.first?.line == 2)
    }

    /// Manifest, journal and `current` agree; only what comes out of the archive does not.
    @Test func `sealed by the rules does not fool the archive`() throws {
        let scratch = try NightFolder()
        let run = try sealed(scratch)
        let folder = scratch.workspace + "/runs/" + run.name
        let forged = try forgedResults(folder)
        let workspace = Workspace(existing: scratch.workspace)
        let time = "2026-01-07T02:00:00+07:00"
        let manifest = try #require(
            Manifest(
                bytes: [UInt8](
                    try Data(contentsOf: URL(fileURLWithPath: folder + "/manifest.json")))))
        var open = try workspace.open(at: time)
        var draft = try open.draft(run: "forged")
        for output in manifest.outputs {
            let url = URL(fileURLWithPath: folder + "/" + output.name)
            let bytes = [UInt8](try Data(contentsOf: url))
            try draft.write(output.name, output.name == "results.csv" ? forged : bytes)
        }
        _ = try open.seal(
            draft,
            Manifest(
                program: manifest.program, run: "forged", asOf: manifest.asOf,
                pipeline: manifest.pipeline, inputs: manifest.inputs), at: time)
        let verification = try verification(scratch)
        #expect(verification.run == "forged")
        #expect(verification.ledger == [])
        let difference = try #require(verification.differences.first)
        #expect(verification.differences.count == 1)
        #expect(difference.file == "results.csv" && difference.line == 2)
        #expect(difference.sealed != difference.computed)
    }

    /// The run's `results.csv` with a nicer first figure.
    private func forgedResults(_ folder: String) throws -> [UInt8] {
        let text = try String(contentsOfFile: folder + "/results.csv", encoding: .utf8)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let forged = lines[1].replacing(",1,", with: ",9,")
        #expect(forged != lines[1])
        lines[1] = forged[...]
        return Array(lines.joined(separator: "\n").utf8)
    }

    @Test func `that removes a whole run is found`() throws {
        let scratch = try NightFolder()
        let run = try sealed(scratch)
        let workspace = Workspace(existing: scratch.workspace)
        let earlier = try #require(try workspace.runs().first { $0 != run.name })
        try FileManager.default.removeItem(atPath: workspace.path(ofRun: earlier))
        let faults = try verification(scratch).ledger
        #expect(faults.contains { $0.file.hasPrefix("runs/" + earlier) && $0.kind == .missing })
    }

    @Test func `that leaves current dangling is found`() throws {
        let scratch = try NightFolder()
        let run = try sealed(scratch)
        try FileManager.default.removeItem(atPath: scratch.workspace + "/runs/" + run.name)
        var lines: [String] = []
        do {
            let verification = try verification(scratch)
            #expect(!verification.holds)
            lines = verification.lines
        } catch {
            #expect(RunError(error).status == .verificationFailed)
            lines = RunError(error).report
        }
        #expect(lines.contains { $0.contains(run.name) })
    }

    @Test func `that points current to an older run is found`() throws {
        let scratch = try NightFolder()
        let run = try sealed(scratch)
        let workspace = Workspace(existing: scratch.workspace)
        let earlier = try #require(try workspace.runs().first { $0 != run.name })
        let link = scratch.workspace + "/current"
        for target in ["runs/" + earlier, "runs/nowhere", "/etc"] {
            try FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: target)
            let faults = try verify(
                VerificationRequest(workspace: scratch.workspace, run: run.name)
            ).ledger
            #expect(faults.contains { $0.file == "current" }, "\(target)")
        }
    }
}

/// The paths of all files below a folder, relative to it, sorted; links are not followed.
func filesBelow(_ path: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: path)?.allObjects ?? []
    return names.compactMap { $0 as? String }.filter { name in
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }.sorted()
}
