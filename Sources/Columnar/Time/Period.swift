/// A named half-open interval of local time: `start` belongs to it, `end` no longer does.
package struct Period: Sendable, Hashable {
    /// Name as it stands in results: `2025-06`, `2025-Q2`, `2025-H1`, `2025`, or a declared one.
    package let name: String
    /// First instant.
    package let start: Int64
    /// First instant behind it.
    package let end: Int64

    /// A named interval; nil unless it holds at least one second.
    package init?(name: String, start: Int64, end: Int64) {
        guard start < end, start != missing else { return nil }
        self.name = name
        self.start = start
        self.end = end
    }

    /// The civil period of that name, for the years 1 to 9999; nil if the text is none.
    package init?(named name: String) {
        let bytes = Array(name.utf8)
        guard bytes.count >= 4, let year = number(bytes[..<4]), CivilDate.years ~= year else {
            return nil
        }
        switch bytes.count {
        case 4:
            self.init(.year, index: 0, of: year)
        case 7 where bytes[4] == UInt8(ascii: "-"):
            let index = number(bytes[6...])
            switch bytes[5] {
            case UInt8(ascii: "Q"): self.init(.quarter, number: index, of: year)
            case UInt8(ascii: "H"): self.init(.half, number: index, of: year)
            default: self.init(.month, number: number(bytes[5...]), of: year)
            }
        default: return nil
        }
    }

    /// True if the instant lies in it; `missing` lies in none.
    package func contains(_ instant: Int64) -> Bool { instant >= start && instant < end }
}

/// The civil periods into which a year is cut.
package enum PeriodLength: Sendable, Hashable, CaseIterable {
    /// `2025-06`
    case month
    /// `2025-Q2`
    case quarter
    /// `2025-H1`
    case half
    /// `2025`
    case year

    /// Number of months.
    package var months: Int {
        switch self {
        case .month: 1
        case .quarter: 3
        case .half: 6
        case .year: 12
        }
    }

    /// All periods of this length that share at least one second with `[start, end)`, in order.
    ///
    /// Only the years 1 to 9999 have periods; an empty interval has none.
    package func periods(overlapping start: Int64, _ end: Int64) -> [Period] {
        guard start < end else { return [] }
        let first = CivilDate(of: start)
        let last = CivilDate(of: end - 1)
        guard first.year <= CivilDate.years.upperBound, last.year >= CivilDate.years.lowerBound
        else { return [] }
        let low = first.year < 1 ? 0 : index(of: first)
        let high = last.year > 9999 ? 9999 * perYear - 1 : index(of: last)
        return (low...high).compactMap { index in
            Period(self, index: index % perYear, of: index / perYear + 1)
        }
    }

    fileprivate var perYear: Int { 12 / months }

    /// Periods of this length since the beginning of the year 1.
    private func index(of date: CivilDate) -> Int {
        (date.year - 1) * perYear + (date.month - 1) / months
    }
}

extension Period {
    fileprivate init?(_ length: PeriodLength, number: Int?, of year: Int) {
        guard let number, 1...length.perYear ~= number else { return nil }
        self.init(length, index: number - 1, of: year)
    }

    /// The period of a year with this index, counted from 0; the year lies in 1 to 9999.
    fileprivate init?(_ length: PeriodLength, index: Int, of year: Int) {
        let digits = String(year)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let name =
            switch length {
            case .month: "\(padded)-\(index < 9 ? "0" : "")\(index + 1)"
            case .quarter: "\(padded)-Q\(index + 1)"
            case .half: "\(padded)-H\(index + 1)"
            case .year: padded
            }
        let behind = (index + 1) * length.months
        self.init(
            name: name,
            start: monthStart(year: year, month: index * length.months + 1),
            end: monthStart(year: year + behind / 12, month: behind % 12 + 1))
    }
}

private func monthStart(year: Int, month: Int) -> Int64 {
    Int64(CivilDate.dayNumber(year: year, month: month, day: 1)) * secondsPerDay
}

/// The value of a text of decimal digits, nil if it is anything else.
private func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in digits {
        guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return digits.isEmpty ? nil : value
}
