import Columnar
import Ledger

/// The instant that the door read from the clock, once, for everything that a command does.
package struct Moment: Sendable, Equatable {
    /// Local wall-clock seconds since 1970-01-01 00:00:00 in Vietnam (UTC+7, no summer time).
    package var local: Int64

    /// Offset of Vietnam's time from UTC, in seconds.
    package static let zone: Int64 = 7 * 3600

    /// An instant in local seconds.
    package init(local: Int64) {
        self.local = local
    }

    /// An instant in seconds since 1970-01-01 00:00:00 UTC, as the system counts.
    package init(secondsUTC: Int64) {
        local = secondsUTC + Self.zone
    }

    /// An instant in the form of the journal.
    init(journalText text: String) throws(RunError) {
        let rule = InstantRule(
            formats: [try? InstantFormat("yyyy-MM-dd'T'HH:mm:ssXXX")].compactMap { $0 },
            zone: .fixed(seconds: Int(Self.zone)))
        let bytes = Array(text.utf8)
        var cells: [Int64] = []
        var rejected: [UInt32] = []
        appendInstants(
            bytes.span, starts: [UInt32(0)].span, ends: [UInt32(bytes.count)].span, rule: rule,
            to: &cells, rejected: &rejected)
        guard rejected.isEmpty, let first = cells.first, first != missing else {
            throw .ledger(.malformedTime(text))
        }
        local = first
    }

    /// `2025-06-01T02:00:00+07:00`, the form of the journal.
    package var journalText: String {
        let text = instantText(local)
        return text.replacing(" ", with: "T") + "+07:00"
    }

    /// `20250601T020000`, the form in names of runs.
    package var nameText: String {
        String(instantText(local).filter { $0 != "-" && $0 != ":" }).replacing(" ", with: "T")
    }
}
