import Foundation

/// A pipeline of four files and a folder in which the built program runs it.
struct TinyPipeline {
    let folder: URL

    private static let files = [
        "tiny.yaml": """
        minhbach: 1
        agency: {code: H01, name: {vi: Cơ quan, en: Agency}}
        as_of: 2026-01-01 00:00:00
        inputs:
          cases: {kind: case, files: "cases/*.csv", mapping: mapping.yaml}
        kpis: [kpi.yaml]
        periods:
          named: [{name: all, start: 2025-01-01, end: 2026-01-01}]

        """,
        "mapping.yaml": """
        mapping: tiny
        version: 1
        source: tiny
        kind: case
        format: csv
        columns:
          case_id: {header: [id], type: id, required: true}
          unit: {header: [unit], type: code}
        identity: [case_id]

        """,
        "kpi.yaml": """
        kpi: cases
        version: 1
        title: {vi: Số hồ sơ, en: Cases}
        basis: a test
        from: case
        value: count(*)
        levels: [agency, unit]
        every: [all]
        source: {system: a test, owner: a test, collected: a test}

        """,
        "cases/a.csv": "id,unit\nA1,U1\nA1,U1\nA2,U2\n",
    ]

    /// Lends a folder that holds the pipeline; in memory where the system has such a place, since
    /// every run waits for the disk.
    static func lend<Value>(_ body: (TinyPipeline) throws -> Value) throws -> Value {
        let memory = URL(filePath: "/dev/shm")
        let isThere = FileManager.default.isWritableFile(atPath: memory.path)
        let parent = isThere ? memory : FileManager.default.temporaryDirectory
        let tiny = TinyPipeline(folder: parent.appending(path: "minhbach-\(UUID().uuidString)"))
        defer { try? FileManager.default.removeItem(at: tiny.folder) }
        for (name, text) in files { try tiny.write(name, text) }
        return try body(tiny)
    }

    var workspace: String { folder.path + "/workspace" }

    func write(_ name: String, _ text: String) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    /// Runs a command of the shell in the folder; `$MINHBACH` is the program, `$W` the workspace.
    func shell(_ command: String, _ environment: [String: String] = [:]) throws -> Outcome {
        try withScratchFolder { scratch in
            let fixed = [
                "MINHBACH": Repository.program.path, "REPO": Repository.root.path, "W": workspace,
                "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
            ]
            let run = try ShellRun(
                command, in: folder, scratch: scratch,
                environment: fixed.merging(environment) { $1 })
            return Outcome(
                stdout: String(decoding: run.stdout, as: UTF8.self),
                stderr: String(decoding: run.stderr, as: UTF8.self),
                exit: Int(String(decoding: run.exit.dropLast(), as: UTF8.self)) ?? -1)
        }
    }

    /// How a command ended and what it printed.
    struct Outcome {
        var stdout: String
        var stderr: String
        var exit: Int
    }

    /// The name of the run that is published; nil where none is.
    var current: String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: workspace + "/current")
    }

    /// The outputs of the published run by name, the manifest aside: it bears the run's name.
    func published() throws -> [String: Data] {
        let run = workspace + "/current/"
        var outputs: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: run) {
            outputs[name] = try Data(contentsOf: URL(filePath: run + name))
        }
        outputs["manifest.json"] = nil
        return outputs
    }

    /// Paths below the workspace that only a run in progress may have.
    func temporaries() -> [String] {
        let names = FileManager.default.enumerator(atPath: workspace)?.allObjects ?? []
        return names.compactMap { $0 as? String }.filter {
            $0.contains("tmp") || $0.hasSuffix("-journal") || $0.hasSuffix("-wal")
        }
    }
}
