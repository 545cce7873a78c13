import Foundation
import Ledger
import Testing

@Suite struct `A workspace` {
    @Test func `is made with folders for its owner alone`() throws {
        let scratch = try Scratch()
        let root = scratch.path + "/deep/er/workspace"
        _ = try Workspace(root: root + "/")
        for folder in ["", "/objects", "/runs", "/cache"] {
            #expect(try permissions(of: root + folder) == 0o700)
        }
        _ = try Workspace(root: root)
    }

    @Test(arguments: ["file/workspace", "file"])
    func `that cannot be made is an error that names the place`(_ name: String) throws {
        let scratch = try Scratch()
        try scratch.write("file", "")
        let error = #expect(throws: LedgerError.self) {
            try Workspace(root: scratch.path + "/" + name)
        }
        guard case .system(_, let path, ENOTDIR) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path.hasPrefix(scratch.path + "/file"))
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
    func `that may not be written to is an error`() throws {
        let scratch = try Scratch()
        try setPermissions(of: scratch.path, 0o500)
        defer { try? setPermissions(of: scratch.path, 0o700) }
        let root = scratch.path + "/workspace"
        #expect(throws: LedgerError.system(call: "mkdir", path: root, errno: EACCES)) {
            try Workspace(root: root)
        }
    }

    @Test(arguments: ["objects", "runs", "cache"])
    func `takes no link for one of its folders`(_ name: String) throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let path = workspace.root + "/" + name
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/elsewhere", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: scratch.path + "/elsewhere")
        #expect(throws: LedgerError.wrongKind(path: path, found: .symbolicLink)) {
            try Workspace(root: workspace.root)
        }
    }

    @Test(arguments: ["journal.jsonl", "lock"])
    func `writes through no link`(_ name: String) throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let victim = try scratch.write("victim", "precious\n")
        try FileManager.default.createSymbolicLink(
            atPath: workspace.root + "/" + name, withDestinationPath: victim)
        #expect(throws: LedgerError.self) { _ = try workspace.open(at: time) }
        #expect(try bytes(of: victim) == Array("precious\n".utf8))
    }

    @Test func `follows no link that waits where an object or a run will be`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let elsewhere = scratch.path + "/elsewhere"
        try FileManager.default.createDirectory(
            atPath: elsewhere, withIntermediateDirectories: true)
        try scratch.write("elsewhere/precious", "")
        for place in ["objects/ba", "runs/tmp-r1", "current.tmp", "objects/tmp-x"] {
            try FileManager.default.createSymbolicLink(
                atPath: workspace.root + "/" + place, withDestinationPath: elsewhere)
        }
        #expect(
            throws: LedgerError.wrongKind(
                path: workspace.root + "/objects/ba", found: .symbolicLink)
        ) {
            try workspace.objects.store(bytes: Array("abc".utf8))
        }
        #expect(try verifyLedger(workspace).contains { $0.file == "objects/ba" })
        try FileManager.default.removeItem(atPath: workspace.root + "/objects/ba")
        try sealRun("r1", in: scratch)
        #expect(files(below: elsewhere) == ["precious"])
        #expect(try verifyLedger(workspace) == [])
    }

    @Test func `is held by one process at a time`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let first = try workspace.open(at: time)
        #expect(throws: LedgerError.locked(holder: "\(getpid())")) {
            _ = try workspace.open(at: time)
        }
        #expect(throws: LedgerError.locked(holder: "\(getpid())")) { _ = try workspace.lock() }
        #expect(first.recovered == [])
    }

    @Test func `is free again when its holder is killed`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let lock = try scratch.write("workspace/lock", "4711\n")
        let holder = Process()
        let output = Pipe()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // Without a child of its own that would inherit the lock and outlive the kill.
        holder.arguments = [
            "flock", "--no-fork", lock, "sh", "-c", "echo held; exec sleep 60",
        ]
        holder.standardOutput = output
        try holder.run()
        #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
        #expect(throws: LedgerError.locked(holder: "4711")) { _ = try workspace.lock() }
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        _ = try workspace.lock()
        #expect(try bytes(of: lock) == Array("\(getpid())\n".utf8))
    }
}
