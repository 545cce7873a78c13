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
        try KeyFile.refuse(path, inside: workspace)
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

private func createKeyFile(_ path: String) throws(LedgerError) {
    let key = KeyFile.chance(KeyedHash.keySize)
    // Whoever else made the file meanwhile made the key that holds.
    _ = try KeyFile.create(path, line: hexadecimalText(key))
}

private func readKeyFile(_ path: String) throws(LedgerError) -> [UInt8] {
    let text = try KeyFile.read(path)
    guard let key = hexadecimalBytes(text) else { throw .keyFile(path: path, .notHexadecimal) }
    guard key.count >= KeyedHash.keySize else {
        throw .keyFile(path: path, .tooShort(bytes: key.count))
    }
    return key
}
