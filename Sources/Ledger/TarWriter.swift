/// An archive while it is written: it has its name only when it is whole and on the disk.
package struct TarWriter: ~Copyable {
    private let path: String
    private let file: PosixFile
    private var isFinished = false
    private var block = [UInt8](repeating: 0, count: blockSize)

    /// Begins an archive beside the place where it will lie; that must be outside the workspace.
    package init(path: String, outside workspace: Workspace) throws(LedgerError) {
        let file = try newDraft(of: path, outside: workspace)
        self.path = path
        self.file = consume file
    }

    // A failure leaves a leftover, which bears the number of the process in its name.
    deinit {
        if !isFinished { try? FileSystem.remove(file.path) }
    }

    /// Adds a file of these bytes.
    package mutating func append(_ name: String, _ bytes: [UInt8]) throws(LedgerError) {
        try writeHeader(name, bytes.count)
        try file.write(bytes, count: bytes.count)
        try pad(bytes.count)
    }

    /// Adds a file from the disk, block by block; it must have this size and digest.
    package mutating func append(
        _ name: String, fileAt source: String, size: Int, digest expected: Digest
    ) throws(LedgerError) {
        try writeHeader(name, size)
        let input = try PosixFile(reading: source, followingLink: false)
        var stream = DigestStream()
        var written = 0
        while written < size {
            let count = min(try input.read(into: &block), size - written)
            if count == 0 { break }
            stream.append(block, count: count)
            try file.write(block, count: count)
            written += count
        }
        let more = try input.read(into: &block)
        guard written == size, more == 0, stream.finish() == expected else {
            throw .archiveSourceChanged(path: source)
        }
        try pad(size)
    }

    /// Ends the archive and gives it its name.
    package consuming func finish() throws(LedgerError) {
        let end = [UInt8](repeating: 0, count: 2 * TarFormat.blockSize)
        try file.write(end, count: end.count)
        try file.synchronize()
        try FileSystem.rename(file.path, to: path)
        isFinished = true
        try FileSystem.synchronizeFolder(folder(of: path))
    }

    private func writeHeader(_ name: String, _ size: Int) throws(LedgerError) {
        guard size <= TarFormat.largestSize else {
            throw .archiveFileTooLarge(name: name, size: size)
        }
        guard let header = TarFormat.header(name, size: size) else { throw .badName(name) }
        try file.write(header, count: header.count)
    }

    private func pad(_ size: Int) throws(LedgerError) {
        let padding = TarFormat.padding(size)
        try file.write([UInt8](repeating: 0, count: padding), count: padding)
    }
}

private func newDraft(
    of path: String, outside workspace: Workspace
) throws(LedgerError) -> PosixFile {
    try requireOutside(path, workspace)
    let draft = path + ".tmp-\(Process.identifier)"
    try FileSystem.remove(draft)
    return try PosixFile(creating: draft, mode: 0o644)
}

/// Refuses a path at which nothing new can be written for somebody outside: it is taken, or its
/// folder is missing, or it lies in the workspace.
///
/// What is written in place may go to a device or pipe, such as `/dev/stdout`; a draft that is
/// renamed would take the place of the device.
package func requireNew(
    _ path: String, outside workspace: Workspace, isWrittenInPlace: Bool = false
) throws(LedgerError) {
    if path.isEmpty { throw .emptyPath }
    let parent = folder(of: path)
    guard try FileSystem.status(of: parent, followingLink: true)?.kind == .folder else {
        throw .folderMissing(path: parent)
    }
    try requireOutside(path, workspace)
    guard try FileSystem.status(of: path) != nil else { return }
    // A link that leads nowhere is there, too.
    let found = (try? FileSystem.status(of: path, followingLink: true))?.kind
    if isWrittenInPlace, found == .device || found == .pipe { return }
    throw .fileExists(path: path)
}

/// Refuses a path that lies in the workspace: what is handed out is not kept beside what it proves.
private func requireOutside(_ path: String, _ workspace: Workspace) throws(LedgerError) {
    guard try FileSystem.status(of: workspace.root, followingLink: true) != nil else { return }
    let place = try FileSystem.realPath(folder(of: path))
    let root = try FileSystem.realPath(workspace.root)
    if (place + "/").utf8.starts(with: (root + "/").utf8) { throw .insideWorkspace(path: path) }
}

/// A folder for what a command needs while it works; it goes with its owner.
package struct ScratchFolder: ~Copyable {
    /// Path of the folder.
    package let path: String

    /// Makes a folder beside a file that is to be written, under a name of this process.
    package init(beside file: String) throws(LedgerError) {
        path = try newFolder(file + ".parts-\(Process.identifier)")
    }

    deinit { try? FileSystem.removeAll(path) }
}

/// A folder that nobody else has, other threads of this process included.
private func newFolder(_ path: String) throws(LedgerError) -> String {
    var number = 0
    while true {
        let folder = "\(path)-\(number)"
        if try FileSystem.makeFolder(folder) { return folder }
        number += 1
    }
}

/// Writes a file whole or not at all, with a name that it does not have before that.
package func writeWhole(_ bytes: [UInt8], to path: String) throws(LedgerError) {
    let draft = path + ".tmp-\(Process.identifier)"
    try FileSystem.remove(draft)
    do {
        let file = try PosixFile(creating: draft, mode: 0o600)
        try file.write(bytes, count: bytes.count)
        try file.synchronize()
        try FileSystem.rename(draft, to: path)
    } catch {
        // The first failure is the one to report.
        try? FileSystem.remove(draft)
        throw error
    }
    try FileSystem.synchronizeFolder(folder(of: path))
}

/// Writes behind the end of a file, which is made where it is missing; for scratch files alone.
package func appendToFile(_ path: String, _ bytes: [UInt8]) throws(LedgerError) {
    try PosixFile(appending: path, mode: 0o600).write(bytes, count: bytes.count)
}
