/// The folder in which everything lies that minhbach keeps: objects, journal, runs, cache.
///
/// No name below it ever comes from an input: objects are named by their digest, runs by a checked
/// plain name. Its folders are made by us and open to nobody else, and none may be a link.
package struct Workspace: Sendable {
    /// Path of the folder.
    package let root: String

    /// The workspace in a folder; makes it, and the folders in it, where they are missing.
    package init(root: String) throws(LedgerError) {
        self.init(existing: root)
        if try FileSystem.status(of: root, followingLink: true) == nil {
            try makeFolders(upTo: root)
        }
        for folder in [objectsPath, runsPath, cachePath] {
            if try FileSystem.makeFolder(folder) { try FileSystem.synchronizeFolder(root) }
            try requireFolder(folder)
        }
    }

    /// The workspace in a folder as it is; nothing is made or written.
    package init(existing root: String) {
        self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
    }

    /// The archive of raw and pipeline files.
    package var objects: ObjectStore { ObjectStore(root: objectsPath) }

    /// Path of the folder for derived files that can be deleted at any time.
    package var cachePath: String { root + "/cache" }

    /// Path of a sealed run's folder.
    package func path(ofRun name: String) -> String { runsPath + "/" + name }

    /// Takes the lock that only one process holds at a time.
    package func lock() throws(LedgerError) -> RunLock {
        try RunLock(path: root + "/lock")
    }

    /// The journal as it lies there, with what is wrong with it.
    package func journal() throws(LedgerError) -> Journal {
        try Journal(readingFrom: journalPath)
    }

    /// The name of the run that `current` points to; nil when nothing was published yet.
    package func currentRun() throws(LedgerError) -> String? {
        guard let status = try FileSystem.status(of: currentPath) else { return nil }
        guard status.kind == .symbolicLink else {
            throw .wrongKind(path: currentPath, found: status.kind)
        }
        let target = try FileSystem.target(of: currentPath)
        let name = String(target.dropFirst("runs/".count))
        guard target.hasPrefix("runs/"), isPlainName(name) else { throw .badName(target) }
        return name
    }

    /// The names of the runs whose folders are complete, sorted.
    package func runs() throws(LedgerError) -> [String] {
        try FileSystem.names(in: runsPath).filter(isPlainName)
    }

    var objectsPath: String { root + "/objects" }
    var runsPath: String { root + "/runs" }
    var journalPath: String { root + "/journal.jsonl" }
    var currentPath: String { root + "/current" }
    var nextCurrentPath: String { root + "/current.tmp" }
}

/// Refuses what is not a folder itself, a link to one included.
func requireFolder(_ path: String) throws(LedgerError) {
    let kind = try FileSystem.status(of: path)?.kind
    guard kind == .folder else { throw .wrongKind(path: path, found: kind ?? .unknown) }
}

private func makeFolders(upTo path: String) throws(LedgerError) {
    let parent = folder(of: path)
    if try FileSystem.status(of: parent, followingLink: true) == nil {
        try makeFolders(upTo: parent)
    }
    if try FileSystem.makeFolder(path) { try FileSystem.synchronizeFolder(parent) }
}

/// The right to write to a workspace: one process has it, and it dies with the process.
package struct RunLock: ~Copyable, Sendable {
    private let file: PosixFile

    init(path: String) throws(LedgerError) {
        file = try lockedFile(path)
    }

    deinit { file.unlock() }
}

private func lockedFile(_ path: String) throws(LedgerError) -> PosixFile {
    let file = try PosixFile(appending: path, mode: 0o600)
    guard try file.lockExclusively() else {
        let holder = try readAll(file, limit: 64).prefix { $0 != UInt8(ascii: "\n") }
        throw .locked(holder: String(decoding: holder, as: UTF8.self))
    }
    // Whoever finds the lock taken can say by which process.
    let holder = Array("\(Process.identifier)\n".utf8)
    try file.truncate(to: 0)
    try file.write(holder, count: holder.count)
    return file
}
