import Foundation
import Ledger
import Pipeline
import Testing

/// Each of the nine is flipped, and the named cause is right every time.
@Suite struct `The cause of a difference` {
    private func causes(_ workspace: String, run: String? = nil) throws -> [Cause] {
        try verify(VerificationRequest(workspace: workspace, run: run, threads: 2)).causes
    }

    /// The path of the object that the last run knows under a role and name.
    private func object(_ scratch: NightFolder, _ role: String, _ name: String) throws -> String {
        let workspace = Workspace(existing: scratch.workspace)
        let run = try #require(try workspace.currentRun())
        let path = workspace.path(ofRun: run) + "/" + Manifest.fileName
        let manifest = try #require(Manifest(bytes: try bytesOfFile(path)))
        let digest =
            role == "input"
            ? manifest.inputs.first { $0.name == name }?.digest
            : manifest.pipeline.first { $0.role == role && $0.name == name }?.digest
        return workspace.objects.path(of: try #require(digest, "\(role) \(name)"))
    }

    static let archived: [(role: String, name: String, cause: Cause)] = [
        ("input", "cases.csv", .input), ("input", "late.csv.gz", .input),
        ("input", "register.xml", .input), ("input", "survey.csv", .input),
        ("input", "counter.csv", .input), ("pipeline", "small.yaml", .pipelineFile),
        ("kpi", "kpi-on-time.yaml", .pipelineFile), ("form", "form.yaml", .pipelineFile),
        ("scorecard", "card-desk.yaml", .pipelineFile), ("clocks", "clocks.yaml", .pipelineFile),
        ("mapping", "mapping.yaml", .dictionary), ("procedures", "procedures.csv", .dictionary),
        ("calendar", "vn.yaml", .calendar), ("units", "units.csv", .units),
    ]

    @Test func `is the role of the archived file that was changed, removed or grew`() throws {
        let scratch = try NightFolder()
        try GoldenRuns.night(in: scratch).run(into: scratch.workspace)
        #expect(try causes(scratch.workspace) == [])
        for (role, name, cause) in Self.archived {
            let path = try object(scratch, role, name)
            let good = try bytesOfFile(path)
            var flipped = good
            flipped[good.count / 2] ^= 1
            for bad in [flipped, good + [0x0A], Array(good.dropLast()), []] {
                try overwriteInPlace(path, bad)
                let verification = try verify(
                    VerificationRequest(workspace: scratch.workspace, threads: 2))
                #expect(verification.causes == [cause], "\(role) \(name)")
                let fault = try #require(verification.faults.first)
                #expect(fault.roles.contains { $0.hasSuffix(name) }, "\(fault.roles)")
                #expect(path.hasSuffix(fault.file))
                try overwriteInPlace(path, good)
            }
            try FileManager.default.moveItem(atPath: path, toPath: scratch.path + "/aside")
            #expect(try causes(scratch.workspace) == [cause], "\(role) \(name)")
            try FileManager.default.moveItem(atPath: scratch.path + "/aside", toPath: path)
        }
        #expect(try causes(scratch.workspace) == [])
    }

    @Test func `is the corrections where their file was changed`() throws {
        let scratch = try NightFolder()
        try GoldenRuns.night(in: scratch).run(into: scratch.workspace)
        let target = scratch.path + "/other"
        let bytes = Array("input,case,field,old,new\n".utf8)
        var forged = ForgedSeal()
        forged.pipeline = [("corrections", "corrections/a.csv", bytes)]
        try forged.make(from: scratch.workspace, into: target)
        #expect(try causes(target) == [])
        let path = Workspace(existing: target).objects.path(of: .of(bytes))
        try overwriteInPlace(path, Array("input,case,field,old,nex\n".utf8))
        #expect(try causes(target) == [.corrections])
    }

    @Test func `is every role of a file that has several`() throws {
        let scratch = try NightFolder()
        let night = try GoldenRuns.night(in: scratch)
        // The same bytes are raw data and a catalogue.
        try scratch.write(
            "pipeline/pauses.csv",
            try bytesOfFile(scratch.path + "/pipeline/pauses.csv"))
        try night.run(into: scratch.workspace)
        let target = scratch.path + "/other"
        let raw = try bytesOfFile(scratch.path + "/pipeline/pauses.csv")
        var forged = ForgedSeal()
        forged.pipeline = [("procedures", "extra.csv", raw)]
        try forged.make(from: scratch.workspace, into: target)
        let path = Workspace(existing: target).objects.path(of: .of(raw))
        try overwriteInPlace(path, raw.dropLast())
        #expect(try causes(target) == [.input, .dictionary])
    }

    @Test func `is the result where a published file was changed, with its line`() throws {
        let scratch = try NightFolder()
        let run = try GoldenRuns.night(in: scratch).run(into: scratch.workspace)
        for (name, bytes) in run.files.files {
            let path = "\(scratch.workspace)/runs/\(run.name)/\(name)"
            var bad = bytes
            bad[bytes.count - 2] ^= 1
            try overwriteInPlace(path, bad)
            let verification = try verify(
                VerificationRequest(workspace: scratch.workspace, run: run.name))
            #expect(verification.causes == [.result], "\(name)")
            let lines = bytes.count { $0 == UInt8(ascii: "\n") }
            #expect(verification.faults.map(\.line) == [lines], "\(name)")
            try overwriteInPlace(path, bytes)
        }
    }

    /// The nicer first figure of a run.
    static func nicer(_ results: [UInt8]) throws -> [UInt8] {
        let text = String(decoding: results, as: UTF8.self)
        let nicer = text.replacing(",50.0%,ok", with: ",95.0%,ok")
        try #require(nicer != text)
        return Array(nicer.utf8)
    }

    @Test func `is the result where file, manifest, seal and chain were rewritten together`()
        throws
    {
        let scratch = try NightFolder()
        let run = try GoldenRuns.night(in: scratch).run(into: scratch.workspace)
        let results = try #require(run.files.bytes("results.csv"))
        let target = scratch.path + "/other"
        try ForgedSeal(files: ["results.csv": Self.nicer(results)])
            .make(from: scratch.workspace, into: target)
        let verification = try verify(VerificationRequest(workspace: target))
        #expect(verification.ledger == [])
        #expect(verification.causes == [.result])
        let fault = try #require(verification.faults.first)
        #expect(fault.sealed.contains("95.0%") && fault.found.contains("50.0%"))
        #expect(fault.wording.text(in: .english).contains("changed together"))
    }

    @Test func `is the program only where a later version declares the change`() throws {
        let scratch = try NightFolder()
        let run = try GoldenRuns.night(in: scratch).run(into: scratch.workspace)
        let results = try #require(run.files.bytes("results.csv"))
        func verification(
            _ program: String, _ changes: [ProgramChange], isForged: Bool = true
        ) throws -> Verification {
            let target = scratch.path + "/other"
            try? FileManager.default.removeItem(atPath: target)
            var forged = ForgedSeal(program: program)
            if isForged { forged.files["results.csv"] = try Self.nicer(results) }
            try forged.make(from: scratch.workspace, into: target)
            var request = VerificationRequest(workspace: target)
            request.changes = changes
            return try verify(request)
        }
        func change(_ version: String, _ file: String = "results.csv") -> ProgramChange {
            ProgramChange(
                version: version, files: [file], vietnamese: "làm tròn khác",
                english: "rounds otherwise")
        }
        let declared = try verification("0.1.0", [change(Program.version)])
        #expect(declared.causes == [.program])
        let english = try #require(declared.faults.first?.wording.text(in: .english))
        #expect(english.contains("rounds otherwise"))
        for changes in [[], [change("0.1.0")], [change("9.0.0")], [change("0.2.0", "scores.csv")]] {
            #expect(try verification("0.1.0", changes).causes == [.result], "\(changes)")
        }
        // A version that never was excuses nothing; one that is to come is to verify itself.
        #expect(try verification("0.1.7", [change(Program.version)]).causes == [.result])
        #expect(try verification("10.0.0", []).causes == [.program])
        for program in ["0.1.0", "0.1.7", "10.0.0"] {
            let same = try verification(program, [], isForged: false)
            #expect(same.holds && same.notes.count == 1)
        }
        #expect(try verification(Program.version, [], isForged: false).notes.isEmpty)
    }

    @Test func `is the journal where a manifest names what never arrived`() throws {
        let scratch = try NightFolder()
        try GoldenRuns.night(in: scratch).run(into: scratch.workspace)
        let target = scratch.path + "/other"
        var forged = ForgedSeal()
        forged.pipeline = [("kpi", "kpi-extra.yaml", Array("kpi: extra\n".utf8))]
        forged.journalsThem = false
        try forged.make(from: scratch.workspace, into: target)
        let verification = try verify(VerificationRequest(workspace: target))
        #expect(verification.causes.contains(.journal))
        #expect(verification.faults.first?.roles == ["kpi kpi-extra.yaml"])
    }

    @Test func `is the journal where lines are cut, swapped, dropped or begun anew`() throws {
        let scratch = try NightFolder()
        let night = try GoldenRuns.night(in: scratch)
        try night.run(into: scratch.workspace)
        try scratch.write("pipeline/late-2.csv.gz", Array("x".utf8))
        let path = scratch.workspace + "/journal.jsonl"
        let good = try bytesOfFile(path)
        let lines = good.split(separator: 0x0A).map { Array($0) + [0x0A] }
        var swapped = lines
        swapped.swapAt(3, 4)
        let bad: [[UInt8]] = [
            Array(lines.dropLast().joined()), Array(swapped.joined()),
            Array((lines[..<2] + lines[3...]).joined()), Array(lines.dropFirst().joined()), [],
            Array(good.dropLast(30)) + [0x0A],
        ]
        for (number, bytes) in bad.enumerated() {
            try overwriteInPlace(path, bytes)
            #expect(try causes(scratch.workspace) == [.journal], "\(number)")
        }
        try overwriteInPlace(path, good)
        #expect(try causes(scratch.workspace) == [])
    }

    @Test func `of any byte of any file is that of the file's role`() throws {
        let scratch = try NightFolder()
        var night = try GoldenRuns.night(in: scratch)
        try night.run(into: scratch.workspace)
        try scratch.write(
            "pipeline/pauses.csv",
            String(decoding: try bytesOfFile(scratch.path + "/pipeline/pauses.csv"), as: UTF8.self)
                + "Q1,2025-06-05 08:00:00,2025-06-05 09:00:00\n")
        night.now = "2026-01-06T02:00:00"
        try night.run(into: scratch.workspace)
        let roles = try expectedCauses(scratch)
        let names = filesBelow(scratch.workspace)
        var random = SeededRandom(state: 5)
        for round in 0..<250 {
            let name = names[Int(random.next() % UInt64(names.count))]
            let path = scratch.workspace + "/" + name
            let good = try bytesOfFile(path)
            if good.isEmpty { continue }
            let place = Int(random.next() % UInt64(good.count))
            var bad = good
            bad[place] ^= 1 << UInt8(random.next() % 8)
            try overwriteInPlace(path, bad)
            let found = try causes(scratch.workspace)
            #expect(found == roles(name), "round \(round): byte \(place) of \(name)")
            try overwriteInPlace(path, good)
        }
        #expect(try causes(scratch.workspace) == [])
    }

    /// What the cause of a change of each file of a workspace must be.
    private func expectedCauses(_ scratch: NightFolder) throws -> (String) -> [Cause] {
        let workspace = Workspace(existing: scratch.workspace)
        var roles: [String: Set<Cause>] = [:]
        for run in try workspace.runs() {
            let path = workspace.path(ofRun: run) + "/" + Manifest.fileName
            let manifest = try #require(Manifest(bytes: try bytesOfFile(path)))
            for file in manifest.inputs { roles[file.digest.hex, default: []].insert(.input) }
            for file in manifest.pipeline {
                roles[file.digest.hex, default: []].insert(Cause(role: file.role))
            }
        }
        return { [roles] name in
            let last = name.split(separator: "/").last.map(String.init) ?? ""
            if name.hasPrefix("objects/") {
                return Cause.allCases.filter { roles[last]?.contains($0) == true }
            }
            if name.hasPrefix("runs/") { return [last == Manifest.fileName ? .journal : .result] }
            return name == "journal.jsonl" ? [.journal] : []
        }
    }

    @Test func `is said in both languages and as JSON`() throws {
        let scratch = try NightFolder()
        try GoldenRuns.night(in: scratch).run(into: scratch.workspace)
        let path = try object(scratch, "calendar", "vn.yaml")
        try overwriteInPlace(path, try bytesOfFile(path).dropLast())
        let verification = try verify(VerificationRequest(workspace: scratch.workspace))
        let text = verification.lines.joined(separator: "\n")
        #expect(text.contains("lịch làm việc") && text.contains("calendar"))
        let parsed = try #require(
            try JSONSerialization.jsonObject(with: Data(verification.json.utf8))
                as? [String: Any])
        #expect(parsed["causes"] as? [String] == ["calendar"])
        #expect(parsed["holds"] as? Bool == false)
        let fault = try #require((parsed["faults"] as? [[String: Any]])?.first)
        #expect(fault["roles"] as? [String] == ["calendar vn.yaml"])
    }
}
