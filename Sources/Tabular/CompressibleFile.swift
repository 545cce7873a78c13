/// A file whose bytes are inflated if it is gzip, on the thread that asks for them.
struct CompressibleFile: ~Copyable {
    /// Compressed bytes read at once.
    private static let compressedBlock = 128 << 10
    /// Bytes that zlib inflates at once.
    private static let inflatedBlock = 64 << 10

    private let file: PosixFile
    /// What was read and not yet handed out: the first bytes, a compressed block, or all of memory.
    private var stored: [UInt8] = []
    private var storedFrom = 0
    /// The byte behind the last one to read, for a range of a file.
    private var end: Int
    /// Bytes read from the file (compressed ones, if it is gzip).
    private var fetched = 0
    private let memory: [UInt8]?

    /// Whether the bytes are being inflated.
    let isCompressed: Bool
    private let limits: ReadLimits
    private let inflation: FileBytes.Inflation
    private var fast: FastInflater?
    private var inflater: Inflater?
    /// What zlib made and was not yet handed out.
    ///
    /// It works in the same steps whatever is asked for, so that a limit is met at the same place.
    private var made: [UInt8] = []
    private var madeFrom = 0
    private var madeTo = 0
    /// Why nothing can be inflated behind the bytes handed out.
    private var failure: TabularError?
    /// Bytes handed out.
    private var inflated = 0
    /// Bytes that zlib must still inflate because they were handed out before.
    private var toSkip = 0
    /// Members that zlib has read to their end.
    private var members = 0
    /// The member that ISA-L broke off after handing out bytes of it: it must be damaged.
    private var doubted: Int?

    /// Opens a file, plain or gzip.
    init(
        path: String, limits: ReadLimits, inflation: FileBytes.Inflation
    ) throws(TabularError) {
        let file = try PosixFile(reading: path)
        var magic: [UInt8] = [0, 0]
        let count = try file.read(into: &magic, at: 0, count: 2, offset: 0)
        self.file = consume file
        isCompressed = Self.isGzip(magic)
        stored = Array(magic[..<count])
        fetched = count
        end = .max
        memory = nil
        self.limits = limits
        self.inflation = inflation
    }

    /// Opens a byte range of a plain file; nothing is inflated.
    init(path: String, range: Range<Int>) throws(TabularError) {
        let file = try PosixFile(reading: path)
        try file.seek(to: range.lowerBound)
        self.file = consume file
        isCompressed = false
        fetched = range.lowerBound
        end = range.upperBound
        memory = nil
        limits = ReadLimits()
        inflation = .zlib
    }

    /// Takes bytes that are in memory for those of a file.
    init(
        memory: [UInt8], limits: ReadLimits, inflation: FileBytes.Inflation
    ) throws(TabularError) {
        file = PosixFile()
        isCompressed = Self.isGzip(memory)
        stored = memory
        end = memory.count
        fetched = memory.count
        self.memory = memory
        self.limits = limits
        self.inflation = inflation
    }

    private static func isGzip(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
    }

    /// Goes back to the beginning of the file, also where a range of it was opened.
    mutating func restart() throws(TabularError) {
        try rewind()
        inflated = 0
        toSkip = 0
        doubted = nil
        fast = nil
        inflater = nil
        madeFrom = 0
        madeTo = 0
        failure = nil
    }

    private mutating func rewind() throws(TabularError) {
        if let memory {
            stored = memory
        } else {
            try file.seek(to: 0)
            stored = []
            fetched = 0
            end = .max
        }
        storedFrom = 0
    }

    private mutating func beginInflating(
        _ inflation: FileBytes.Inflation
    ) throws(TabularError) {
        fast = inflation == .fastest ? FastInflater(limits: limits) : nil
        inflater = fast == nil ? try Inflater(limits: limits) : nil
        members = 0
    }

    /// Overwrites elements from `start` on; fewer than `limit` only at the end of the file.
    ///
    /// Bytes that were inflated before the place of an error are handed out first; the error comes
    /// with the call that would begin at it.
    mutating func fill(
        _ bytes: inout [UInt8], at start: Int, upTo limit: Int
    ) throws(TabularError) -> Int {
        if isCompressed { return try inflate(&bytes, at: start, upTo: limit) }
        var count = min(limit, stored.count - storedFrom)
        bytes.overwrite(
            from: start, with: stored.span.extracting(storedFrom..<storedFrom + count))
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
        if fast == nil && inflater == nil { try beginInflating(inflation) }
        var count = 0
        defer { inflated += count }
        while count < limit && failure == nil {
            let target = start + count..<start + limit
            do {
                let made =
                    fast != nil
                    ? try stepFast(&bytes, target, handedOut: inflated + count)
                    : try stepZlib(&bytes, target)
                guard let made else { break }
                count += made
            } catch {
                failure = error
                break
            }
        }
        if count == 0, let failure { throw failure }
        return count
    }

    /// Inflates once with ISA-L; nil at the end of the file.
    ///
    /// What it refuses, zlib reads, from the beginning of the file.
    private mutating func stepFast(
        _ bytes: inout [UInt8], _ target: Range<Int>, handedOut: Int
    ) throws(TabularError) -> Int? {
        if storedFrom == stored.count { try fetchCompressed() }
        let source = storedFrom..<stored.count
        var isDamaged = false
        do {
            let done =
                try fast?.inflate(stored, source, into: &bytes, target) ?? (taken: 0, made: 0)
            storedFrom += done.taken
            if done.made > 0 || !source.isEmpty { return done.made }
            if fast?.memberEnded == true { return nil }
        } catch {
            isDamaged = error == .damaged && fast?.isWithinMember == true
        }
        doubted = isDamaged ? fast?.members : nil
        toSkip = handedOut
        try rewind()
        try beginInflating(.zlib)
        return 0
    }

    /// Hands out what zlib made, or lets it make more; nil at the end of the file.
    private mutating func stepZlib(
        _ bytes: inout [UInt8], _ target: Range<Int>
    ) throws(TabularError) -> Int? {
        if madeFrom == madeTo {
            guard let count = try makeBlock() else { return nil }
            let skipped = min(count, toSkip)
            toSkip -= skipped
            (madeFrom, madeTo) = (skipped, count)
        }
        let count = min(madeTo - madeFrom, target.count)
        bytes.overwrite(
            from: target.lowerBound, with: made.span.extracting(madeFrom..<madeFrom + count))
        madeFrom += count
        return count
    }

    /// Inflates once with zlib; nil at the end of the file.
    private mutating func makeBlock() throws(TabularError) -> Int? {
        if made.isEmpty { made = Array(repeating: 0, count: Self.inflatedBlock) }
        if storedFrom == stored.count { try fetchCompressed() }
        let isAtEnd = storedFrom == stored.count
        if isAtEnd && inflater?.memberEnded == true { return nil }
        guard
            let done = try inflater?.inflate(
                stored, storedFrom..<stored.count, into: &made, 0..<made.count)
        else { return nil }
        // The file is at its end, which is right only behind a whole member.
        if isAtEnd && done.made == 0 && inflater?.memberEnded == false {
            throw TabularError(.truncatedGzip, offset: fetched)
        }
        storedFrom += done.taken
        if inflater?.memberEnded == true {
            if members == doubted {
                throw TabularError(.corruptGzip, offset: inflater?.consumed ?? 0)
            }
            members += 1
        }
        return done.made
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
