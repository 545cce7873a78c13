import Columnar

/// Writes numbers and texts one after the other, for files that only we read.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ number: Int) {
        appendBytes(of: Int64(number), to: &bytes)
    }

    mutating func put(_ text: String?) {
        put(text.map(\.utf8.count) ?? -1)
        if let text { bytes.append(contentsOf: text.utf8) }
    }

    mutating func put<Element>(
        _ elements: [Element], _ each: (inout ByteWriter, Element) -> Void
    ) {
        put(elements.count)
        for element in elements { each(&self, element) }
    }
}

/// A file of ours does not hold what it should: it is damaged, or another program's.
struct DamagedBytes: Error {}

/// Reads what `ByteWriter` wrote; whatever the bytes are, it throws and does not trap.
struct ByteReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func number() throws(DamagedBytes) -> Int {
        guard place + 8 <= bytes.count else { throw DamagedBytes() }
        var bits: UInt64 = 0
        for index in 0..<8 { bits |= UInt64(bytes[place + index]) << UInt64(8 * index) }
        place += 8
        return Int(Int64(bitPattern: bits))
    }

    /// A number that counts something, below a bound.
    mutating func count(below bound: Int = 1 << 48) throws(DamagedBytes) -> Int {
        let number = try number()
        guard number >= 0, number < bound else { throw DamagedBytes() }
        return number
    }

    mutating func text() throws(DamagedBytes) -> String? {
        let count = try number()
        if count == -1 { return nil }
        guard count >= 0, count <= bytes.count - place else { throw DamagedBytes() }
        let text = String(decoding: bytes[place..<place + count], as: UTF8.self)
        place += count
        return text
    }

    mutating func elements<Element>(
        _ each: (inout ByteReader) throws(DamagedBytes) -> Element
    ) throws(DamagedBytes) -> [Element] {
        // An element has eight bytes at least, so a damaged count cannot ask for all memory.
        let count = try count(below: bytes.count / 8 + 1)
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try each(&self)) }
        return elements
    }
}
