/// The text of a file in blocks that begin with a record; what does not end in one is carried over.
struct TextBlocks: ~Copyable {
    /// Readable bytes behind the text, which the 64-byte masks need.
    static let padding = 64
    /// What a part of a file reads beyond its end, for the record that crosses it.
    private static let overlap = 4 << 10

    private var text: TextBytes
    /// Text that was read and belongs to no batch yet.
    private(set) var carry: [UInt8] = []
    /// Its offset in the file.
    private(set) var offset: Int
    /// Records that begin at this offset or behind are not wanted.
    var stop: Int
    /// Nothing follows the carried text.
    private(set) var atFileEnd = false
    /// Why nothing can be read behind the records found so far.
    var failure: TabularError?

    /// The blocks of a text from its beginning, or of a part of it.
    init(_ text: consuming TextBytes, stop: Int = .max) {
        offset = text.origin
        self.text = text
        self.stop = stop
    }

    /// The same from its beginning; takes over memory for what is carried.
    init(_ text: consuming TextBytes, carryingIn memory: inout [UInt8]) {
        self.init(text)
        swap(&carry, &memory)
        carry.removeAll(keepingCapacity: true)
    }

    /// Gives the memory away when all text was seen.
    mutating func takeCarry() -> [UInt8] {
        var memory: [UInt8] = []
        swap(&memory, &carry)
        return memory
    }

    /// The text is that of the file, byte for byte.
    var isPlain: Bool { text.isPlain }

    /// All text was seen.
    var isAtEnd: Bool { atFileEnd && carry.isEmpty }

    /// The next record is not wanted; what is wrong with it is not this reader's business either.
    var isBehindStop: Bool { offset >= stop }

    /// Puts the carried text and what follows it at the beginning of `bytes`; returns how many.
    mutating func fill(_ bytes: inout [UInt8], goal: Int) -> Int {
        let size = max(goal, carry.count + 64)
        if bytes.count < size + Self.padding {
            bytes.append(
                contentsOf: repeatElement(0, count: size + Self.padding - bytes.count))
        }
        bytes.overwrite(from: 0, with: carry.span)
        let filled = carry.count
        if atFileEnd { return filled }
        let toStop = stop == .max ? .max : max(stop - offset - filled, 0) + Self.overlap
        do {
            let count = try text.fill(&bytes, at: filled, upTo: min(size - filled, toStop))
            atFileEnd = count == 0
            return filled + count
        } catch {
            failure = error
            return filled
        }
    }

    /// Carries the text in the range over to the next block; what lies before it is done with.
    mutating func keep(_ bytes: borrowing [UInt8], _ range: Range<Int>) {
        offset += text.originalLength(bytes, 0..<range.lowerBound)
        carry.removeAll(keepingCapacity: true)
        carry.append(copying: bytes.span.extracting(range))
    }

    /// Length in the file of a piece of the block.
    func originalLength(_ bytes: borrowing [UInt8], _ range: Range<Int>) -> Int {
        text.originalLength(bytes, range)
    }

    /// Notes that nothing can be read from this position of the block on.
    mutating func fail(_ kind: TabularError.Kind, at position: Int, _ bytes: borrowing [UInt8]) {
        let place = offset + text.originalLength(bytes, 0..<position)
        failure = TabularError(kind, offset: place)
    }
}
