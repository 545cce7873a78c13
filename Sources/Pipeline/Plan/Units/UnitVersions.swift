/// The units of a plan by code and time: which of those that bore a code is meant at an instant.
struct UnitVersions: Sendable {
    /// All units, by code and first day.
    let units: [Unit]
    private let ranges: [String: Range<Int>]

    init(_ units: [Unit]) {
        let sorted = units.sorted { left, right in
            left.code == right.code
                ? left.start < right.start : precedes(left.code, right.code)
        }
        var ranges: [String: Range<Int>] = [:]
        var first = 0
        for index in sorted.indices {
            if index + 1 < sorted.count, sorted[index + 1].code == sorted[index].code { continue }
            ranges[sorted[index].code] = first..<index + 1
            first = index + 1
        }
        self.units = sorted
        self.ranges = ranges
    }

    /// Places of the units that bear or bore a code, by first day; empty for an unknown code.
    func places(of code: String) -> Range<Int> { ranges[code] ?? 0..<0 }

    /// The unit that a code means at an instant.
    ///
    /// Where none is in force: the one that was last before, since rows outlive their unit; before
    /// the first of all, the first.
    func place(of code: String, at instant: Int64) -> Int? {
        let places = places(of: code)
        return places.last { units[$0].start <= instant } ?? places.first
    }

    /// The unit of that code that is in force at the instant, if any is.
    func inForce(_ code: String, at instant: Int64) -> Int? {
        places(of: code).first { units[$0].validity.contains(instant) }
    }

    /// The unit of that code that ended at the instant.
    func ending(_ code: String, at instant: Int64) -> Int? {
        places(of: code).first { units[$0].validity.until == instant }
    }

    /// All codes, in byte order.
    var codes: [String] { ranges.keys.sorted(by: precedes) }
}

extension Unit {
    /// First instant; the least where it always was.
    var start: Int64 { validity.from ?? Int64.min }

    /// First instant after; the greatest where it still is.
    var end: Int64 { validity.until ?? Int64.max }
}
