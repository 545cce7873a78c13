import Foundation
import Ledger

let time = "2025-06-01T02:00:00+07:00"

/// A folder of its own for one test, removed when the test ends.
final class Scratch: Sendable {
    let path: String

    init() throws {
        // In memory where the system has such a folder: hundreds of nights are sealed here, and
        // each waits for the disk a dozen times.
        let memory = "/dev/shm"
        let folder =
            FileManager.default.isWritableFile(atPath: memory)
            ? memory : FileManager.default.temporaryDirectory.path
        path = folder + "/ledger-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file below the folder and returns its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }

    var workspace: Workspace { Workspace(existing: path + "/workspace") }
}

/// A small generator of random numbers whose seed can be printed (Steele, Lea, Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

func bytes(of path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Overwrites a file in place; it keeps its permission bits.
func overwrite(_ path: String, _ bytes: [UInt8]) throws {
    let mode = try permissions(of: path)
    try setPermissions(of: path, 0o600)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
    try setPermissions(of: path, mode)
}

/// Executes a command of the system and returns its exit code.
func execute(_ command: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
}

func permissions(of path: String) throws -> Int {
    let value = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    return (value as? NSNumber)?.intValue ?? -1
}

func setPermissions(of path: String, _ mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
}

/// The paths of all files below a folder, relative to it, sorted.
func files(below path: String) -> [String] {
    let names = (FileManager.default.enumerator(atPath: path)?.allObjects ?? [])
    return names.compactMap { $0 as? String }.filter { name in
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }.sorted()
}

/// Archives two inputs, journals them and seals a run: what the trunk does every night.
@discardableResult
func sealRun(_ run: String, in scratch: Scratch, at time: String = time) throws -> Seal {
    let cases = try scratch.write("cases-\(run).csv", "id,due\nA\(run),2025-06-01\n")
    let mapping = try scratch.write("mapping.yaml", "columns: [id, due]\n")
    return try sealRun(run, cases: cases, mapping: mapping, in: scratch.workspace, at: time)
}

@discardableResult
func sealRun(
    _ run: String, cases: String, mapping: String, in existing: Workspace, at time: String
) throws -> Seal {
    let workspace = try Workspace(root: existing.root)
    var open = try workspace.open(at: time)
    try open.append([.runStarted(run: run)], at: time)
    let input = try open.objects.store(fileAt: cases, durability: .deferred)
    let rule = try open.objects.store(fileAt: mapping, durability: .deferred)
    try open.objects.makeDurable([input, rule])
    try open.append(
        [
            .objectReceived(
                digest: input.digest, size: input.size, name: "cases.csv", input: "cases"),
            .objectReceived(
                digest: rule.digest, size: rule.size, name: "mapping.yaml", input: "pipeline"),
        ], at: time)
    var draft = try open.draft(run: run)
    try draft.write("results.csv", Array("kpi,value\non-time,\(run)\n".utf8))
    try draft.write("accounts.csv", Array("input,read\ncases,1\n".utf8))
    let manifest = Manifest(
        program: "0.1.0", run: run, asOf: time,
        pipeline: [.init(role: "mapping", name: "mapping.yaml", digest: rule.digest)],
        inputs: [
            .init(
                input: "cases", digest: input.digest, size: input.size,
                received: open.journal.receipt(of: input.digest) ?? "", name: "cases.csv")
        ])
    return try open.seal(draft, manifest, at: time)
}
