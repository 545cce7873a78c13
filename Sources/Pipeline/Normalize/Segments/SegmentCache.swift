import FoundationEssentials
import Ledger
import Synchronization
import Tabular

/// What reading files gave, kept for other nights and for what the memory is not to hold.
///
/// A file of segments is named by the digest of all that its cells are a function of: the raw
/// object, the mapping and catalogues, the columns that are kept, the program. So it is found only
/// where it would come out the same; one that is damaged is not used and written anew. Those of
/// many small files lie in packs. Deleting any of them changes no result.
final class SegmentCache: Sendable {
    /// The folder of the files.
    let folder: String
    /// Whether the disk was found full: a file is then kept only for what memory cannot hold.
    let isOnFullDisk: Bool
    /// Whether only what memory cannot hold is written, and never looked for.
    let isScratch: Bool
    private let used = Mutex<Set<String>>([])
    private let faults = Atomic<Int>(0)
    private let budget: MemoryBudget
    private let isAnew: Bool
    /// Whether cells stay in their files until they are asked for, and nothing is written.
    private let isOnlyRead: Bool
    private let packs: SegmentPacks
    /// Names of the files that lay there at the beginning: to ask for each of thousands takes long.
    private let present: Set<String>

    /// Bytes that the cache may take, or twice what the last run needed if that is more.
    private static let limit = 4 << 30

    /// The cache of a workspace; what a killed run left half written is removed.
    ///
    /// Nothing that lies there is used if all is to be read anew.
    init(in workspace: Workspace, budget: MemoryBudget, isAnew: Bool, onFullDisk: Bool) {
        isScratch = false
        self.isAnew = isAnew
        isOnlyRead = false
        isOnFullDisk = onFullDisk
        folder = workspace.cachePath + "/segments"
        packs = SegmentPacks(in: folder)
        self.budget = budget
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let names = Self.names(in: folder)
        present = Set(names)
        for name in names where name.hasPrefix("tmp-") { remove(name) }
    }

    /// A folder for what memory cannot hold, of one rebuilding alone; nothing in it is found again.
    init(scratch folder: String, budget: MemoryBudget) {
        isScratch = true
        isOnlyRead = false
        isAnew = true
        isOnFullDisk = false
        self.folder = folder
        packs = SegmentPacks(in: folder)
        present = []
        self.budget = budget
    }

    /// The cache of a workspace whose lock somebody else may hold: nothing in it is changed.
    init(reading workspace: Workspace) {
        isScratch = false
        isAnew = false
        isOnlyRead = true
        isOnFullDisk = true
        folder = workspace.cachePath + "/segments"
        packs = SegmentPacks(in: folder)
        present = Set(Self.names(in: folder))
        budget = MemoryBudget(limit: 0)
    }

    /// Files that were there and could not be used.
    var damaged: Int { faults.load(ordering: .relaxed) }

    /// What reading a file gave before, its cells in memory as far as there is room.
    ///
    /// `layouts` are those of the input's table and of its children.
    func reading(_ key: Digest, _ layouts: [TableLayout]) -> FileReading? {
        if isAnew { return nil }
        let name = key.hex
        if present.contains(name) {
            let path = folder + "/" + name
            let reading = attempt {
                try stored(path, 0..<fileSize(path), key, layouts)
            }
            if reading != nil { _ = used.withLock { $0.insert(name) } }
            return reading
        }
        guard let place = packs.place(of: key, damaged: noteDamage) else { return nil }
        let reading = attempt {
            try stored(folder + "/" + place.pack, place.range, key, layouts)
        }
        if reading != nil { packs.noteUse(of: place) }
        return reading
    }

    private func stored(
        _ path: String, _ range: Range<Int>, _ key: Digest, _ layouts: [TableLayout]
    ) throws -> FileReading {
        let source = try SegmentBytes(path, range)
        var reading = try readSegmentFile(source, key)
        guard reading.parts.allSatisfy({ $0.fits(layouts) }) else { throw DamagedBytes() }
        if isOnlyRead { return reading }
        for index in reading.parts.indices { try load(&reading.parts[index], from: source) }
        return reading
    }

    private func attempt(_ read: () throws -> FileReading) -> FileReading? {
        do {
            return try read()
        } catch {
            noteDamage()
            return nil
        }
    }

    private func noteDamage() { faults.wrappingAdd(1, ordering: .relaxed) }

    private func load(_ part: inout PartReading, from source: SegmentBytes) throws {
        let loaded = try part.loaded(from: source)
        if budget.take(loaded.size) { part = loaded }
    }

    /// Begins a file of segments, whose content may go into a pack if it stays small.
    func writer(_ key: Digest, mayPack: Bool) throws(TabularError) -> SegmentFileWriter {
        _ = used.withLock { $0.insert(key.hex) }
        return try SegmentFileWriter(
            folder + "/" + key.hex, draft: folder + "/tmp-\(key.hex)", key: key, mayPack: mayPack)
    }

    /// Puts the segments of a small file into a pack.
    func pack(_ bytes: [UInt8], _ key: Digest) { packs.add(bytes, key) }

    /// Writes what is still to be packed; called when all files have been read.
    func completePacks() { packs.complete() }

    /// Whether the cells of a part may stay in memory.
    func keeps(_ part: PartReading) -> Bool { budget.take(part.size) }

    /// Removes what is left of a file that could not be written.
    func abandon(_ key: Digest) { remove("tmp-\(key.hex)") }

    /// Removes what has not been used for longest, until the rest is within the limit.
    ///
    /// What this run used bears its moment; a run that used nothing leaves all as it is.
    func prune(at moment: Moment) {
        for name in packs.replaced() { remove(name) }
        let used = used.withLock { $0 }.union(packs.used())
        let now = Date(timeIntervalSince1970: TimeInterval(moment.local - Moment.zone))
        var files = Self.names(in: folder).map { (name: $0, size: 0, date: now) }
        for index in files.indices {
            let path = folder + "/" + files[index].name
            if used.contains(files[index].name) {
                try? FileManager.default.setAttributes([.modificationDate: now], ofItemAtPath: path)
            }
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            files[index].size = attributes?[.size] as? Int ?? 0
            files[index].date = attributes?[.modificationDate] as? Date ?? now
        }
        let mine = files.reduce(0) { $0 + (used.contains($1.name) ? $1.size : 0) }
        var total = files.reduce(0) { $0 + $1.size }
        for file in files.sorted(by: { ($0.date, $0.name) < ($1.date, $1.name) })
        where total > max(Self.limit, 2 * mine) && !used.contains(file.name) {
            remove(file.name)
            total -= file.size
        }
    }

    /// Removes all of it, for the disk is full, and says how many bytes that were.
    func clear() -> Int {
        var freed = 0
        for name in Self.names(in: folder) {
            freed += (try? fileSize(folder + "/" + name)) ?? 0
            remove(name)
        }
        return freed
    }

    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted(by: precedes)
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
