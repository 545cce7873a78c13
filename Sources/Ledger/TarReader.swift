/// Reads an archive as `TarWriter` writes it; whatever is written otherwise is an error.
package struct TarReader: ~Copyable {
    private let path: String
    private let file: PosixFile
    private var rest = 0
    private var padding = 0
    private var offset = 0

    /// Opens an archive.
    package init(path: String) throws(LedgerError) {
        let file = try PosixFile(reading: path, followingLink: true)
        self.path = path
        self.file = consume file
    }

    /// Goes to the next file; nil behind the last one.
    package mutating func next() throws(LedgerError) -> (name: String, size: Int)? {
        while rest > 0 { _ = try read() }
        try skipZeros(padding)
        padding = 0
        let header = try bytes(TarFormat.blockSize)
        if header.allSatisfy({ $0 == 0 }) {
            try skipZeros(TarFormat.blockSize)
            guard try file.readBlock(1).isEmpty else { throw malformed }
            return nil
        }
        guard let entry = TarFormat.entry(header) else { throw malformed }
        rest = entry.size
        padding = TarFormat.padding(entry.size)
        return entry
    }

    /// The next bytes of the file; empty at its end.
    package mutating func read() throws(LedgerError) -> [UInt8] {
        guard rest > 0 else { return [] }
        let block = try bytes(min(rest, blockSize))
        rest -= block.count
        return block
    }

    private var malformed: LedgerError { .malformedArchive(path: path, offset: offset) }

    private mutating func skipZeros(_ count: Int) throws(LedgerError) {
        guard try bytes(count).allSatisfy({ $0 == 0 }) else { throw malformed }
    }

    private mutating func bytes(_ count: Int) throws(LedgerError) -> [UInt8] {
        let block = try file.readBlock(count)
        guard block.count == count else { throw malformed }
        offset += count
        return block
    }
}

extension PosixFile {
    /// The next bytes, so many unless the file ends before.
    fileprivate func readBlock(_ count: Int) throws(LedgerError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var block = [UInt8](repeating: 0, count: count - bytes.count)
            let read = try read(into: &block)
            if read == 0 { break }
            bytes += block[..<read]
        }
        return bytes
    }
}

/// Unpacks an archive into an empty folder; objects may not be written to, as in a workspace.
package func unpack(_ path: String, into folder: String) throws(LedgerError) -> [String] {
    var reader = try TarReader(path: path)
    var names: [String] = []
    while let entry = try reader.next() {
        var parts = entry.name.split(separator: "/").map(String.init)
        let name = parts.removeLast()
        var place = folder
        for part in parts {
            place += "/" + part
            _ = try FileSystem.makeFolder(place)
        }
        let isObject = parts.first == "objects" || parts.first == "redacted"
        let file = try PosixFile(
            creating: place + "/" + name, mode: isObject ? ObjectStore.mode : 0o600)
        while true {
            let block = try reader.read()
            if block.isEmpty { break }
            try file.write(block, count: block.count)
        }
        names.append(entry.name)
    }
    return names
}

/// The SHA-256 of a file, read block by block; a link is not followed.
package func digest(ofFileAt path: String) throws(LedgerError) -> Digest {
    try digest(of: PosixFile(reading: path, followingLink: false)).digest
}
