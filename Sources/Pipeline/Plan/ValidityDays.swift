import Columnar

extension Validity {
    /// Tells whether there is a day on which both are in force.
    func overlaps(_ other: Validity) -> Bool {
        (from ?? .min) < (other.until ?? .max) && (other.from ?? .min) < (until ?? .max)
    }

    /// The days that both have.
    func within(_ other: Validity) -> Validity {
        let from = [from, other.from].compactMap(\.self).max()
        return Validity(from: from, until: [until, other.until].compactMap(\.self).min())
    }

    /// The days as `2025-01-01 – 2025-12-31`, both within; open ends are `…`.
    package var text: String {
        let first = from.map { CivilDate(of: $0).text } ?? "…"
        let last = until.map { CivilDate(of: $0 - 1).text } ?? "…"
        return "\(first) – \(last)"
    }

    /// The days in a sentence, the last one within: `from 2025-01-01 to 2025-06-30`.
    var daysText: String {
        let first = from.map { "from \(CivilDate(of: $0).text)" }
        let last = until.map { "to \(CivilDate(of: $0 - 1).text)" }
        return switch (first, last) {
        case (nil, nil): "on every day"
        case (let first?, nil): first + " on"
        case (let first, let last): [first, last].compactMap { $0 }.joined(separator: " ")
        }
    }
}
