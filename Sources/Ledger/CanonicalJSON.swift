/// A JSON value that has exactly one way of being written (the form of RFC 8785, without floats).
///
/// Object keys are unique and sorted by their UTF-8 bytes, nothing is written between tokens, only
/// `"`, `\` and control characters are escaped, numbers are 64-bit integers. Python writes the same
/// with `json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)`. The
/// system's encoder would sort, but its decoder takes any form, floats and duplicate keys: a
/// flipped byte could go unseen.
package enum CanonicalJSON: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([CanonicalJSON])
    case object(Members)

    /// The members of an object, sorted by key.
    package struct Members: Sendable {
        /// Key and value of each member, in the order in which they are written.
        package private(set) var sorted: [(key: String, value: CanonicalJSON)] = []

        /// No members yet.
        package init() {}

        /// Takes members that are sorted already, as a parser has checked.
        init(sorted: [(key: String, value: CanonicalJSON)]) {
            self.sorted = sorted
        }

        /// The value of a key; setting nil removes the member.
        package subscript(key: String) -> CanonicalJSON? {
            get {
                let place = place(of: key)
                return holds(key, at: place) ? sorted[place].value : nil
            }
            set {
                let place = place(of: key)
                if holds(key, at: place) { sorted.remove(at: place) }
                if let newValue { sorted.insert((key, newValue), at: place) }
            }
        }

        private func holds(_ key: String, at place: Int) -> Bool {
            place < sorted.count && sorted[place].key.utf8.elementsEqual(key.utf8)
        }

        private func place(of key: String) -> Int {
            var low = 0
            var high = sorted.count
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle].key.utf8.lexicographicallyPrecedes(key.utf8) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            return low
        }
    }

    /// The value of a member; nil where this is no object or has no such key.
    package subscript(key: String) -> CanonicalJSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The text, where this is one.
    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number, where this is one.
    package var number: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    /// The elements, where this is an array.
    package var elements: [CanonicalJSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members, where this is an object.
    package var members: Members? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The one way of writing the value, in UTF-8, without a line end.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .string(let text): writeString(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                writeString(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}

extension CanonicalJSON: Equatable {
    /// Equal when they are written with the same bytes; Swift's own comparison of texts would
    /// take composed and decomposed letters for the same.
    package static func == (left: CanonicalJSON, right: CanonicalJSON) -> Bool {
        left.bytes == right.bytes
    }
}

extension CanonicalJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    package init(stringLiteral text: String) { self = .string(text) }

    /// A number.
    package init(integerLiteral number: Int64) { self = .integer(number) }

    /// True or false.
    package init(booleanLiteral value: Bool) { self = .bool(value) }

    /// An array.
    package init(arrayLiteral elements: CanonicalJSON...) { self = .array(elements) }

    /// An object; of two members with the same key the later one holds.
    package init(dictionaryLiteral members: (String, CanonicalJSON)...) {
        var object = Members()
        for (key, value) in members { object[key] = value }
        self = .object(object)
    }
}

/// Characters that have an escape of one letter, as every JSON writer uses it.
let shortEscapes: [(character: UInt8, letter: UInt8)] = [
    (0x08, UInt8(ascii: "b")), (0x09, UInt8(ascii: "t")), (0x0A, UInt8(ascii: "n")),
    (0x0C, UInt8(ascii: "f")), (0x0D, UInt8(ascii: "r")), (0x22, 0x22), (0x5C, 0x5C),
]

private func writeString(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
        if byte >= 0x20, byte != 0x22, byte != 0x5C {
            bytes.append(byte)
        } else if let escape = shortEscapes.first(where: { $0.character == byte }) {
            bytes += [0x5C, escape.letter]
        } else {
            bytes += "\\u00".utf8
            bytes += hexadecimalText([byte]).utf8
        }
    }
    bytes.append(UInt8(ascii: "\""))
}
