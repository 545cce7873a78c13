package import Columnar
package import Ledger

/// A period as sealed files write it: its name, its first instant, the first instant behind it.
package struct PeriodSpan: Sendable, Hashable, Comparable {
    /// Its name.
    package var name: String
    /// Its first instant, as `2025-04-01 00:00:00`.
    package var start: String
    /// The first instant behind it.
    package var end: String

    /// A period as it is written.
    package init(name: String, start: String, end: String) {
        self.name = name
        self.start = start
        self.end = end
    }

    /// The period of a plan as it is written.
    package init(_ period: Period) {
        self.init(
            name: period.name, start: instantText(period.start), end: instantText(period.end))
    }

    /// The period; nil where the texts are none.
    package var period: Period? {
        guard let first = parseInstant(start), let last = parseInstant(end) else { return nil }
        return Period(name: name, start: first, end: last)
    }

    /// Whether all of it lies in the other one.
    package func isWithin(_ other: PeriodSpan) -> Bool {
        !precedes(start, other.start) && !precedes(other.end, end)
    }

    /// Whether it is over at an instant: until then its figures are provisional and no revision.
    package func isOver(asOf: Int64) -> Bool {
        // Instants of four-digit years are ordered as their texts are.
        !precedes(instantText(asOf), end)
    }

    /// By start, the longer ones last, then by name.
    package static func < (left: PeriodSpan, right: PeriodSpan) -> Bool {
        if left.start != right.start { return precedes(left.start, right.start) }
        if left.end != right.end { return precedes(left.end, right.end) }
        return precedes(left.name, right.name)
    }

    /// Its members in a manifest.
    func write(to members: inout CanonicalJSON.Members) {
        members["period"] = .string(name)
        members["start"] = .string(start)
        members["end"] = .string(end)
    }

    init?(_ value: CanonicalJSON) {
        guard let name = value["period"]?.text, let start = value["start"]?.text,
            let end = value["end"]?.text
        else { return nil }
        self.init(name: name, start: start, end: end)
    }
}

extension PeriodSpan {
    /// The period that a decision is about.
    package init(_ event: PeriodEvent) {
        self.init(name: event.period.name, start: event.period.start, end: event.period.end)
    }
}
