import Foundation
import Ledger
import Testing

@Suite struct `A sealed run` {
    @Test func `lies complete under its name and current points to it`() throws {
        let scratch = try Scratch()
        let seal = try sealRun("r1", in: scratch)
        let workspace = scratch.workspace
        let folder = workspace.path(ofRun: "r1")
        #expect(files(below: folder) == ["accounts.csv", "manifest.json", "results.csv"])
        #expect(try workspace.currentRun() == "r1")
        #expect(try workspace.runs() == ["r1"])
        #expect(
            try bytes(of: workspace.root + "/current/results.csv")
                == bytes(of: folder + "/results.csv"))
        #expect(seal.manifest == .of(try bytes(of: folder + "/manifest.json")))
        #expect(seal.results == .of(try bytes(of: folder + "/results.csv")))
        #expect(try workspace.journal().seals == [seal])
        #expect(try workspace.journal().seal(of: "r1") == seal)
        #expect(try verifyLedger(workspace) == [])
        #expect(try verifyLedger(workspace, run: "r1") == [])
    }

    @Test func `stays beside the next one`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        try sealRun("r2", in: scratch, at: "2025-06-02T02:00:00+07:00")
        #expect(try scratch.workspace.runs() == ["r1", "r2"])
        #expect(try scratch.workspace.currentRun() == "r2")
        #expect(try verifyLedger(scratch.workspace) == [])
    }

    @Test func `has a manifest that says what it came from`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let bytes = try bytes(of: scratch.workspace.path(ofRun: "r1") + "/manifest.json")
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text.replacing(/[0-9a-f]{64}/, with: "…")
                == #"{"as_of":"2025-06-01T02:00:00+07:00","details":{},"#
                + #""inputs":[{"digest":"…","input":"cases","name":"cases.csv","#
                + #""received":"2025-06-01T02:00:00+07:00","size":22}],"minhbach":1,"#
                + #""outputs":[{"digest":"…","name":"accounts.csv","size":19},"#
                + #"{"digest":"…","name":"results.csv","size":21}],"#
                + #""pipeline":[{"digest":"…","name":"mapping.yaml","role":"mapping"}],"#
                + #""program":"0.1.0","run":"r1"}"# + "\n")
        let manifest = try #require(Manifest(bytes: bytes))
        #expect(manifest.bytes == bytes)
        #expect(manifest.objects.count == 2)
    }

    @Test func `of the same name is refused`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        #expect(throws: LedgerError.runExists("r1")) { try sealRun("r1", in: scratch) }
        #expect(try verifyLedger(scratch.workspace) == [])
    }

    @Test(arguments: ["", ".", "..", "../r", "a/b", "tmp-r", ".r", "r 1", "hồ", "r\0", "r\n"])
    func `has a plain name, and so have its files`(_ name: String) throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let open = try workspace.open(at: time)
        do {
            _ = try open.draft(run: name)
            Issue.record("taken")
        } catch {
            #expect(error == .badName(name))
        }
        var draft = try open.draft(run: "good")
        do {
            try draft.write(name, [])
            Issue.record("taken")
        } catch {
            #expect(error == .badName(name))
        }
    }

    @Test func `that is given up leaves nothing`() throws {
        let scratch = try Scratch()
        try sealRun("r1", in: scratch)
        let before = files(below: scratch.workspace.root)
        let open = try scratch.workspace.open(at: time)
        try giveUp(open.draft(run: "r2"))
        #expect(files(below: scratch.workspace.root) == before)
        #expect(try scratch.workspace.runs() == ["r1"])
        #expect(open.recovered == [])
    }

    private func giveUp(_ draft: consuming RunDraft) throws {
        try draft.write("results.csv", [1])
        let output = try draft.create("findings.jsonl")
        _ = output.name
    }

    @Test func `needs results, and only files that it lists`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        var open = try workspace.open(at: time)
        let manifest = Manifest(program: "1", run: "r", asOf: time, pipeline: [], inputs: [])
        for (run, results, unlisted, error) in [
            ("r", false, false, LedgerError.outputMismatch(name: "results.csv")),
            ("r", true, true, .outputMismatch(name: "b")),
            ("s", true, false, .badName("r")),
        ] {
            var draft = try open.draft(run: run)
            if results { try draft.write("results.csv", []) }
            if unlisted { _ = try draft.create("b").name }
            do {
                _ = try open.seal(draft, manifest, at: time)
                Issue.record("sealed")
            } catch let found {
                #expect(found == error)
            }
        }
        #expect(files(below: workspace.root) == ["journal.jsonl", "lock"])
    }

    @Test func `written block by block has the digest of the whole`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let open = try workspace.open(at: time)
        var draft = try open.draft(run: "r")
        var output = try draft.create("findings.jsonl")
        for _ in 0..<3 { try output.append(Array("abc".utf8)) }
        try draft.finish(output)
        let outputs = draft.outputs
        #expect(outputs.map(\.digest) == [.of(Array("abcabcabc".utf8))])
        #expect(outputs.map(\.size) == [9])
    }
}

@Suite struct `A manifest` {
    @Test func `has the same bytes in whatever order it is filled`() {
        var random = SplitMix64(state: 1)
        let inputs = (0..<20).map { number in
            Manifest.InputFile(
                input: number % 2 == 0 ? "cases" : "surveys", digest: .of([UInt8(number)]),
                size: number, received: time, name: "f\(number)")
        }
        let pipeline = (0..<9).map {
            Manifest.PipelineFile(role: "kpi", name: "k\($0)", digest: .of([UInt8($0)]))
        }
        var details = CanonicalJSON.Members()
        details["periods"] = ["2025-06", "2025-Q2"]
        func manifest(
            _ inputs: [Manifest.InputFile], _ pipeline: [Manifest.PipelineFile]
        ) -> Manifest {
            Manifest(
                program: "1", run: "r", asOf: time, pipeline: pipeline, inputs: inputs,
                details: details)
        }
        let expected = manifest(inputs, pipeline)
        for _ in 0..<20 {
            let other = manifest(
                inputs.shuffled(using: &random), pipeline.shuffled(using: &random))
            #expect(other.bytes == expected.bytes)
        }
        #expect(Manifest(bytes: expected.bytes) == expected)
    }

    @Test func `with members that this version does not know is refused`() throws {
        let good = Manifest(program: "1", run: "r", asOf: time, pipeline: [], inputs: []).bytes
        #expect(Manifest(bytes: good) != nil)
        let text = String(decoding: good, as: UTF8.self)
        for bad in [
            text.replacing("\"run\":\"r\"", with: "\"run\":\"r\",\"x\":1"),
            text.replacing("\"minhbach\":1", with: "\"minhbach\":2"),
            String(text.dropLast()), text + "\n", "",
        ] { #expect(Manifest(bytes: Array(bad.utf8)) == nil) }
    }
}
