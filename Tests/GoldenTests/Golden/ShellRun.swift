import Foundation

/// What a shell command printed, and its exit code as the text `0` with a line feed.
struct ShellRun: Equatable, Sendable {
    var stdout: Data
    var stderr: Data
    var exit: Data

    /// Seconds after which a command is stopped; its exit code is then 124.
    static let limit = 300

    /// Runs a command without standard input.
    ///
    /// Both streams go to files in `scratch`: a pipe that nobody empties would stop a command that
    /// prints much.
    init(_ command: String, in folder: URL, scratch: URL, environment: [String: String]) throws {
        let streams = ["stdout", "stderr"].map { scratch.appending(path: $0) }
        for stream in streams { try Data().write(to: stream) }

        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = ["--kill-after=5", "\(Self.limit)", "/bin/sh", "-c", command]
        process.currentDirectoryURL = folder
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: streams[0])
        process.standardError = try FileHandle(forWritingTo: streams[1])
        try process.run()
        process.waitUntilExit()

        stdout = try Data(contentsOf: streams[0])
        stderr = try Data(contentsOf: streams[1])
        let signal = process.terminationReason == .uncaughtSignal
        exit = Data("\((signal ? 128 : 0) + Int(process.terminationStatus))\n".utf8)
    }
}

/// Lends a new folder and removes it afterwards.
func withScratchFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "minhbach-golden-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
