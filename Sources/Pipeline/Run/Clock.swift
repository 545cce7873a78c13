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
        local = try instant(text, ["yyyy-MM-dd'T'HH:mm:ssXXX"])
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

extension Moment {
    /// An instant as somebody types it: `2025-06-30`, with a time behind `T` or a space, or not.
    ///
    /// Behind a time the offset of Vietnam may stand, as journal and manifests print it; no other.
    package init?(text: String) {
        let bare = String(text.dropLast(6))
        let text = text.hasSuffix("+07:00") && bare.contains(":") ? bare : text
        let forms = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"]
        guard let instant = try? instant(text, forms) else { return nil }
        local = instant
    }
}

/// The instant of a text in one of the forms; an offset is converted to Vietnam's clock.
private func instant(_ text: String, _ forms: [String]) throws(RunError) -> Int64 {
    let rule = InstantRule(
        formats: forms.compactMap { try? InstantFormat($0) },
        zone: .fixed(seconds: Int(Moment.zone)))
    let bytes = Array(text.utf8)
    var cells: [Int64] = []
    var rejected: [UInt32] = []
    let (starts, ends) = ([UInt32(0)], [UInt32(bytes.count)])
    appendInstants(
        bytes.span, starts: starts.span, ends: ends.span, rule: rule, to: &cells,
        rejected: &rejected)
    guard rejected.isEmpty, let first = cells.first, first != missing else {
        throw .ledger(.malformedTime(text))
    }
    return first
}
