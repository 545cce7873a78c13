/// A form in which every part has its fixed place, read eight bytes at a time.
///
/// Three words at 0, `middle` and `last` (overlapping) cover a text of 8 to 24 bytes. XOR with the
/// expected text turns digits into 0 to 9 and literals into 0; adding `slack` raises the top bit of
/// every byte that is too large, so one test judges eight bytes. A fourth word begins where the
/// time of day does. `×10 + next` makes all pairs of digits into numbers at once.
struct PositionalLayout: Sendable {
    /// Length of the text in bytes.
    let length: Int
    let middle: Int
    let last: Int
    let time: Int
    let words: (first: Mask, middle: Mask, last: Mask)
    let timeExpected: UInt64
    /// Where hour, minute and second begin within the time word, in bits; 0 kept where absent.
    let hour: Pair
    let minute: Pair
    let second: Pair
    let year: Place
    let month: Place
    let day: Place
    /// Days that a declared null names: their texts take the slow path.
    let nullDays: [Int64]
    /// Day numbers on which the months of `tabledYears` begin, and the one behind them.
    ///
    /// Due dates come in no order of time, so a day is computed for nearly every record.
    private let monthStarts = monthStartsOfTabledYears

    /// What eight bytes of the text must look like.
    struct Mask: Sendable {
        /// The literals, and `0` where a digit stands.
        var expected: UInt64 = 0
        /// What may be added to each byte before its top bit rises: 0x76 for digits, 0x7F else.
        var slack: UInt64 = 0
        /// The bytes that make up year, month and day.
        var date: UInt64 = 0
    }

    /// Two digits of the time word.
    struct Pair: Sendable {
        var shift: UInt64 = 0
        var mask: UInt64 = 0
    }

    /// The digits of a part within the text.
    struct Place: Sendable {
        var start = 0
        var count = 0
    }

    /// The layout by place; nil if a part has no fixed place, or the text is too short or long.
    init?(_ layout: InstantLayout, nulls: [[UInt8]]) {
        var text = PositionalText()
        for token in layout.tokens where !text.append(token) { return nil }
        guard 8...24 ~= text.expected.count else { return nil }
        length = text.expected.count
        middle = min(8, length - 8)
        last = length - 8
        let times = [text.hour, text.minute, text.second].filter { $0.count > 0 }
        let timeStart = min(times.map(\.start).min() ?? last, last)
        for place in times where place.start < timeStart || place.start + 2 > timeStart + 8 {
            return nil
        }
        time = timeStart
        words = (text.mask(at: 0), text.mask(at: middle), text.mask(at: last))
        timeExpected = text.mask(at: timeStart).expected
        hour = text.hour.pair(in: timeStart)
        minute = text.minute.pair(in: timeStart)
        second = text.second.pair(in: timeStart)
        year = text.year
        month = text.month
        day = text.day
        nullDays = nulls.compactMap { null in
            layout.instant(null.span, null.indices, zone: .asWritten)
                .map { Int64(dayNumber(of: $0)) * secondsPerDay }
        }
    }

    /// First instant of the day that stands in a text whose digits have been checked.
    @inline(__always)
    func dayInstant(_ bytes: Span<UInt8>, at start: Int) -> Int64? {
        // A place lies within `length`, and the caller has proved that many bytes behind `start`.
        let month = pair(bytes, at: start &+ self.month.start)
        let day = pair(bytes, at: start &+ self.day.start)
        var year = pair(bytes, at: start &+ self.year.start)
        if self.year.count == 4 {
            year = year &* 100 &+ pair(bytes, at: start &+ self.year.start &+ 2)
            guard year > 0 else { return nil }
        } else {
            year &+= year < InstantFormat.shortYearPivot ? 2000 : 1900
        }
        guard month > 0, month <= 12, day > 0 else { return nil }
        if tabledYears.contains(year) {
            let place = (year &- tabledYears.lowerBound) &* 12 &+ month &- 1
            let first = monthStarts[place]
            guard day <= Int(monthStarts[place &+ 1] &- first) else { return nil }
            return (Int64(first) &+ Int64(day) &- 1) &* secondsPerDay
        }
        guard
            day <= 28 || day <= CivilDate.daysInMonth(month, of: year)
        else { return nil }
        let dayNumber = CivilDate.dayNumber(year: year, month: month, day: day)
        return Int64(dayNumber) &* secondsPerDay
    }

    @inline(__always)
    private func pair(_ bytes: Span<UInt8>, at index: Int) -> Int {
        Int(byte(bytes, at: index) & 0x0F) &* 10 &+ Int(byte(bytes, at: index &+ 1) & 0x0F)
    }
}

/// The years whose months are looked up.
private let tabledYears = 1970..<2100

private let monthStartsOfTabledYears: [Int32] = (0...tabledYears.count * 12).map { month in
    Int32(
        CivilDate.dayNumber(
            year: tabledYears.lowerBound + month / 12, month: month % 12 + 1, day: 1))
}

extension PositionalLayout.Place {
    /// Where the two digits stand in a word that begins at `word`; nil where the part is absent.
    fileprivate func pair(in word: Int) -> PositionalLayout.Pair {
        guard count == 2 else { return PositionalLayout.Pair() }
        return PositionalLayout.Pair(shift: UInt64(8 * (start - word)), mask: 0xFF)
    }
}

/// The expected text of a form while it is laid out.
private struct PositionalText {
    var expected: [UInt8] = []
    var isDigit: [Bool] = []
    var isDate: [Bool] = []
    var year = PositionalLayout.Place()
    var month = PositionalLayout.Place()
    var day = PositionalLayout.Place()
    var hour = PositionalLayout.Place()
    var minute = PositionalLayout.Place()
    var second = PositionalLayout.Place()

    /// Lays out one more token; false if it has no fixed place.
    mutating func append(_ token: InstantToken) -> Bool {
        switch token {
        case .literal(let text):
            guard text.allSatisfy({ $0 < 0x80 }) else { return false }
            append(text, digits: false, date: false)
            return true
        case .number(let part, let style, let least, let most):
            guard least == most, style != .clockHour, style != .roundedUp else { return false }
            let place = PositionalLayout.Place(start: expected.count, count: most)
            append(
                Array(repeating: 0x30, count: most), digits: true,
                date: [.year, .month, .day].contains(part))
            return store(place, part)
        case .halfDay, .offset: return false
        }
    }

    func mask(at start: Int) -> PositionalLayout.Mask {
        var mask = PositionalLayout.Mask()
        for index in (start..<start + 8).reversed() {
            mask.expected = mask.expected << 8 | UInt64(expected[index])
            mask.slack = mask.slack << 8 | (isDigit[index] ? 0x76 : 0x7F)
            mask.date = mask.date << 8 | (isDate[index] ? 0xFF : 0)
        }
        return mask
    }

    private mutating func append(_ text: [UInt8], digits: Bool, date: Bool) {
        expected += text
        isDigit += Array(repeating: digits, count: text.count)
        isDate += Array(repeating: date, count: text.count)
    }

    private mutating func store(_ place: PositionalLayout.Place, _ part: InstantPart) -> Bool {
        switch part {
        case .year: year = place
        case .month: month = place
        case .day: day = place
        case .hour: hour = place
        case .minute: minute = place
        case .second: second = place
        case .fraction: break
        case .halfDay, .offset: return false
        }
        return true
    }
}
