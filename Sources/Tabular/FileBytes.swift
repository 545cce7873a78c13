/// The bytes of a file, gzip inflated, read block by block from beginning to end.
///
/// Whether a file is gzip is decided by its first two bytes, never by its name. Blocks are read
/// rather than mapped: pages of a mapping count as resident memory of the process, and a file that
/// another program shortens would end it with a signal.
package struct FileBytes: ~Copyable {
    /// What inflates; the bytes and the errors are the same.
    package enum Inflation: Sendable {
        /// ISA-L where it is installed, else zlib.
        case fastest
        /// zlib, which is always there.
        case zlib
    }

    private var file: CompressibleFile
    /// Reads the file in place of `file`, on another thread.
    private var ahead: BlocksAhead?

    /// Opens a file, plain or gzip; a gzip file may be inflated ahead, on another thread.
    package init(
        path: String, limits: ReadLimits = ReadLimits(), inflation: Inflation = .fastest,
        ahead: Bool = false
    ) throws(TabularError) {
        let file = try CompressibleFile(path: path, limits: limits, inflation: inflation)
        self.ahead =
            ahead && file.isCompressed
            ? try BlocksAhead(
                ReadAhead(CompressibleFile(path: path, limits: limits, inflation: inflation)))
            : nil
        self.file = consume file
    }

    /// Opens a byte range of a plain file; nothing is inflated.
    package init(path: String, range: Range<Int>) throws(TabularError) {
        file = try CompressibleFile(path: path, range: range)
    }

    /// Takes bytes that are in memory for those of a file.
    package init(
        memory: [UInt8], limits: ReadLimits = ReadLimits(), inflation: Inflation = .fastest
    ) throws(TabularError) {
        file = try CompressibleFile(memory: memory, limits: limits, inflation: inflation)
    }

    /// Whether the bytes are being inflated.
    package var isCompressed: Bool { file.isCompressed }

    /// Appends at most so many bytes; returns how many, 0 at the end of the file.
    package mutating func read(
        into bytes: inout [UInt8], upTo limit: Int
    ) throws(TabularError) -> Int {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: limit))
        var count = 0
        defer { bytes.removeLast(limit - count) }
        count = try fill(&bytes, at: start, upTo: limit)
        return count
    }

    /// Overwrites elements from `start` on; fewer than `limit` only at the end of the file.
    ///
    /// Bytes that were inflated before the place of an error are handed out first; the error comes
    /// with the call that would begin at it.
    mutating func fill(
        _ bytes: inout [UInt8], at start: Int, upTo limit: Int
    ) throws(TabularError) -> Int {
        if ahead == nil { return try file.fill(&bytes, at: start, upTo: limit) }
        return try ahead?.fill(&bytes, at: start, upTo: limit) ?? 0
    }

    /// Goes back to the beginning of the file, also where a range of it was opened.
    mutating func restart() throws(TabularError) {
        // What is read ahead is dropped: it is rarely worth beginning that again.
        ahead = nil
        try file.restart()
    }
}

/// Size of a file in bytes.
package func fileSize(_ path: String) throws(TabularError) -> Int {
    try PosixFile(reading: path).size()
}
