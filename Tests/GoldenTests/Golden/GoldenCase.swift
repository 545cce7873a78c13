import Foundation
import Testing

/// A folder with a shell command in `cmd`, what it must print in `stdout` and `stderr`, and its
/// exit code in `exit`.
///
/// All else in the folder is input: the command runs in a copy of it, which is its own and is
/// thrown away. `$MINHBACH` is the built program and `$REPO` the checkout. `$HOME` is empty and
/// outside the copy; nothing else of the caller's environment is there.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    static let expectations = ["stdout", "stderr", "exit"]

    var folder: URL

    var testDescription: String {
        "\(folder.deletingLastPathComponent().lastPathComponent)/\(folder.lastPathComponent)"
    }

    /// All cases below a folder, by topic and name.
    static func all(in cases: URL) throws -> [GoldenCase] {
        try folders(in: cases).flatMap(folders(in:)).map(GoldenCase.init)
    }

    private static func folders(in parent: URL) throws -> [URL] {
        try FileManager.default
            .contentsOfDirectory(at: parent, includingPropertiesForKeys: [.isDirectoryKey])
            .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    /// Runs the command in a copy of the folder.
    func run() throws -> ShellRun {
        let command = try String(contentsOf: folder.appending(path: "cmd"), encoding: .utf8)
        return try withScratchFolder { scratch in
            let copy = scratch.appending(path: "case")
            try FileManager.default.copyItem(at: folder, to: copy)
            for name in ["cmd"] + Self.expectations {
                try? FileManager.default.removeItem(at: copy.appending(path: name))
            }
            let home = scratch.appending(path: "home")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            let environment = [
                "HOME": home.path,
                "LC_ALL": "C",
                "MINHBACH": Repository.program.path,
                "PATH": "/usr/bin:/bin",
                "REPO": Repository.root.path,
                "TZ": "UTC",
            ]
            return try ShellRun(command, in: copy, scratch: scratch, environment: environment)
        }
    }

    /// How a run differs from what is recorded, as a unified diff; empty where it does not.
    func difference(from actual: ShellRun) throws -> String {
        try zip(Self.expectations, [actual.stdout, actual.stderr, actual.exit])
            .map { try difference(of: $0, from: $1) }
            .joined()
    }

    private func difference(of name: String, from actual: Data) throws -> String {
        let expected = folder.appending(path: name)
        guard let recorded = try? Data(contentsOf: expected) else {
            return "\(name) is missing; `make golden` records it\n"
        }
        if recorded == actual { return "" }
        return try withScratchFolder { scratch in
            try actual.write(to: scratch.appending(path: "actual"))
            try recorded.write(to: scratch.appending(path: "recorded"))
            let diff = "diff -u --label 'recorded \(name)' --label 'actual \(name)' recorded actual"
            let environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
            let run = try ShellRun(diff, in: scratch, scratch: scratch, environment: environment)
            return String(decoding: run.stdout + run.stderr, as: UTF8.self)
        }
    }

    /// Writes what a run printed as what it must print.
    func record(_ actual: ShellRun) throws {
        try actual.stdout.write(to: folder.appending(path: "stdout"))
        try actual.stderr.write(to: folder.appending(path: "stderr"))
        try actual.exit.write(to: folder.appending(path: "exit"))
    }
}
