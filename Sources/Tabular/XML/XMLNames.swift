/// The names of elements and attributes that a file has, each with a small number.
///
/// Records repeat the same tags in the same order: so each name remembers which one followed it
/// last, and that one is compared first. In nearly all tags this is the only look-up.
struct XMLNames {
    /// Number of a name.
    typealias Entry = Int

    /// What else is known of a name.
    private struct Known {
        let bytes: Range<Int>
        /// What the plan calls its local part.
        let number: XMLPlan.Name
        /// As the name of an attribute it declares a namespace.
        let declaresNamespace: Bool
        /// The name that followed this one last.
        var follower: Entry
        /// The last tag that had an attribute of this name.
        var tag = 0
    }

    /// More names, or longer ones, are not regular.
    private static let mostNames = 4096
    private static let longestName = 1000
    /// More than so many steps to find a name are not regular either: such names were chosen.
    private static let mostSteps = 64

    private var known: [Known] = []
    /// All names, one behind the other, then room.
    private var bytes = Array(repeating: UInt8(0), count: runPadding)
    /// Numbers of names by hash, -1 where there is none; twice as many as names at least.
    private var slots = Array(repeating: Entry(-1), count: 2 * mostNames)

    /// A table that holds the name before the first one.
    init() {
        known.append(Known(bytes: 0..<0, number: 0, declaresNamespace: false, follower: 0))
    }

    /// The name that stands before the first one.
    static let none: Entry = 0

    /// What the plan calls the local part.
    @inline(__always)
    func number(_ entry: Entry) -> XMLPlan.Name { known[entry].number }

    /// As the name of an attribute it declares a namespace.
    @inline(__always)
    func declaresNamespace(_ entry: Entry) -> Bool { known[entry].declaresNamespace }

    /// The bytes of the name.
    func text(_ entry: Entry) -> [UInt8] { Array(bytes[known[entry].bytes]) }

    /// Notes an attribute of a tag; false if the tag has one of this name.
    @inline(__always)
    mutating func isFirst(_ entry: Entry, inTag tag: Int) -> Bool {
        if known[entry].tag == tag { return false }
        known[entry].tag = tag
        return true
    }

    /// Where the name ends, if it stands here.
    @inline(__always)
    func end(of entry: Entry, in text: Span<UInt8>, at: Int, to end: Int) -> Int? {
        let name = known[entry].bytes
        guard at + name.count < end, text.has(name, of: bytes.span, at: at),
            !isNameByte(text[at + name.count])
        else { return nil }
        return at + name.count
    }

    /// The name that stands here, behind another one.
    @inline(__always)
    mutating func name(
        in text: Span<UInt8>, at: Int, to end: Int, after previous: Entry, _ plan: borrowing XMLPlan
    ) throws(XMLScan.Break) -> (entry: Entry, end: Int) {
        let likely = known[previous].follower
        if likely != Self.none, let nameEnd = self.end(of: likely, in: text, at: at, to: end) {
            return (likely, nameEnd)
        }
        return try find(in: text, at: at, to: end, after: previous, plan)
    }

    @inline(never)
    private mutating func find(
        in text: Span<UInt8>, at: Int, to end: Int, after previous: Entry, _ plan: borrowing XMLPlan
    ) throws(XMLScan.Break) -> (entry: Entry, end: Int) {
        var nameEnd = at
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        while nameEnd < end && isNameByte(text[nameEnd]) {
            hash = (hash ^ UInt64(text[nameEnd])) &* 0x100_0000_01b3
            nameEnd += 1
        }
        if nameEnd == end { throw nameEnd - at > Self.longestName ? .irregular : .incomplete }
        var slot = Int((hash ^ (hash >> 32)) & UInt64(slots.count - 1))
        for _ in 0..<Self.mostSteps {
            let entry = slots[slot]
            if entry < 0 {
                let added = try add(text.extracting(at..<nameEnd), plan)
                slots[slot] = added
                known[previous].follower = added
                return (added, nameEnd)
            }
            let name = known[entry].bytes
            if name.count == nameEnd - at && text.has(name, of: bytes.span, at: at) {
                known[previous].follower = entry
                return (entry, nameEnd)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        throw .irregular
    }

    private mutating func add(
        _ name: Span<UInt8>, _ plan: borrowing XMLPlan
    ) throws(XMLScan.Break) -> Entry {
        guard known.count < Self.mostNames, name.count <= Self.longestName else {
            throw .irregular
        }
        var colon: Int?
        for index in name.indices where name[index] == UInt8(ascii: ":") {
            if colon != nil { throw .irregular }
            colon = index
        }
        var local = name
        if let colon {
            local = name.extracting(colon + 1..<name.count)
            guard isXMLName(name.extracting(0..<colon)) else { throw .irregular }
        }
        guard isXMLName(local) else { throw .irregular }
        let start = bytes.count - runPadding
        let prefix = name.extracting(0..<(colon ?? name.count))
        bytes.removeLast(runPadding)
        bytes.append(copying: name)
        bytes.append(contentsOf: repeatElement(0, count: runPadding))
        known.append(
            Known(
                bytes: start..<start + name.count, number: plan.number(of: local),
                declaresNamespace: Array("xmlns".utf8).elementsEqual(Array(copying: prefix)),
                follower: Self.none))
        return known.count - 1
    }
}

/// ASCII letters, digits, `-`, `.`, `_` and `:`, and all that is not ASCII, by their bits.
@inline(__always)
func isNameByte(_ byte: UInt8) -> Bool {
    if byte >= 0x80 { return true }
    let bits: UInt64 = byte < 0x40 ? 0x07ff_6000_0000_0000 : 0x07ff_fffe_87ff_fffe
    return (bits >> UInt64(byte & 0x3f)) & 1 != 0
}

/// Whether this is a name without colon, by the fifth edition of XML 1.0; the text is UTF-8.
func isXMLName(_ name: Span<UInt8>) -> Bool {
    let text = String(decoding: Array(copying: name), as: UTF8.self)
    guard let first = text.unicodeScalars.first, beginsName(first) else { return false }
    return text.unicodeScalars.allSatisfy { beginsName($0) || continuesName($0) }
}

private func beginsName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5a, 0x5f, 0x61...0x7a, 0xc0...0xd6, 0xd8...0xf6, 0xf8...0x2ff, 0x370...0x37d,
        0x37f...0x1fff, 0x200c...0x200d, 0x2070...0x218f, 0x2c00...0x2fef, 0x3001...0xd7ff,
        0xf900...0xfdcf, 0xfdf0...0xfffd, 0x1_0000...0xe_ffff:
        true
    default: false
    }
}

private func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2d, 0x2e, 0x30...0x39, 0xb7, 0x300...0x36f, 0x203f...0x2040: true
    default: false
    }
}
