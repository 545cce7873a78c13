/// The text inside `interval '8 hours'`.
enum IntervalLiteral {
    /// Units and their seconds.
    ///
    /// Months and years are missing: their length is not fixed.
    static let units: [(name: String, seconds: Int64)] = [
        ("week", 604_800), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1),
    ]

    /// Seconds of a text such as `8 hours` or `1 day 12 hours`.
    static func seconds(of text: String, at range: Range<Int>) throws(FormulaFault) -> Int64 {
        let invalid = FormulaFault(.invalidLiteral(.interval, text: text), at: range)
        let words = text.split(separator: " ")
        guard !words.isEmpty, words.count.isMultiple(of: 2) else { throw invalid }
        var total: Int64 = 0
        for index in stride(from: 0, to: words.count, by: 2) {
            guard let number = Int64(words[index]) else { throw invalid }
            let length = try unit(String(words[index + 1]).lowercasedASCII, at: range)
            let (seconds, isTooLong) = number.multipliedReportingOverflow(by: length)
            let (sum, isSumTooLong) = total.addingReportingOverflow(seconds)
            guard !isTooLong, !isSumTooLong, sum != missing else {
                throw FormulaFault(.numberTooLarge(text), at: range)
            }
            total = sum
        }
        return total
    }

    private static func unit(_ name: String, at range: Range<Int>) throws(FormulaFault) -> Int64 {
        for unit in units where name == unit.name || name == unit.name + "s" {
            return unit.seconds
        }
        let calendar = ["month", "quarter", "year"]
        if calendar.contains(where: { name == $0 || name == $0 + "s" }) {
            throw FormulaFault(.calendarUnit(name), at: range)
        }
        let names = units.map { $0.name + "s" }
        throw FormulaFault(
            .unknownUnit(name, suggestion: nearest(to: name, among: names)), at: range)
    }

    /// `8 hours` for seconds: the largest unit that divides them.
    static func text(_ seconds: Int64) -> String {
        let unit = units.first { seconds.isMultiple(of: $0.seconds) && seconds != 0 }
        guard let unit else { return "\(seconds) seconds" }
        let number = seconds / unit.seconds
        return "\(number) \(unit.name)\(number == 1 ? "" : "s")"
    }
}

/// The seconds of a text such as `8 hours`, as formulas write an interval; nil where it is none.
package func intervalSeconds(_ text: String) -> Int64? {
    try? IntervalLiteral.seconds(of: text, at: 0..<0)
}

/// A number of seconds as formulas write an interval: `8 hours`.
package func intervalText(_ seconds: Int64) -> String {
    seconds == missing ? "" : IntervalLiteral.text(seconds)
}
