import FoundationEssentials
import Ledger
import Synchronization
import Tabular

/// What exports say of cases, kept in `cache/history` and made where it is missing.
///
/// A file is named by the object and by what else its rows are a function of; both stand in it in
/// full, so one that has come to another name is not believed. One that is damaged is made anew.
/// Deleting any of them costs the reading of its export.
final class KeptExports: Sendable {
    private let folder: String
    private let isWritable: Bool
    private let made = Atomic<Int>(0)
    private let faults = Atomic<Int>(0)

    /// Exports that were read from their bytes.
    var readings: Int { made.load(ordering: .relaxed) }
    /// Files that were there and could not be used.
    var damaged: Int { faults.load(ordering: .relaxed) }

    /// The exports kept in a workspace; where its cache cannot be written nothing is kept.
    init(in workspace: Workspace) {
        folder = workspace.cachePath + "/history"
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        isWritable = FileManager.default.isWritableFile(atPath: folder)
    }

    /// Removes what processes left half written that were killed.
    func removeLeftovers() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasPrefix("tmp-") {
            try? FileManager.default.removeItem(atPath: folder + "/" + name)
        }
    }

    /// What an archived file says, read by these rules.
    func index(of object: Digest, _ rules: ExportRules) throws -> ExportIndex {
        let path = path(object, rules)
        if FileManager.default.fileExists(atPath: path) {
            if let index = try? ExportIndex(path: path, name(object, rules)) { return index }
            faults.wrappingAdd(1, ordering: .relaxed)
        }
        return try make(object, rules)
    }

    /// The rows whose hash lies between two; where they are damaged the file is made anew.
    func rows(
        in range: ClosedRange<UInt64>, of index: ExportIndex, _ object: Digest, _ rules: ExportRules
    ) throws -> [ExportedRow] {
        do {
            return try index.rows(in: range)
        } catch {
            faults.wrappingAdd(1, ordering: .relaxed)
            return try make(object, rules).rows(in: range)
        }
    }

    private func make(_ object: Digest, _ rules: ExportRules) throws -> ExportIndex {
        made.wrappingAdd(1, ordering: .relaxed)
        let bytes = ExportIndex.bytes(of: try rules.read(object), name(object, rules))
        if isWritable { keep(bytes, path(object, rules)) }
        return try ExportIndex(bytes: bytes, name(object, rules))
    }

    /// Writes a file aside and moves it to its place; a failure costs another question some time.
    private func keep(_ bytes: [UInt8], _ path: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let draft = "\(folder)/tmp-\(ProcessInfo.processInfo.processIdentifier)-\(name)"
        do {
            var sink = try FileSink(path: draft, compressed: false, permissions: 0o600)
            try sink.write(bytes)
            try sink.close()
            try moveFile(draft, over: path)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
        }
    }

    private func path(_ object: Digest, _ rules: ExportRules) -> String {
        "\(folder)/\(object.hex)-\(rules.key.hex.prefix(16))"
    }

    private func name(_ object: Digest, _ rules: ExportRules) -> String {
        "\(object.hex) \(rules.key.hex)"
    }

    /// The bytes of a file of the folder; nil where it is not there.
    func bytes(_ name: String) -> [UInt8]? { try? fileBytes(folder + "/" + name) }

    /// Keeps the bytes of another file.
    func keep(_ bytes: [UInt8], as name: String) {
        if isWritable { keep(bytes, folder + "/" + name) }
    }
}
