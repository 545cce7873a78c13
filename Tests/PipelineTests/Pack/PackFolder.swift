import Foundation
import Ledger
import Pipeline
import Testing

/// A small sealed run, packs of it, and what programs that are none of ours say of them.
struct PackFolder {
    let scratch: NightFolder
    let sealed: SealedRun

    /// Seals the small pipeline's run.
    init() throws {
        scratch = try NightFolder()
        let pipeline = try SmallPipeline.write(in: scratch)
        try scratch.write("cases/a.csv", SmallPipeline.cases + "A9,Phòng A,opne,,,,,,\n")
        sealed = try Night(pipeline: pipeline).run(into: scratch.workspace)
    }

    var keyFile: String { scratch.path + "/key" }

    func request(
        _ name: String, keyed: Bool = false, raw: Bool = true, signingKey: String? = nil
    ) throws -> PackRequest {
        PackRequest(
            verification: VerificationRequest(
                workspace: scratch.workspace, keyFile: keyed ? keyFile : nil, threads: 2),
            path: scratch.path + "/" + name, includesRaw: raw, signingKey: signingKey,
            now: try #require(Moment(text: "2026-02-01T08:00:00")))
    }

    /// Writes a pack and returns its path.
    func pack(
        _ name: String = "pack.tar", keyed: Bool = false, raw: Bool = true,
        signingKey: String? = nil
    ) throws -> String {
        // One that is there already would not be written over.
        try? FileManager.default.removeItem(atPath: scratch.path + "/" + name)
        _ = try exportPack(try request(name, keyed: keyed, raw: raw, signingKey: signingKey))
        return scratch.path + "/" + name
    }

    /// Writes the receipt of a case and returns its path.
    func receipt(_ code: String, _ name: String = "receipt.json") throws -> String {
        let path = scratch.path + "/" + name
        try? FileManager.default.removeItem(atPath: path)
        _ = try writeReceipt(
            ReceiptRequest(
                verification: VerificationRequest(
                    workspace: scratch.workspace, keyFile: keyFile, threads: 2),
                code: code, period: "all", path: path,
                now: try #require(Moment(text: "2026-02-01T08:00:00"))))
        return path
    }

    /// The files of a pack by name.
    func files(_ path: String) throws -> PackFiles {
        let folder = path + ".unpacked"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var files: [String: [UInt8]] = [:]
        for name in try unpack(path, into: folder) {
            files[name] = [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + name)))
        }
        return PackFiles(files: files)
    }

    /// Writes files into a folder of their own and returns its path.
    func write(_ pack: PackFiles) throws -> String {
        let folder = "forged-\(UUID().uuidString)"
        for (name, bytes) in pack.files { try scratch.write(folder + "/" + name, bytes) }
        return scratch.path + "/" + folder
    }

    /// What the verifier that was released says of a pack; it takes nothing from the pack.
    func verified(_ path: String, _ options: [String] = []) throws -> (text: String, holds: Bool) {
        let done = try outcome(["python3", verifierPath, path] + options, in: scratch)
        return (done.text, done.status == 0)
    }

    func verified(
        _ pack: PackFiles, _ options: [String] = []
    ) throws -> (text: String, holds: Bool) {
        let folder = try write(pack)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try verified(folder, options)
    }

    /// Of many packs, in one process, which hold: their names.
    func holding(_ packs: [(name: String, pack: PackFiles)]) throws -> [String] {
        var names: [String: String] = [:]
        for (name, pack) in packs { names[try write(pack)] = name }
        defer { for folder in names.keys { try? FileManager.default.removeItem(atPath: folder) } }
        let driver = """
            import contextlib, importlib.util, io, sys
            spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
            verify = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(verify)
            for folder in sys.argv[2:]:
                verify.faults.clear()
                sys.argv = ["verify.py", folder]
                with contextlib.redirect_stdout(io.StringIO()):
                    try:
                        verify.main()
                    except Exception as error:
                        verify.check(False, str(error))
                print(len(verify.faults), folder)

            """
        let path = try scratch.write("driver.py", driver)
        let done = try outcome(
            ["python3", "-B", path, verifierPath] + names.keys.sorted(), in: scratch)
        let lines = done.text.split(separator: "\n")
        #expect(done.status == 0 && lines.count == packs.count, "\(done.text)")
        return lines.filter { $0.hasPrefix("0 ") }.compactMap { names[String($0.dropFirst(2))] }
    }
}

private let verifierPath = repository + "/Sources/Pipeline/Report/Pack/verify.py"

/// The files of a pack in memory, to be forged.
struct PackFiles {
    var files: [String: [UInt8]]

    subscript(name: String) -> String {
        get { String(decoding: files[name] ?? [], as: UTF8.self) }
        set { files[name] = Array(newValue.utf8) }
    }

    var run: String {
        let value = try? CanonicalJSON(parsing: (files["pack.json"] ?? []).dropLast())
        return value?["run"]?.text ?? ""
    }

    /// Makes `SHA256SUMS` say what the files are.
    mutating func mendSums() {
        self["SHA256SUMS"] =
            files.filter { $0.key != "SHA256SUMS" }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\(Digest.of($0.value).hex)  \($0.key)\n" }.joined()
    }

    /// Makes manifest, journal, tree head and sums say that these are the results.
    mutating func mendAll() throws {
        let manifest = "runs/\(run)/manifest.json"
        var members = try #require(
            try CanonicalJSON(parsing: (files[manifest] ?? []).dropLast()).members)
        let outputs = (members["outputs"]?.elements ?? []).map { output -> CanonicalJSON in
            let bytes = files["runs/\(run)/\(output["name"]?.text ?? "")"] ?? []
            return [
                "digest": .string(Digest.of(bytes).hex), "name": output["name"] ?? .null,
                "size": .integer(Int64(bytes.count)),
            ]
        }
        members["outputs"] = .array(
            outputs.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) })
        let bytes = CanonicalJSON.object(members).bytes + [0x0A]
        files[manifest] = bytes
        let results = files["runs/\(run)/results.csv"] ?? []
        try chainAnew { event in
            guard event["event"]?.text == "run-sealed" else { return }
            event["manifest"] = .string(Digest.of(bytes).hex)
            event["results"] = .string(Digest.of(results).hex)
        }
        mendSums()
    }

    /// Changes the events of the journal, and chains all of it anew.
    mutating func chainAnew(_ change: (inout CanonicalJSON.Members) -> Void) throws {
        var previous = String(repeating: "0", count: 64)
        var lines: [[UInt8]] = []
        for (index, line) in (files["journal.jsonl"] ?? []).split(separator: 0x0A).enumerated() {
            var event = try #require(try CanonicalJSON(parsing: line).members)
            change(&event)
            event["check"] = nil
            event["previous"] = .string(previous)
            event["sequence"] = .integer(Int64(index + 1))
            event["check"] = .string(Digest.of(CanonicalJSON.object(event).bytes).hex)
            lines.append(CanonicalJSON.object(event).bytes)
            previous = Digest.of(lines[index]).hex
        }
        files["journal.jsonl"] = lines.flatMap { $0 + [0x0A] }
        let head = JournalLog(bytes: files["journal.jsonl"] ?? []).head
        files["tree-head.txt"] = Checkpoint(origin: "forged", head: head)?.text
    }
}

/// Output and exit status of a program; its environment is empty but for a path.
///
/// What it prints goes to a file: a pipe would be inherited by whatever another test starts.
func outcome(
    _ arguments: [String], in scratch: NightFolder, folder: String? = nil
) throws -> (text: String, status: Int32) {
    let output = try scratch.write("output-\(UUID().uuidString)", "")
    defer { try? FileManager.default.removeItem(atPath: output) }
    let handle = try FileHandle(forWritingTo: URL(filePath: output))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["-i", "PATH=/usr/bin:/bin:/usr/local/bin", "LANG=C.UTF-8"] + arguments
    process.currentDirectoryURL = URL(filePath: folder ?? scratch.path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    try handle.close()
    return (try String(contentsOfFile: output, encoding: .utf8), process.terminationStatus)
}
