/// The text of a file as UTF-8, whatever its declared encoding, without byte order mark.
///
/// UTF-8 is handed through unchecked (the reader of records says which field is at fault). UTF-16
/// is transcoded block by block; what is not UTF-16 becomes a sequence that is not UTF-8 either,
/// and so is found in the same place by the same check: a lone surrogate its three-byte form, half
/// a code unit at the end of the file the byte FF.
struct TextBytes: ~Copyable {
    private static let leftover: UInt8 = 0xff

    private var file: FileBytes
    private let isUTF16: Bool
    private let highFirst: Bool
    private var raw: [UInt8]
    private var rawFrom: Int
    /// Offset in the file of the first byte behind the byte order mark.
    let origin: Int

    /// The text of the file from its beginning.
    init(_ file: consuming FileBytes, encoding: TextEncoding) throws(TabularError) {
        var file = file
        var raw: [UInt8] = []
        _ = try file.read(into: &raw, upTo: 3)
        let mark = ByteOrderMark(raw)
        let agrees =
            switch encoding {
            case .utf8: mark == nil || mark == .utf8
            case .utf16LE: mark == nil || mark == .utf16LE
            case .utf16BE: mark == nil || mark == .utf16BE
            case .utf16: mark == .utf16LE || mark == .utf16BE || raw.isEmpty
            }
        guard agrees else { throw TabularError(.wrongEncoding(declared: encoding.rawValue)) }
        isUTF16 = encoding != .utf8
        highFirst = encoding == .utf16BE || mark == .utf16BE
        origin = mark?.length ?? 0
        rawFrom = origin
        self.raw = raw
        self.file = file
    }

    /// The UTF-8 text of a file from a place on where a record begins.
    init(continuing file: consuming FileBytes, from offset: Int) {
        self.file = file
        isUTF16 = false
        highFirst = false
        raw = []
        rawFrom = 0
        origin = offset
    }

    /// The text is that of the file, byte for byte.
    var isPlain: Bool { !isUTF16 && !file.isCompressed }

    /// Overwrites elements from `start` on; 0 only at the end of the file or for a limit below 3.
    mutating func fill(
        _ bytes: inout [UInt8], at start: Int, upTo limit: Int
    ) throws(TabularError) -> Int {
        if isUTF16 { return try transcode(&bytes, at: start, upTo: limit) }
        var count = 0
        while rawFrom < raw.count && count < limit {
            bytes[start + count] = raw[rawFrom]
            rawFrom += 1
            count += 1
        }
        return count + (try file.fill(&bytes, at: start + count, upTo: limit - count))
    }

    /// Length in the file of a piece of the text that was handed out.
    func originalLength(_ bytes: borrowing [UInt8], _ range: Range<Int>) -> Int {
        guard isUTF16 else { return range.count }
        var length = 0
        for index in range {
            switch bytes[index] {
            case 0x80..<0xc0: break
            case 0xf0..<0xf5: length += 4
            case Self.leftover: length += 1
            default: length += 2
            }
        }
        return length
    }

    private mutating func transcode(
        _ bytes: inout [UInt8], at start: Int, upTo limit: Int
    ) throws(TabularError) -> Int {
        // A code unit of two bytes makes at most three.
        let wanted = limit / 3 * 2
        raw.removeSubrange(..<rawFrom)
        rawFrom = 0
        if raw.count < wanted { _ = try file.read(into: &raw, upTo: wanted - raw.count) }
        let available = min(raw.count, wanted)
        let atEnd = available < wanted
        var out = start
        while rawFrom + 1 < available {
            var scalar = codeUnit(at: rawFrom)
            if scalar & 0xfc00 == 0xd800 {
                if rawFrom + 3 >= available && !atEnd { break }
                let low = rawFrom + 3 < available ? codeUnit(at: rawFrom + 2) : 0
                if low & 0xfc00 == 0xdc00 {
                    scalar = 0x10000 + ((scalar & 0x3ff) << 10 | low & 0x3ff)
                    rawFrom += 2
                }
            }
            rawFrom += 2
            out = put(scalar, into: &bytes, at: out)
        }
        if atEnd && rawFrom + 1 == available {
            rawFrom += 1
            bytes[out] = Self.leftover
            out += 1
        }
        return out - start
    }

    private func codeUnit(at index: Int) -> UInt32 {
        let first = UInt32(raw[index])
        let second = UInt32(raw[index + 1])
        return highFirst ? (first << 8) | second : (second << 8) | first
    }

    private func put(_ scalar: UInt32, into bytes: inout [UInt8], at start: Int) -> Int {
        if scalar < 0x80 {
            bytes[start] = UInt8(scalar)
            return start + 1
        }
        let count = scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
        let lead: UInt32 = count == 2 ? 0xc0 : count == 3 ? 0xe0 : 0xf0
        for index in 0..<count {
            let bits = scalar >> (6 * UInt32(count - 1 - index))
            let byte = index == 0 ? lead | bits : 0x80 | bits & 0x3f
            bytes[start + index] = UInt8(truncatingIfNeeded: byte)
        }
        return start + count
    }
}
