import Foundation
import Ledger
import Pipeline
import Testing

/// A workspace made anew from another one's objects and journal, by somebody who may write all of
/// it: chain, seal and manifest hold together whatever the run says.
struct ForgedSeal {
    /// Version of the program that the manifest names; nil: that which it named.
    var program: String?
    /// What the published files say instead.
    var files: [String: [UInt8]] = [:]
    /// Files that the manifest names besides, which were archived too.
    var pipeline: [(role: String, name: String, bytes: [UInt8])] = []
    /// Whether the journal tells that they arrived.
    var journalsThem = true

    /// Makes the workspace with the last sealed run of another, and gives the run's name.
    @discardableResult
    func make(from source: String, into target: String) throws -> String {
        let files = FileManager.default
        let old = Workspace(existing: source)
        let workspace = try Workspace(root: target)
        let time = "2026-02-01T02:00:00+07:00"
        try files.removeItem(atPath: target + "/objects")
        try files.copyItem(atPath: source + "/objects", toPath: target + "/objects")
        var open = try workspace.open(at: time)
        let journal = try old.journal()
        let run = try #require(journal.seals.last?.run)
        for entry in journal.entries {
            if case .objectReceived = entry.event { try open.append([entry.event], at: entry.at) }
        }
        let bytes = { (name: String) in
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(source)/runs/\(run)/\(name)")))
        }
        let manifest = try #require(Manifest(bytes: try bytes(Manifest.fileName)))
        let added = try pipeline.map { file in
            let object = try open.objects.store(bytes: file.bytes)
            if journalsThem {
                let event = JournalEvent.objectReceived(
                    digest: object.digest, size: object.size, name: file.name, input: file.role)
                try open.append([event], at: time)
            }
            return Manifest.PipelineFile(
                role: file.role, name: file.name, digest: object.digest)
        }
        var draft = try open.draft(run: run)
        for output in manifest.outputs {
            try draft.write(output.name, try self.files[output.name] ?? bytes(output.name))
        }
        // Whoever rewrites figures leaves no table that contradicts them.
        var details = manifest.details
        details["revisions"] = nil
        let forged = Manifest(
            program: program ?? manifest.program, run: run, asOf: manifest.asOf,
            pipeline: manifest.pipeline + added, inputs: manifest.inputs,
            details: details)
        _ = try open.seal(draft, forged, at: time)
        return run
    }
}

/// Overwrites a file in place; it keeps its permission bits.
func overwriteInPlace(_ path: String, _ bytes: [UInt8]) throws {
    let files = FileManager.default
    let mode = try files.attributesOfItem(atPath: path)[.posixPermissions]
    try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
    try files.setAttributes([.posixPermissions: mode ?? 0o600], ofItemAtPath: path)
}

/// The bytes of a file.
func bytesOfFile(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}
