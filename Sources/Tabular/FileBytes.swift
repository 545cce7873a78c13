/// The bytes of a file, gzip inflated, read block by block from beginning to end.
///
/// Whether a file is gzip is decided by its first two bytes, never by its name. Blocks are read
/// rather than mapped: pages of a mapping count as resident memory of the process, and a file that
/// another program shortens would end it with a signal.
package struct FileBytes: ~Copyable {
    /// Compressed bytes read at once.
    private static let compressedBlock = 128 << 10

    private let file: PosixFile
    private var inflater: Inflater?
    /// What was read and not yet handed out: the first bytes, a compressed block, or all of memory.
    private var stored: [UInt8] = []
    private var storedFrom = 0
    /// The byte behind the last one to read, for a range of a file.
    private var end: Int
    private let memory: [UInt8]?
    private let limits: ReadLimits
    /// Bytes read from the file (compressed ones, if it is gzip).
    private var fetched = 0

    /// Opens a file, plain or gzip.
    package init(path: String, limits: ReadLimits = ReadLimits()) throws(TabularError) {
        let file = try PosixFile(reading: path)
        var magic: [UInt8] = [0, 0]
        let count = try file.read(into: &magic, at: 0, count: 2, offset: 0)
        let inflater = Self.isGzip(magic) ? try Inflater(limits: limits) : nil
        self.inflater = consume inflater
        self.file = consume file
        stored = Array(magic[..<count])
        fetched = count
        end = .max
        memory = nil
        self.limits = limits
    }

    /// Opens a byte range of a plain file; nothing is inflated.
    package init(path: String, range: Range<Int>) throws(TabularError) {
        let file = try PosixFile(reading: path)
        try file.seek(to: range.lowerBound)
        self.file = consume file
        inflater = nil
        fetched = range.lowerBound
        end = range.upperBound
        memory = nil
        limits = ReadLimits()
    }

    /// Takes bytes that are in memory for those of a file.
    package init(memory: [UInt8], limits: ReadLimits = ReadLimits()) throws(TabularError) {
        let inflater = Self.isGzip(memory) ? try Inflater(limits: limits) : nil
        self.inflater = consume inflater
        file = PosixFile()
        stored = memory
        end = memory.count
        fetched = memory.count
        self.memory = memory
        self.limits = limits
    }

    /// Goes back to the beginning of the file, also where a range of it was opened.
    mutating func restart() throws(TabularError) {
        if let memory {
            stored = memory
        } else {
            try file.seek(to: 0)
            stored = []
            fetched = 0
            end = .max
        }
        storedFrom = 0
        if inflater != nil { inflater = try Inflater(limits: limits) }
    }

    private static func isGzip(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
    }

    /// Whether the bytes are being inflated.
    package var isCompressed: Bool { inflater != nil }

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
        if inflater != nil { return try inflate(&bytes, at: start, upTo: limit) }
        var count = min(limit, stored.count - storedFrom)
        for index in 0..<count { bytes[start + index] = stored[storedFrom + index] }
        storedFrom += count
        let rest = min(limit - count, end - fetched)
        let got = try file.read(into: &bytes, at: start + count, count: rest, offset: fetched)
        fetched += got
        count += got
        return count
    }

    private mutating func inflate(
        _ bytes: inout [UInt8], at start: Int, upTo limit: Int
    ) throws(TabularError) -> Int {
        var count = 0
        while count < limit {
            if storedFrom == stored.count { try fetchCompressed() }
            if storedFrom == stored.count {
                // The file is at its end, which is right only behind a whole member.
                if inflater?.memberEnded ?? true || count > 0 { return count }
                throw TabularError(.truncatedGzip, offset: fetched)
            }
            do {
                guard
                    let step = try inflater?.inflate(
                        stored, storedFrom..<stored.count, into: &bytes,
                        start + count..<start + limit)
                else { return count }
                storedFrom += step.taken
                count += step.made
            } catch {
                if count > 0 { return count }
                throw error
            }
        }
        return count
    }

    private mutating func fetchCompressed() throws(TabularError) {
        stored.removeAll(keepingCapacity: true)
        stored.append(contentsOf: repeatElement(0, count: Self.compressedBlock))
        storedFrom = 0
        var got = 0
        defer { stored.removeLast(Self.compressedBlock - got) }
        got = try file.read(into: &stored, at: 0, count: Self.compressedBlock, offset: fetched)
        fetched += got
    }
}
