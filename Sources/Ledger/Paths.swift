/// The folder in which a path's last name lies.
func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Whether a text may be the name of a file or run in the workspace.
///
/// Letters, digits, `.`, `_` and `-` of ASCII, at most 128, not beginning with `.` (hidden, or the
/// folder above) or `tmp-` (what a killed run leaves).
package func isPlainName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard (1...128).contains(bytes.count), bytes[0] != UInt8(ascii: "."),
        !bytes.starts(with: "tmp-".utf8)
    else { return false }
    return bytes.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// Size in bytes of the blocks in which files are read, hashed and copied.
let blockSize = 1 << 20

/// Reads a file to its end, at most `limit` bytes.
func readAll(_ file: borrowing PosixFile, limit: Int = .max) throws(LedgerError) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: min(limit, blockSize))
    while bytes.count < limit {
        let count = try file.read(into: &block)
        if count == 0 { break }
        bytes += block[..<min(count, limit - bytes.count)]
    }
    return bytes
}

/// The digest and size in bytes of a file, read to its end.
func digest(
    of file: borrowing PosixFile
) throws(LedgerError) -> (digest: Digest, size: Int) {
    var stream = DigestStream()
    var size = 0
    var block = [UInt8](repeating: 0, count: blockSize)
    while true {
        let count = try file.read(into: &block)
        if count == 0 { return (stream.finish(), size) }
        stream.append(block, count: count)
        size += count
    }
}

extension Digest {
    /// The SHA-256 of a file's bytes, links followed.
    package static func of(fileAt path: String) throws(LedgerError) -> Digest {
        try digest(of: PosixFile(reading: path, followingLink: true)).digest
    }
}

/// Gives a file another path, in place of the file that has it; both on one file system.
package func moveFile(_ old: String, over new: String) throws(LedgerError) {
    try FileSystem.rename(old, to: new)
}
