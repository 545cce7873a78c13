import Columnar

/// One value of a case as an export says it, typed as normalization types it.
enum ExportedCell: Sendable, Equatable {
    case null
    /// A number, an instant, seconds; of truth values 0 or 2.
    case number(Int64)
    case text(String)
}

/// A column of an export.
struct ExportedColumn: Sendable, Equatable {
    let name: String
    let type: ColumnType

    /// A cell as people read it; empty for null.
    func shown(_ cell: ExportedCell) -> String {
        switch (cell, type) {
        case (.null, _): ""
        case (.text(let text), _): text
        case (.number(let number), .instant): instantText(number)
        case (.number(let number), .flag): number == 0 ? "false" : "true"
        case (.number(let number), _): String(number)
        }
    }
}

/// Writes cells in few bytes: an export of a night has millions of them.
struct CellWriter {
    private(set) var bytes: [UInt8] = []

    /// Writes a number that is not below 0.
    mutating func put(count: Int) { put(UInt64(count)) }

    private mutating func put(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func put(_ text: some Collection<UInt8>) {
        put(count: text.count)
        bytes.append(contentsOf: text)
    }

    mutating func put(_ cell: ExportedCell) {
        switch cell {
        case .null: bytes.append(0)
        case .number(let number):
            bytes.append(1)
            // Small numbers of either sign have few bits.
            put(UInt64(bitPattern: number << 1 ^ number >> 63))
        case .text(let text):
            bytes.append(2)
            put(Array(text.utf8))
        }
    }
}

/// Reads what `CellWriter` wrote; whatever the bytes are, it throws and does not trap.
struct CellReader {
    private let bytes: ArraySlice<UInt8>
    private var place: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    /// The bytes that have not been read yet.
    var rest: ArraySlice<UInt8> { bytes[place...] }

    private mutating func byte() throws(DamagedBytes) -> UInt8 {
        guard place < bytes.endIndex else { throw DamagedBytes() }
        defer { place += 1 }
        return bytes[place]
    }

    private mutating func number() throws(DamagedBytes) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let next = try byte()
            number |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return number }
        }
        throw DamagedBytes()
    }

    mutating func count() throws(DamagedBytes) -> Int {
        guard let count = Int(exactly: try number()) else { throw DamagedBytes() }
        return count
    }

    mutating func text() throws(DamagedBytes) -> ArraySlice<UInt8> {
        let count = try count()
        guard count <= bytes.endIndex - place else { throw DamagedBytes() }
        defer { place += count }
        return bytes[place..<place + count]
    }

    mutating func cell() throws(DamagedBytes) -> ExportedCell {
        switch try byte() {
        case 0: return .null
        case 1:
            let bits = try number()
            return .number(Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1))
        case 2: return .text(String(decoding: try text(), as: UTF8.self))
        default: throw DamagedBytes()
        }
    }
}
