import Crypto

/// A keyed hash (HMAC-SHA-256, RFC 2104) that stands for a personal value without showing it.
///
/// The key lies in a file outside the workspace: whoever gets the archive and the results but not
/// the key can neither read a value back nor try values out.
package struct KeyedHash: Sendable {
    /// Number of bytes of a key.
    package static let keySize = 32

    private let start: HMAC<SHA256>

    /// A keyed hash under these key bytes.
    package init(key: [UInt8]) {
        start = HMAC<SHA256>(key: SymmetricKey(data: key))
    }

    /// Reads the key file, hexadecimal text; makes it from the system's random source if told.
    package init(
        keyFile path: String, outside workspace: Workspace, creatingIfMissing: Bool = false
    ) throws(LedgerError) {
        try refuse(path, inside: workspace)
        if creatingIfMissing, try FileSystem.status(of: path) == nil {
            try createKeyFile(path)
        }
        self.init(key: try readKeyFile(path))
    }

    /// The keyed digest of the bytes.
    package func digest(_ bytes: [UInt8]) -> Digest {
        var code = start
        code.update(data: bytes)
        return Digest(bytes: code.finalize()) ?? .zero
    }
}

private func refuse(_ path: String, inside workspace: Workspace) throws(LedgerError) {
    let real =
        try FileSystem.status(of: path, followingLink: true) == nil
        ? FileSystem.realPath(folder(of: path)) : FileSystem.realPath(path)
    let root = try FileSystem.realPath(workspace.root)
    if (real + "/").utf8.starts(with: (root + "/").utf8) {
        throw .keyFile(path: path, .insideWorkspace)
    }
}

/// Writes the key aside and links it into place, so that no reader ever sees half a key and no
/// second process replaces the key of the first.
private func createKeyFile(_ path: String) throws(LedgerError) {
    var random = SystemRandomNumberGenerator()
    let key = (0..<KeyedHash.keySize).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let text = Array((hexadecimalText(key) + "\n").utf8)
    let draft = path + ".tmp-\(Process.identifier)"
    try FileSystem.remove(draft)
    let file = try PosixFile(creating: draft, mode: 0o600)
    do {
        try file.write(text, count: text.count)
        try file.synchronize()
        _ = try FileSystem.link(draft, to: path)
    } catch {
        // The first failure is the one to report.
        try? FileSystem.remove(draft)
        throw error
    }
    try FileSystem.remove(draft)
    try FileSystem.synchronizeFolder(folder(of: path))
}

private func readKeyFile(_ path: String) throws(LedgerError) -> [UInt8] {
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
    guard let key = hexadecimalBytes(text) else { throw .keyFile(path: path, .notHexadecimal) }
    guard key.count >= KeyedHash.keySize else {
        throw .keyFile(path: path, .tooShort(bytes: key.count))
    }
    return key
}
