/// Reads one field token by token: exact for every pattern, and the measure of the fast path.
extension InstantLayout {
    /// The instant that the field says, nil where the text does not have this form.
    func instant(_ bytes: Span<UInt8>, _ field: Range<Int>, zone: InstantZone) -> Int64? {
        var reading = InstantReading(position: field.lowerBound, end: field.upperBound)
        for token in tokens {
            guard reading.take(token, from: bytes) else { return nil }
        }
        guard reading.position == reading.end else { return nil }
        return reading.instant(zone: zone)
    }
}

/// The parts read so far and where the reading stands.
private struct InstantReading {
    var position: Int
    let end: Int
    private var year = 0
    private var month = 0
    private var day = 0
    private var hour = 0
    private var minute = 0
    private var second = 0
    /// The second that a fraction has begun, where it counts as a whole one.
    private var begunSecond = 0
    private var afternoon: Bool?
    private var offset: Int?

    init(position: Int, end: Int) {
        self.position = position
        self.end = end
    }

    mutating func take(_ token: InstantToken, from bytes: Span<UInt8>) -> Bool {
        switch token {
        case .literal(let text): takeLiteral(text, from: bytes)
        case .number(let part, let style, let least, let most):
            takeNumber(least, most, from: bytes).map { store($0, part, style) } ?? false
        case .halfDay: takeHalfDay(from: bytes)
        case .offset: takeOffset(from: bytes)
        }
    }

    func instant(zone: InstantZone) -> Int64? {
        var hour = hour
        if let afternoon {
            guard 1...12 ~= hour else { return nil }
            hour = hour % 12 + (afternoon ? 12 : 0)
        }
        guard hour < 24, minute < 60, second < 60,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let local = date.instant + Int64(hour * 3600 + minute * 60 + second + begunSecond)
        guard let offset, case .fixed(let zoneSeconds) = zone else { return local }
        return local + Int64(zoneSeconds - offset)
    }

    private mutating func takeLiteral(_ text: [UInt8], from bytes: Span<UInt8>) -> Bool {
        guard end - position >= text.count else { return false }
        for (index, byte) in text.enumerated() where bytes[position + index] != byte {
            return false
        }
        position += text.count
        return true
    }

    private mutating func takeNumber(
        _ least: Int, _ most: Int, from bytes: Span<UInt8>
    ) -> Int? {
        var value = 0
        var count = 0
        while count < most, position < end, isDigit(bytes[position]) {
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
            count += 1
        }
        return count >= least ? value : nil
    }

    private mutating func store(
        _ value: Int, _ part: InstantPart, _ style: InstantToken.NumberStyle
    ) -> Bool {
        switch part {
        case .year:
            let century = value < InstantFormat.shortYearPivot ? 2000 : 1900
            year = style == .shortYear ? century + value : value
        case .month: month = value
        case .day: day = value
        case .hour: hour = value
        case .minute: minute = value
        case .second: second = value
        // Cutting off a fraction of a wall-clock time is the floor, before 1970 too.
        case .fraction: begunSecond = style == .roundedUp && value > 0 ? 1 : 0
        case .halfDay, .offset: break
        }
        return true
    }

    /// AM or SA (sáng), PM or CH (chiều), in any case.
    private mutating func takeHalfDay(from bytes: Span<UInt8>) -> Bool {
        guard end - position >= 2 else { return false }
        switch (bytes[position] & 0xDF, bytes[position + 1] & 0xDF) {
        case (0x41, 0x4D), (0x53, 0x41): afternoon = false
        case (0x50, 0x4D), (0x43, 0x48): afternoon = true
        default: return false
        }
        position += 2
        return true
    }

    /// `Z`, `±HH`, `±HHmm`, `±HH:mm`; at most 18 hours, as ISO 8601 implementations agree.
    private mutating func takeOffset(from bytes: Span<UInt8>) -> Bool {
        guard position < end else { return false }
        let sign = bytes[position]
        position += 1
        if sign == UInt8(ascii: "Z") {
            offset = 0
            return true
        }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let hours = takeNumber(2, 2, from: bytes)
        else { return false }
        var minutes = 0
        let hasColon = position < end && bytes[position] == UInt8(ascii: ":")
        if hasColon || (position < end && isDigit(bytes[position])) {
            if hasColon { position += 1 }
            guard let read = takeNumber(2, 2, from: bytes) else { return false }
            minutes = read
        }
        let seconds = hours * 3600 + minutes * 60
        guard minutes < 60, seconds <= 18 * 3600 else { return false }
        offset = sign == UInt8(ascii: "-") ? -seconds : seconds
        return true
    }
}
