/// One step in reading a text, without references.
struct InstantStep: Sendable {
    enum Kind: Sendable { case literal, number, halfDay, offset }

    let kind: Kind
    private(set) var part = InstantPart.offset
    private(set) var style = InstantToken.NumberStyle.plain
    /// Least and most digits of a number; bounds within `literals` of a literal.
    private(set) var low = 0
    private(set) var high = 0

    init(_ token: InstantToken, literals: inout [UInt8]) {
        switch token {
        case .literal(let text):
            kind = .literal
            low = literals.count
            literals += text
            high = literals.count
        case .number(let part, let style, let least, let most):
            kind = .number
            (self.part, self.style, low, high) = (part, style, least, most)
        case .halfDay: kind = .halfDay
        case .offset: kind = .offset
        }
    }
}

extension InstantLayout {
    /// The instant that a trimmed field says, nil where the text does not have this form.
    ///
    /// Reads step by step: exact for every pattern, and what the reading by place falls back on.
    func instant(_ bytes: Span<UInt8>, _ field: Range<Int>, zone: InstantZone) -> Int64? {
        var reading = InstantReading(position: field.lowerBound, end: field.upperBound)
        let steps = steps.span
        for index in steps.indices {
            let step = steps[index]
            let fits =
                switch step.kind {
                case .literal: reading.takeLiteral(literals.span, step.low..<step.high, bytes)
                case .number: reading.takePart(step, bytes)
                case .halfDay: reading.takeHalfDay(bytes)
                case .offset: reading.takeOffset(bytes)
                }
            guard fits else { return nil }
        }
        guard reading.position == reading.end else { return nil }
        return reading.instant(zone: zone)
    }
}

/// The parts read so far and where the reading stands.
private struct InstantReading {
    private(set) var position: Int
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

    mutating func takeLiteral(
        _ literals: Span<UInt8>, _ literal: Range<Int>, _ bytes: Span<UInt8>
    ) -> Bool {
        if end - position >= literal.count {
            var index = 0
            while index < literal.count,
                bytes[position + index] == literals[literal.lowerBound + index]
            {
                index += 1
            }
            if index == literal.count {
                position += index
                return true
            }
        }
        return takeEquivalent(literals.extracting(literal), bytes.extracting(position..<end))
    }

    /// The literal in another composition of its letters: `giờ` is `giờ`, decomposed or not.
    @inline(never)
    private mutating func takeEquivalent(_ literal: Span<UInt8>, _ rest: Span<UInt8>) -> Bool {
        let literal = text(literal)
        if literal.utf8.allSatisfy({ $0 < 0x80 }) { return false }
        let head = text(rest).prefix(literal.count)
        guard head == literal else { return false }
        position += head.utf8.count
        return true
    }

    private func text(_ bytes: Span<UInt8>) -> String {
        var copy: [UInt8] = []
        for index in bytes.indices { copy.append(bytes[index]) }
        return String(decoding: copy, as: UTF8.self)
    }

    mutating func takePart(_ step: InstantStep, _ bytes: Span<UInt8>) -> Bool {
        guard let value = takeNumber(step.low, step.high, bytes) else { return false }
        switch step.part {
        case .year:
            let century = value < InstantFormat.shortYearPivot ? 2000 : 1900
            year = step.style == .shortYear ? century + value : value
        case .month: month = value
        case .day: day = value
        case .hour: hour = value
        case .minute: minute = value
        case .second: second = value
        // Cutting off a fraction of a wall-clock time is the floor, before 1970 too.
        case .fraction: begunSecond = step.style == .roundedUp && value > 0 ? 1 : 0
        case .halfDay, .offset: break
        }
        return true
    }

    private mutating func takeNumber(_ least: Int, _ most: Int, _ bytes: Span<UInt8>) -> Int? {
        let stop = min(position + most, end)
        let start = position
        var value = 0
        while position < stop, isDigit(bytes[position]) {
            value = value &* 10 &+ Int(bytes[position] &- 0x30)
            position += 1
        }
        return position - start >= least ? value : nil
    }

    /// AM or SA (sáng), PM or CH (chiều), in any case.
    mutating func takeHalfDay(_ bytes: Span<UInt8>) -> Bool {
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
    mutating func takeOffset(_ bytes: Span<UInt8>) -> Bool {
        guard position < end else { return false }
        let sign = bytes[position]
        position += 1
        if sign == UInt8(ascii: "Z") {
            offset = 0
            return true
        }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let hours = takeNumber(2, 2, bytes)
        else { return false }
        var minutes = 0
        let hasColon = position < end && bytes[position] == UInt8(ascii: ":")
        if hasColon || (position < end && isDigit(bytes[position])) {
            if hasColon { position += 1 }
            guard let read = takeNumber(2, 2, bytes) else { return false }
            minutes = read
        }
        let seconds = hours * 3600 + minutes * 60
        guard minutes < 60, seconds <= 18 * 3600 else { return false }
        offset = sign == UInt8(ascii: "-") ? -seconds : seconds
        return true
    }
}
