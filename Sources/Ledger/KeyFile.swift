/// Files that hold a secret: one line of text, for its owner alone, outside the workspace.
enum KeyFile {
    /// Refuses a file inside the workspace, where it would lie beside what it protects.
    static func refuse(_ path: String, inside workspace: Workspace) throws(LedgerError) {
        if try workspace.holds(path) { throw .keyFile(path: path, .insideWorkspace) }
    }

    /// Writes the line aside and links it into place, so that no reader ever sees half a key and no
    /// second process replaces the key of the first; false where the file was there already.
    static func create(_ path: String, line: String) throws(LedgerError) -> Bool {
        guard try FileSystem.status(of: folder(of: path), followingLink: true) != nil else {
            throw .folderMissing(path: folder(of: path))
        }
        let text = Array((line + "\n").utf8)
        let draft = path + ".tmp-\(Process.identifier)"
        try FileSystem.remove(draft)
        let file = try PosixFile(creating: draft, mode: 0o600)
        let isNew: Bool
        do {
            try file.write(text, count: text.count)
            try file.synchronize()
            isNew = try FileSystem.link(draft, to: path)
        } catch {
            // The first failure is the one to report.
            try? FileSystem.remove(draft)
            throw error
        }
        try FileSystem.remove(draft)
        try FileSystem.synchronizeFolder(folder(of: path))
        return isNew
    }

    /// The line of a key file that nobody else may read or write.
    static func read(_ path: String) throws(LedgerError) -> [UInt8] {
        guard let named = try FileSystem.status(of: path) else {
            throw .keyFile(path: path, .missing)
        }
        guard named.kind == .file else { throw .keyFile(path: path, .notOwnFile) }
        let file = try PosixFile(reading: path, followingLink: false)
        let status = try file.status()
        guard status.kind == .file, status.owner == Process.user || status.owner == 0 else {
            throw .keyFile(path: path, .notOwnFile)
        }
        guard status.mode & 0o077 == 0 else {
            throw .keyFile(path: path, .exposed(mode: status.mode))
        }
        var text = try readAll(file, limit: 4096)
        while text.last == UInt8(ascii: "\n") { text.removeLast() }
        return text
    }

    /// Bytes of chance from the system.
    static func chance(_ count: Int) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}

extension Workspace {
    /// Whether a file lies in the workspace, or would if it were made.
    package func holds(_ path: String) throws(LedgerError) -> Bool {
        let real = try realPath(ofPerhapsMissing: path)
        return (real + "/").utf8.starts(with: (try realPath(ofPerhapsMissing: root) + "/").utf8)
    }
}

/// The absolute path without links or dots, of the part that is there.
private func realPath(ofPerhapsMissing path: String) throws(LedgerError) -> String {
    if try FileSystem.status(of: path, followingLink: true) != nil {
        return try FileSystem.realPath(path)
    }
    let parent = folder(of: path)
    guard parent != path, path != "." else { return path }
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? ""[...].utf8
    return try realPath(ofPerhapsMissing: parent) + "/" + String(Substring(name))
}
