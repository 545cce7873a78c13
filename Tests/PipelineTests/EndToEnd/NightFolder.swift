import Foundation
import Pipeline
import Synchronization
import Testing

/// A folder of its own for one test, removed when the test ends.
final class NightFolder: Sendable {
    let path: String

    init() throws {
        // In memory where the system has such a folder: every run waits for the disk.
        let memory = "/dev/shm"
        let isThere = FileManager.default.isWritableFile(atPath: memory)
        let folder = isThere ? memory : FileManager.default.temporaryDirectory.path
        path = folder + "/minhbach-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Path of the workspace; `run` makes it.
    var workspace: String { path + "/workspace" }

    /// Writes a file below the folder, its folders too, and returns its path.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let file = path + "/" + name
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// Writes a text file below the folder.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, text.utf8)
    }
}

/// What a run in a test is asked to do.
struct Night {
    var pipeline: String
    var inputs: [(name: String, path: String)] = []
    var asOf: String?
    var now = "2026-01-05T02:00:00"
    var keyFile: String?
    var threads = 2
    var acceptsShrink = false
    var memory = 4 << 30
    var rehashes = false
    var reprocess: Reprocess?
    var receivedBy: String?
    var log = RunLog.silent

    /// Runs the pipeline and seals the result.
    @discardableResult
    func run(into workspace: String) throws -> SealedRun {
        try Pipeline.run(try request(into: workspace))
    }

    /// What the run is asked to do.
    func request(into workspace: String) throws -> RunRequest {
        RunRequest(
            pipeline: pipeline, workspace: workspace, overrides: try overrides(),
            now: try #require(Moment(text: now)), keyFile: keyFile, threads: threads,
            memory: memory, acceptsShrink: acceptsShrink, rehashes: rehashes,
            reprocess: reprocess,
            receivedBy: try receivedBy.map { try #require(Moment(text: $0)) }, log: log)
    }

    /// Runs the pipeline; the steps that the run tells of, and the sealed result.
    func steps(into workspace: String) throws -> (steps: [String], sealed: SealedRun) {
        var night = self
        let collected = Collected()
        night.log = .lines { collected.add($0) }
        let sealed = try night.run(into: workspace)
        let steps = collected.lines.compactMap { $0.split(separator: " ").first.map(String.init) }
        return (steps, sealed)
    }

    /// Makes the pipeline another one that computes the same, so that no sealed run stands for it.
    func touch(_ word: String) throws {
        let text = try String(contentsOfFile: pipeline, encoding: .utf8)
        try Data((text + "# \(word)\n").utf8).write(to: URL(fileURLWithPath: pipeline))
    }

    /// What the command line would say instead of the pipeline.
    func overrides() throws -> PlanOverrides {
        var overrides = PlanOverrides(inputs: inputs)
        if let asOf { overrides.asOf = try #require(Moment(text: asOf)).local }
        return overrides
    }
}

/// Lines that a run told.
private final class Collected: Sendable {
    private let store = Mutex<[String]>([])
    var lines: [String] { store.withLock { $0 } }
    func add(_ line: String) { store.withLock { $0.append(line) } }
}

/// The exit status with which a command ends that throws what the body throws; done if nothing.
func status(_ body: () throws -> Void) -> Pipeline.ExitStatus {
    do {
        try body()
        return .done
    } catch {
        return RunError(error).status
    }
}

/// The findings for which the body stops a run; none where it does not.
func stoppingFindings(_ body: () throws -> Void) -> [Finding] {
    do {
        try body()
    } catch RunError.inputUnusable(let findings) {
        return findings
    } catch {
        Issue.record(error)
    }
    return []
}
