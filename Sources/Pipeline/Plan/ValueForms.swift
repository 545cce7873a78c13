import Columnar

/// A day as `yyyy-MM-dd`, as the instant at which it begins.
func parseDay(_ text: String) -> Int64? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
        let year = digits(parts[0]), let month = digits(parts[1]), let day = digits(parts[2])
    else { return nil }
    return CivilDate(year: year, month: month, day: day)?.instant
}

/// An instant as `yyyy-MM-dd` or `yyyy-MM-dd HH:mm:ss`, local.
package func parseInstant(_ text: String) -> Int64? {
    let parts = text.split(separator: text.contains("T") ? "T" : " ", maxSplits: 1)
    guard let first = parts.first, let day = parseDay(String(first)) else { return nil }
    guard parts.count == 2 else { return text.count == 10 ? day : nil }
    return parseTimeOfDay(String(parts[1])).map { day + Int64($0) }
}

/// A time of day as `HH:mm` or `HH:mm:ss`, in seconds since midnight; `24:00` is the next one.
func parseTimeOfDay(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard 2...3 ~= parts.count, parts.allSatisfy({ $0.count == 2 }),
        let hour = digits(parts[0]), let minute = digits(parts[1]),
        let second = parts.count == 3 ? digits(parts[2]) : 0,
        hour < 24, minute < 60, second < 60
    else { return text == "24:00" ? 86_400 : nil }
    return hour * 3600 + minute * 60 + second
}

/// A share as `20%`.
func parsePercent(_ text: String) -> Int? {
    guard text.hasSuffix("%"), let number = digits(text.dropLast()), number <= 100 else {
        return nil
    }
    return number
}

/// A decimal number as `95`, `-0.5`, `99.25`: at most 15 digits.
func parseDecimal(_ text: String) -> DecimalNumber? {
    let isNegative = text.hasPrefix("-")
    let parts = text.dropFirst(isNegative ? 1 : 0).split(
        separator: ".", omittingEmptySubsequences: false)
    guard 1...2 ~= parts.count, !parts[0].isEmpty, parts.last?.isEmpty == false else { return nil }
    let places = parts.count == 2 ? parts[1].count : 0
    let all = parts.joined()
    guard all.count <= 15, let units = digits(all[...]) else { return nil }
    return DecimalNumber(
        units: Int64(isNegative ? -units : units), places: places, text: text)
}

/// An offset east of UTC as `+07:00`, in seconds.
func parseOffset(_ text: String) -> Int? {
    guard text.hasPrefix("+") || text.hasPrefix("-"),
        let seconds = parseTimeOfDay(String(text.dropFirst())), seconds <= 14 * 3600
    else { return nil }
    return text.hasPrefix("-") ? -seconds : seconds
}

/// A name that can stand in formulas and file names: letters, digits, `_`; begins with a letter.
func parseColumnName(_ text: String) -> String? {
    isName(text, also: "_") ? text : nil
}

/// A name of a file's subject: as a column's, with `-` and `.` too.
func parseName(_ text: String) -> String? {
    isName(text, also: "_-.") ? text : nil
}

/// A name or number of an item of a scorecard, as `2.1`: as a name, and may begin with a digit.
func parseItemName(_ text: String) -> String? {
    isName("a" + text, also: "_-.") && text.first.map { $0 != "." && $0 != "-" } == true
        ? text : nil
}

private func isName(_ text: String, also: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 64 else { return false }
    let others = Array(also.utf8)
    func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
            || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }
    return isLetter(first)
        && text.utf8.allSatisfy {
            isLetter($0) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || others.contains($0)
        }
}

/// A text of ASCII digits only; `Int` alone would take a sign.
private func digits(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ? Int(text) : nil
}
