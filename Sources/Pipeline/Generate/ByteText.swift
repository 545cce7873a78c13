import Columnar

/// Bytes being written; adding to them makes no `String`.
struct ByteText {
    static let comma = UInt8(ascii: ",")

    /// What is written.
    private(set) var bytes: [UInt8] = []

    /// Empties it and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Adds text.
    mutating func add(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Adds bytes as they are.
    mutating func add(_ more: [UInt8]) {
        bytes.append(contentsOf: more)
    }

    /// Adds an ASCII character, once or repeatedly.
    mutating func add(_ byte: UInt8, times: Int = 1) {
        for _ in 0..<times { bytes.append(byte) }
    }

    /// Adds the decimal digits of a whole number, not negative, padded with zeros to a width.
    mutating func add(_ number: Int, digits width: Int) {
        var divisor = 1
        var digits = 1
        while digits < width || number / divisor >= 10 {
            divisor *= 10
            digits += 1
        }
        while divisor > 0 {
            bytes.append(UInt8(truncatingIfNeeded: 48 + number / divisor % 10))
            divisor /= 10
        }
    }

    /// Adds an instant as `dd/MM/yyyy HH:mm:ss`, nothing for `GeneratedCase.never`.
    mutating func addSlashed(_ instant: Int32) {
        guard instant != GeneratedCase.never else { return }
        let date = CivilDate(dayNumber: Int(instant) / 86_400)
        let second = Int(instant) % 86_400
        addPair(date.day, then: UInt8(ascii: "/"))
        addPair(date.month, then: UInt8(ascii: "/"))
        addPair(date.year / 100, then: nil)
        addPair(date.year % 100, then: UInt8(ascii: " "))
        addPair(second / 3600, then: UInt8(ascii: ":"))
        addPair(second / 60 % 60, then: UInt8(ascii: ":"))
        addPair(second % 60, then: nil)
    }

    /// Adds an instant, not `GeneratedCase.never`, as `yyyyMMddHHmmss`.
    mutating func addCompact(_ instant: Int32) {
        let date = CivilDate(dayNumber: Int(instant) / 86_400)
        let second = Int(instant) % 86_400
        addPair(date.year / 100, then: nil)
        addPair(date.year % 100, then: nil)
        addPair(date.month, then: nil)
        addPair(date.day, then: nil)
        addPair(second / 3600, then: nil)
        addPair(second / 60 % 60, then: nil)
        addPair(second % 60, then: nil)
    }

    private mutating func addPair(_ number: Int, then separator: UInt8?) {
        bytes.append(UInt8(truncatingIfNeeded: 48 + number / 10))
        bytes.append(UInt8(truncatingIfNeeded: 48 + number % 10))
        if let separator { bytes.append(separator) }
    }

    /// A number below 100 with a leading zero.
    static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
