import Dispatch
import Synchronization

/// The archive: bytes under the name of their SHA-256, written once, never changed.
///
/// `objects/ab/ab12…` holds the bytes whose digest begins with `ab12`; `sha256sum` checks it
/// without us. An object appears under its name whole or not at all. Several threads may store.
package struct ObjectStore: Sendable {
    /// When a stored object must have reached the disk.
    package enum Durability: Sendable {
        /// Before the call returns.
        case immediate
        /// When `makeDurable` is called; the journal may name the object only then.
        case deferred
    }

    static let mode: UInt32 = 0o400

    let root: String

    /// Copies a file into the archive, links followed, and says under which digest.
    ///
    /// A file that changes while it is read is an error, and nothing is stored.
    package func store(
        fileAt path: String, durability: Durability = .immediate
    ) throws(LedgerError) -> StoredObject {
        var block: [UInt8] = []
        return try store(fileAt: path, durability: durability, by: &block).object
    }

    /// The same by way of a block of bytes that the caller has, whatever is in it.
    ///
    /// `isWhole` tells that the block holds all bytes of the file, and that they lie there for the
    /// first time: of thousands of small files none is then opened again to be read. With a second
    /// thread, blocks of a large file are written while they are hashed.
    package func store(
        fileAt path: String, durability: Durability, by block: inout [UInt8], threads: Int = 1
    ) throws(LedgerError) -> (object: StoredObject, isWhole: Bool) {
        try requireReadable(path)
        let source = try openSource(path)
        let before = try source.status()
        guard before.kind == .file else {
            throw .sourceIsNotAFile(path: path, found: before.kind)
        }
        var draft = try ObjectDraft(in: self)
        let isShared = threads > 1 && before.size > sharedBlockSize
        block.resize(to: min(max(before.size, 1), isShared ? sharedBlockSize : blockSize))
        let stream = Mutex(DigestStream())
        var size = 0
        // A file that was read in several steps has left only the last of them in the block.
        var isWhole = false
        while true {
            let count = try source.read(into: &block)
            if count == 0 { break }
            if isShared {
                try write(block, count, to: draft.file, whileHashedBy: stream)
            } else {
                stream.withLock { $0.append(block, count: count) }
                try draft.file.write(block, count: count)
            }
            isWhole = size == 0 && count == before.size
            size += count
        }
        let after = try FileSystem.status(of: path, followingLink: true)
        guard let after, size == before.size, !before.identity.mayDiffer(from: after.identity)
        else { throw .sourceChanged(path: path) }
        let object = try keep(
            &draft, as: stream.withLock { $0.finish() }, size: size, source: before.identity,
            durability)
        return (object, object.isNew && isWhole)
    }

    /// Puts bytes into the archive and says under which digest.
    package func store(
        bytes: [UInt8], durability: Durability = .immediate
    ) throws(LedgerError) -> StoredObject {
        var draft = try ObjectDraft(in: self)
        try draft.file.write(bytes, count: bytes.count)
        return try keep(
            &draft, as: .of(bytes), size: bytes.count, source: nil, durability)
    }

    /// Waits until objects that were stored with deferred durability have reached the disk.
    ///
    /// Waiting for all of them behind the last copy is faster than after each: the first wait
    /// commits the names and lengths of all.
    package func makeDurable(_ objects: [StoredObject]) throws(LedgerError) {
        let new = Set(objects.filter(\.isNew).map(\.digest)).sorted()
        // Each wait is a turn of the disk, and three thousand small files would take as many.
        // After one wait for all of them each of their own is short, and tells of faults.
        if new.count > 64 { FileSystem.synchronizeAll() }
        for digest in new {
            try PosixFile(reading: path(of: digest), followingLink: false).synchronize()
        }
        for folder in Set(new.map(folderPath)).sorted() {
            try FileSystem.synchronizeFolder(folder)
        }
        if !new.isEmpty { try FileSystem.synchronizeFolder(root) }
    }

    /// Path of the bytes that are read as the object, whether it is there or not.
    ///
    /// Where personal values were overwritten in it, these are the redacted bytes.
    package func path(of digest: Digest) -> String {
        hasRedaction(digest) ? redactedPath(of: digest) : originalPath(of: digest)
    }

    /// Path of the bytes whose digest is the name.
    func originalPath(of digest: Digest) -> String {
        folderPath(digest) + "/" + digest.hex
    }

    /// Path of the bytes that stand for an object in which personal values were overwritten.
    func redactedPath(of digest: Digest) -> String { redactedRoot + "/" + digest.hex }

    /// Folder of redacted objects, beside that of all others.
    var redactedRoot: String { folder(of: root) + "/redacted" }

    /// Whether redacted bytes stand for an object.
    func hasRedaction(_ digest: Digest) -> Bool {
        ((try? FileSystem.status(of: redactedPath(of: digest))) ?? nil)?.kind == .file
    }

    /// The object of this digest, if there is one of this size; its bytes are not read.
    ///
    /// For bytes that are known to be those of a file that has not changed since they were read.
    package func stored(
        _ digest: Digest, as source: FileIdentity
    ) throws(LedgerError) -> StoredObject? {
        if hasRedaction(digest) {
            return StoredObject(digest: digest, size: source.size, isNew: false, source: source)
        }
        let status = try FileSystem.status(of: path(of: digest))
        guard let status, status.kind == .file, status.size == source.size else { return nil }
        return StoredObject(digest: digest, size: source.size, isNew: false, source: source)
    }

    /// Whether there is an object of this digest; its bytes are not read.
    package func contains(_ digest: Digest) throws(LedgerError) -> Bool {
        try FileSystem.status(of: path(of: digest))?.kind == .file
    }

    /// The digests of all objects, sorted; their bytes are not read.
    package func all() throws(LedgerError) -> [Digest] {
        var digests: [Digest] = []
        for folder in try FileSystem.names(in: root) where folder.utf8.count == 2 {
            guard try FileSystem.status(of: root + "/" + folder)?.kind == .folder else { continue }
            for name in try FileSystem.names(in: root + "/" + folder) {
                if let digest = Digest(hex: name), name.hasPrefix(folder) { digests.append(digest) }
            }
        }
        return digests
    }

    /// Removes what a killed run left half copied.
    func removeLeftovers() throws(LedgerError) -> [String] {
        let names = try FileSystem.names(in: root).filter { $0.hasPrefix("tmp-") }
        for name in names { try FileSystem.remove(root + "/" + name) }
        return names
    }

    /// Waits until an object has reached the disk under its name.
    func synchronize(_ digest: Digest) throws(LedgerError) {
        try PosixFile(reading: path(of: digest), followingLink: false).synchronize()
        try FileSystem.synchronizeFolder(folderPath(digest))
        try FileSystem.synchronizeFolder(root)
    }

    private func folderPath(_ digest: Digest) -> String {
        root + "/" + digest.hex.prefix(2)
    }

    private func keep(
        _ draft: inout ObjectDraft, as digest: Digest, size: Int, source: FileIdentity?,
        _ durability: Durability
    ) throws(LedgerError) -> StoredObject {
        // What was erased does not come back with the next delivery of the same file.
        if hasRedaction(digest) {
            return StoredObject(digest: digest, size: size, isNew: false, source: source)
        }
        let path = originalPath(of: digest)
        let folder = folderPath(digest)
        if let present = try FileSystem.status(of: path) {
            guard present.kind == .file else {
                throw .damagedObject(path: path, fault: .notAFile(present.kind))
            }
            guard present.size == size else {
                throw .damagedObject(path: path, fault: .size(expected: size, found: present.size))
            }
            return StoredObject(digest: digest, size: size, isNew: false, source: source)
        }
        try draft.file.setMode(Self.mode)
        if durability == .immediate { try draft.file.synchronize() }
        let isNewFolder = try FileSystem.makeFolder(folder)
        try requireFolder(folder)
        try FileSystem.rename(draft.file.path, to: path)
        draft.isKept = true
        if durability == .immediate {
            try FileSystem.synchronizeFolder(folder)
            if isNewFolder { try FileSystem.synchronizeFolder(root) }
        }
        return StoredObject(digest: digest, size: size, isNew: true, source: source)
    }
}

/// What the archive says of bytes it was given.
package struct StoredObject: Sendable, Hashable {
    /// The SHA-256 of the bytes, by which the object is named.
    package var digest: Digest
    /// Size in bytes.
    package var size: Int
    /// Whether the archive did not hold these bytes before.
    package var isNew: Bool
    /// The file they came from, as it was before it was read.
    package var source: FileIdentity?
}

/// A copy that is not yet an object; what is left of it is removed when its owner goes.
private struct ObjectDraft: ~Copyable {
    let file: PosixFile
    /// Whether it has become an object; its old name may be another thread's draft by now.
    var isKept = false

    init(in store: ObjectStore) throws(LedgerError) {
        file = try unusedFile(in: store.root)
    }

    // A failure leaves a leftover for the next run to remove.
    deinit {
        if !isKept { try? FileSystem.remove(file.path) }
    }
}

/// Creates a file of a name that no other thread uses.
private func unusedFile(in folder: String) throws(LedgerError) -> PosixFile {
    var number = 0
    while true {
        do {
            let path = folder + "/tmp-\(Process.identifier)-\(number)"
            return try PosixFile(creating: path, mode: 0o600)
        } catch {
            guard case .system(_, _, Errno.exists) = error else { throw error }
            number += 1
        }
    }
}

private func requireReadable(_ path: String) throws(LedgerError) {
    // Looked at before it is opened: opening a device or a pipe can do something already.
    do throws(LedgerError) {
        let kind = try FileSystem.status(of: path, followingLink: true)?.kind
        guard let kind else { throw LedgerError.sourceMissing(path: path) }
        if kind != .file { throw LedgerError.sourceIsNotAFile(path: path, found: kind) }
    } catch .system(_, _, Errno.accessDenied) {
        throw .sourceUnreadable(path: path)
    }
}

private func openSource(_ path: String) throws(LedgerError) -> PosixFile {
    do {
        return try PosixFile(reading: path, followingLink: true)
    } catch .system(_, _, Errno.accessDenied) {
        throw .sourceUnreadable(path: path)
    } catch .system(_, _, Errno.missing) {
        throw .sourceMissing(path: path)
    }
}

/// Bytes of a block that two threads work on: large enough that waking one of them costs nothing.
private let sharedBlockSize = 4 << 20

/// Writes bytes on one thread while another hashes them.
private func write(
    _ block: [UInt8], _ count: Int, to file: borrowing PosixFile,
    whileHashedBy stream: borrowing Mutex<DigestStream>
) throws(LedgerError) {
    let failure = Mutex<LedgerError?>(nil)
    DispatchQueue.concurrentPerform(iterations: 2) { part in
        if part == 0 {
            stream.withLock { $0.append(block, count: count) }
            return
        }
        do throws(LedgerError) {
            try file.write(block, count: count)
        } catch {
            failure.withLock { $0 = error }
        }
    }
    if let error = failure.withLock({ $0 }) { throw error }
}

extension [UInt8] {
    /// Makes it so long; what it holds then means nothing.
    fileprivate mutating func resize(to count: Int) {
        if count < self.count { removeLast(self.count - count) }
        append(contentsOf: repeatElement(0, count: count - self.count))
    }
}
