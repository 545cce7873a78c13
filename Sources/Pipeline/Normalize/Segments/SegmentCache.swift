import FoundationEssentials
import Ledger
import Synchronization
import Tabular

/// What reading files gave, kept for other nights and for what the memory is not to hold.
///
/// A file of segments is named by the digest of all that its cells are a function of: the raw
/// object, the mapping and catalogues, the columns that are kept, the program. So it is found only
/// where it would come out the same; one that is damaged is not used and written anew. Deleting
/// any of them changes no result.
final class SegmentCache: Sendable {
    private let folder: String
    private let used = Mutex<Set<String>>([])
    private let budget: MemoryBudget

    /// The cache of a workspace; what a killed run left half written is removed.
    init(in workspace: Workspace, budget: MemoryBudget) {
        folder = workspace.cachePath + "/segments"
        self.budget = budget
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        for name in names where name.hasPrefix("tmp-") { remove(name) }
    }

    /// What reading a file gave before, its cells in memory as far as there is room.
    func reading(_ key: Digest) -> FileReading? {
        let path = folder + "/" + key.hex
        guard FileManager.default.fileExists(atPath: path),
            var reading = try? readSegmentFile(path)
        else { return nil }
        do {
            for index in reading.parts.indices { try load(&reading.parts[index]) }
        } catch {
            return nil
        }
        _ = used.withLock { $0.insert(key.hex) }
        return reading
    }

    private func load(_ part: inout PartReading) throws {
        let loaded = try part.loaded()
        if budget.take(loaded.size) { part = loaded }
    }

    /// Begins a file of segments; nil where none can be written.
    func writer(_ key: Digest) throws(TabularError) -> SegmentFileWriter {
        _ = used.withLock { $0.insert(key.hex) }
        return try SegmentFileWriter(
            folder + "/" + key.hex,
            draft: folder + "/tmp-\(key.hex)")
    }

    /// Whether the cells of a part may stay in memory.
    func keeps(_ part: PartReading) -> Bool { budget.take(part.size) }

    /// Removes what is left of a file that could not be written.
    func abandon(_ key: Digest) { remove("tmp-\(key.hex)") }

    /// Removes files that this run did not use, when they are more than those that it used.
    func prune() {
        let used = used.withLock { $0 }
        let sizes = names.map { name in (name: name, size: size(name)) }
        let mine = sizes.reduce(0) { $0 + (used.contains($1.name) ? $1.size : 0) }
        var others = sizes.reduce(0) { $0 + (used.contains($1.name) ? 0 : $1.size) }
        for (name, size) in sizes where !used.contains(name) && others > mine {
            remove(name)
            others -= size
        }
    }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted(by: precedes)
    }

    private func size(_ name: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
        return attributes?[.size] as? Int ?? 0
    }

    private func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: folder + "/" + name)
    }
}

/// How many bytes of cells stay in memory; what is beyond lies in files.
///
/// A quarter of what the run may take: the rest is for telling copies apart, for medians and peaks,
/// for the figures.
final class MemoryBudget: Sendable {
    private let limit: Int
    private let taken = Atomic<Int>(0)

    init(limit: Int) {
        self.limit = limit / 4
    }

    /// Takes bytes, if there are so many left.
    func take(_ bytes: Int) -> Bool {
        if taken.wrappingAdd(bytes, ordering: .relaxed).newValue <= limit { return true }
        taken.wrappingSubtract(bytes, ordering: .relaxed)
        return false
    }
}
