/// The one form of tar that packs have: plain ustar (POSIX.1-1988) of regular files, mode 0644,
/// without owner or time, so that the same files make the same bytes.
enum TarFormat {
    static let blockSize = 512
    /// Eleven octal digits.
    static let largestSize = (1 << 33) - 1
    static let longestName = 200

    /// The header of a file; nil where the name or the size does not fit.
    static func header(_ name: String, size: Int) -> [UInt8]? {
        guard let (prefix, name) = parts(of: name), (0...largestSize).contains(size) else {
            return nil
        }
        var block: [UInt8] = []
        block += field(name, 100)
        block += field("0000644", 8)
        block += field("0000000", 8)
        block += field("0000000", 8)
        block += field(octal(size, digits: 11), 12)
        block += field("00000000000", 12)
        let checksumAt = block.count
        block += [UInt8](repeating: UInt8(ascii: " "), count: 8)
        block.append(UInt8(ascii: "0"))
        block += field("", 100)
        block += Array("ustar\0".utf8) + Array("00".utf8)
        block += field("", 32)
        block += field("", 32)
        block += field("0000000", 8)
        block += field("0000000", 8)
        block += field(prefix, 155 + 12)
        let sum = block.reduce(0) { $0 + Int($1) }
        block.replaceSubrange(
            checksumAt..<checksumAt + 7, with: Array(octal(sum, digits: 6).utf8) + [0])
        return block
    }

    /// Name and size that a header says; nil unless it is the one header of that name and size.
    static func entry(_ header: [UInt8]) -> (name: String, size: Int)? {
        guard header.count == blockSize,
            let last = String(validating: header[..<100].prefix { $0 != 0 }, as: UTF8.self),
            let first = String(validating: header[345..<500].prefix { $0 != 0 }, as: UTF8.self),
            let size = Int(String(decoding: header[124..<135], as: UTF8.self), radix: 8)
        else { return nil }
        let name = first.isEmpty ? last : first + "/" + last
        return self.header(name, size: size) == header ? (name, size) : nil
    }

    /// A long name is cut at a slash; nil where none is in the right place.
    private static func parts(of name: String) -> (prefix: String, name: String)? {
        guard isArchiveName(name) else { return nil }
        if name.utf8.count <= 100 { return ("", name) }
        let bytes = Array(name.utf8)
        let first = bytes.count - 101
        guard let slash = bytes[first...].firstIndex(of: UInt8(ascii: "/")), slash <= 155 else {
            return nil
        }
        return (
            String(decoding: bytes[..<slash], as: UTF8.self),
            String(decoding: bytes[(slash + 1)...], as: UTF8.self)
        )
    }

    /// Number of zero bytes behind a file of that size.
    static func padding(_ size: Int) -> Int { (blockSize - size % blockSize) % blockSize }

    private static func field(_ text: String, _ width: Int) -> [UInt8] {
        let bytes = Array(text.utf8)
        return bytes + [UInt8](repeating: 0, count: width - bytes.count)
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(digits - text.count, 0)) + text
    }
}

/// Whether a text may be the name of a file in an archive: a path that leads nowhere else.
///
/// Letters, digits, `.`, `_`, `-`, `%` and `/` of ASCII; no part is empty, `.` or `..`.
package func isArchiveName(_ name: String) -> Bool {
    guard (1...TarFormat.longestName).contains(name.utf8.count) else { return false }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
        !part.isEmpty && part != "." && part != ".."
            && part.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"), UInt8(ascii: "%"):
                    true
                default: false
                }
            }
    }
}
