import Foundation

/// Runs a program again and again, each time with another of its file operations gone wrong.
///
/// The program is any that can be preloaded with the shim `faults.c`; it needs no switch of its
/// own. Test targets take this file in through a symbolic link.
struct FaultLoop {
    /// What happens to the chosen operation; `faults.c` says it exactly.
    enum Fault: Sendable, Equatable, CustomStringConvertible {
        case kill
        case torn
        case power
        case full
        case tight
        case error(Int32)

        var description: String {
            switch self {
            case .kill: "kill"
            case .torn: "torn"
            case .power: "power"
            case .full: "full"
            case .tight: "tight"
            case .error(let number): "error \(number)"
            }
        }

        fileprivate var environment: [String: String] {
            switch self {
            case .error(let number): ["FAULT_MODE": "error", "FAULT_ERRNO": "\(number)"]
            default: ["FAULT_MODE": description]
            }
        }
    }

    /// How one execution ended.
    struct Outcome: Sendable {
        /// Number of the operation that went wrong, the first is 1; 0 when none did.
        let operation: Int
        /// Call and path of that operation; empty when none went wrong.
        let call: String
        /// Whether a signal ended the program.
        let isKilled: Bool
        /// The exit code, where the program ended by itself.
        let exitCode: Int32
        /// What the program printed, both streams.
        let output: String

        /// The failed call was one that only cleans up.
        var isCleaning: Bool { call.hasPrefix("unlink") || call.hasPrefix("rmdir") }
    }

    /// The program.
    var binary: String
    /// Its arguments.
    var arguments: [String]
    /// What its environment has beyond that of the tests.
    var environment: [String: String]
    /// The folder below which operations count.
    var root: String

    /// Executes the program for every operation from the first to the last, or for one in so many,
    /// and returns how many there are.
    ///
    /// `prepare` must set the root up the same way each time; `check` sees what was left.
    @discardableResult
    func run(
        _ fault: Fault, every step: Int = 1, prepare: () throws -> Void,
        check: (Outcome) throws -> Void
    ) throws -> Int {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("faults-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let shim = try buildShim(in: folder)
        try prepare()
        let (whole, count) = try execute(nil, at: 0, shim, in: folder)
        try check(whole)
        for operation in stride(from: 1, through: count, by: step) {
            try prepare()
            try check(try execute(fault, at: operation, shim, in: folder).outcome)
        }
        return count
    }

    private func execute(
        _ fault: Fault?, at operation: Int, _ shim: String, in folder: URL
    ) throws -> (outcome: Outcome, operations: Int) {
        let count = folder.appendingPathComponent("count")
        let trace = folder.appendingPathComponent("trace")
        let output = folder.appendingPathComponent("output")
        for file in [count, trace] { try? FileManager.default.removeItem(at: file) }
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)

        let process = Process()
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }
            .merging([
                "LD_PRELOAD": shim, "FAULT_ROOT": root,
                "FAULT_COUNT": count.path, "FAULT_TRACE": trace.path,
            ]) { $1 }
            .merging(
                fault.map { $0.environment.merging(["FAULT_AT": "\(operation)"]) { $1 } } ?? [:]
            ) { $1 }
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        try handle.close()
        let outcome = Outcome(
            operation: operation, call: text(trace), isKilled: process.terminationReason != .exit,
            exitCode: process.terminationStatus, output: text(output))
        return (outcome, Int(text(count)) ?? 0)
    }

    private func text(_ file: URL) -> String {
        let bytes = (try? Data(contentsOf: file)) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Compiles the shim into a folder and returns its path.
    private func buildShim(in folder: URL) throws -> String {
        let source = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("faults.c")
        let library = folder.appendingPathComponent("faults.so").path
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = [
            "clang", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library,
            source.path, "-ldl", "-lpthread",
        ]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw ShimError.doesNotCompile }
        return library
    }

    private enum ShimError: Error { case doesNotCompile }
}
