/// Why bytes are not canonical JSON.
package struct CanonicalJSONError: Error, Sendable, Equatable {
    /// What can be wrong.
    package enum Kind: Sendable, Equatable {
        /// The bytes end inside the value: the beginning of something good.
        case truncated
        /// A byte that cannot stand here, a different way of writing, or bytes behind the value.
        case unexpectedByte
        /// Not UTF-8.
        case invalidUTF8
        /// Keys that are not sorted, or one that occurs twice.
        case keyOrder
        /// Values nest deeper than the limit.
        case tooDeep(limit: Int)
        /// A number outside 64 bits.
        case numberRange
    }

    /// What is wrong.
    package var kind: Kind
    /// Byte offset of the fault.
    package var offset: Int

    /// An error at a place.
    package init(kind: Kind, offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

extension CanonicalJSON {
    /// How deep values may nest.
    package static let depthLimit = 32

    /// Reads a value that is written in the one canonical way; anything else is an error.
    package init(parsing bytes: ArraySlice<UInt8>) throws(CanonicalJSONError) {
        var parser = CanonicalJSONParser(bytes)
        let value = try parser.value(depth: 1)
        guard parser.place == bytes.endIndex else { throw parser.error(.unexpectedByte) }
        self = value
    }

    /// Reads a value that is written in the one canonical way; anything else is an error.
    package init(parsing bytes: [UInt8]) throws(CanonicalJSONError) {
        try self.init(parsing: bytes[...])
    }
}

private struct CanonicalJSONParser {
    let bytes: ArraySlice<UInt8>
    var place: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    func error(_ kind: CanonicalJSONError.Kind) -> CanonicalJSONError {
        CanonicalJSONError(kind: kind, offset: place - bytes.startIndex)
    }

    func peek() throws(CanonicalJSONError) -> UInt8 {
        guard place < bytes.endIndex else { throw error(.truncated) }
        return bytes[place]
    }

    mutating func expect(_ text: StaticString) throws(CanonicalJSONError) {
        for scalar in text.description.utf8 {
            guard try peek() == scalar else { throw error(.unexpectedByte) }
            place += 1
        }
    }

    mutating func value(depth: Int) throws(CanonicalJSONError) -> CanonicalJSON {
        guard depth <= CanonicalJSON.depthLimit else {
            throw error(.tooDeep(limit: CanonicalJSON.depthLimit))
        }
        switch try peek() {
        case UInt8(ascii: "n"):
            try expect("null")
            return .null
        case UInt8(ascii: "t"):
            try expect("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try expect("false")
            return .bool(false)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        default: return .integer(try integer())
        }
    }

    mutating func array(depth: Int) throws(CanonicalJSONError) -> [CanonicalJSON] {
        try expect("[")
        var elements: [CanonicalJSON] = []
        guard try peek() != UInt8(ascii: "]") else {
            place += 1
            return elements
        }
        repeat {
            elements.append(try value(depth: depth + 1))
        } while try goesOn(until: UInt8(ascii: "]"))
        return elements
    }

    mutating func object(depth: Int) throws(CanonicalJSONError) -> CanonicalJSON.Members {
        try expect("{")
        var members: [(key: String, value: CanonicalJSON)] = []
        guard try peek() != UInt8(ascii: "}") else {
            place += 1
            return CanonicalJSON.Members()
        }
        repeat {
            let start = place
            let key = try string()
            if let last = members.last, !last.key.utf8.lexicographicallyPrecedes(key.utf8) {
                place = start
                throw error(.keyOrder)
            }
            try expect(":")
            members.append((key, try value(depth: depth + 1)))
        } while try goesOn(until: UInt8(ascii: "}"))
        return CanonicalJSON.Members(sorted: members)
    }

    mutating func goesOn(until end: UInt8) throws(CanonicalJSONError) -> Bool {
        let byte = try peek()
        guard byte == end || byte == UInt8(ascii: ",") else { throw error(.unexpectedByte) }
        place += 1
        return byte != end
    }

    mutating func integer() throws(CanonicalJSONError) -> Int64 {
        let start = place
        if try peek() == UInt8(ascii: "-") { place += 1 }
        let digits = place
        while place < bytes.endIndex, (0x30...0x39).contains(bytes[place]) { place += 1 }
        if digits == place { throw error(place < bytes.endIndex ? .unexpectedByte : .truncated) }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        guard let number = Int64(text) else { throw error(.numberRange) }
        guard String(number) == text else { throw error(.unexpectedByte) }
        return number
    }

    mutating func string() throws(CanonicalJSONError) -> String {
        try expect("\"")
        var text: [UInt8] = []
        let start = place
        while true {
            let plain = place
            while place < bytes.endIndex, isPlain(bytes[place]) { place += 1 }
            text += bytes[plain..<place]
            let byte = try peek()
            if byte == UInt8(ascii: "\"") { break }
            guard byte == 0x5C else { throw error(.unexpectedByte) }
            place += 1
            text.append(try escaped())
        }
        guard let string = String(validating: text, as: UTF8.self) else {
            place = start
            throw error(.invalidUTF8)
        }
        place += 1
        return string
    }

    private func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x22 && byte != 0x5C }

    /// The character of an escape whose backslash is read; only the escapes the writer uses.
    mutating func escaped() throws(CanonicalJSONError) -> UInt8 {
        let letter = try peek()
        if let escape = shortEscapes.first(where: { $0.letter == letter }) {
            place += 1
            return escape.character
        }
        try expect("u00")
        var code = 0
        for _ in 0..<2 {
            guard let digit = hexadecimalBytes([0x30, try peek()])?.first else {
                throw error(.unexpectedByte)
            }
            code = code << 4 | Int(digit)
            place += 1
        }
        let character = UInt8(code)
        guard character < 0x20, !shortEscapes.contains(where: { $0.character == character }) else {
            throw error(.unexpectedByte)
        }
        return character
    }
}
