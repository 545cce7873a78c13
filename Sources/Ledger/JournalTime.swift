extension Journal {
    /// How far a clock may lie behind the last line: as far as a clock is put right now and then.
    private static let tolerance: Int64 = 300

    /// The time that a new line takes where the clock says `clock`: never before the last line's.
    ///
    /// What was received when is judged by these times. A clock that lies far behind would date
    /// what arrives today before what arrived yesterday, so nothing is journalled by it.
    func time(byClock clock: String) throws(LedgerError) -> String {
        guard let now = secondsUTC(of: clock) else { throw .malformedTime(clock) }
        guard let lastTime, let last = secondsUTC(of: lastTime), now < last else { return clock }
        guard last - now <= Self.tolerance else {
            throw .clockSetBack(last: lastTime, clock: clock)
        }
        return lastTime
    }
}

/// Whether a time of the journal's form is earlier than another, whatever their offsets.
func isEarlier(_ time: String, than other: String) -> Bool {
    guard let left = secondsUTC(of: time), let right = secondsUTC(of: other) else { return false }
    return left < right
}

/// Seconds since 1970-01-01 00:00:00 UTC of a time of the journal's form; nil for any other text.
func secondsUTC(of time: String) -> Int64? {
    guard isTime(time) else { return nil }
    let digits = Array(time.utf8)
    func number(_ start: Int, _ count: Int = 2) -> Int64 {
        digits[start..<(start + count)].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
    let days = days(year: number(0, 4), month: number(5), day: number(8))
    let offset = number(20) * 3600 + number(23) * 60
    let local = days * 86_400 + number(11) * 3600 + number(14) * 60 + number(17)
    return digits[19] == UInt8(ascii: "-") ? local + offset : local - offset
}

/// Days since 1970-01-01 in the Gregorian calendar, reckoned in years that begin with March, so
/// that a leap day is the last of its year.
private func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year + 399 : year + 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468 - 146_097
}
