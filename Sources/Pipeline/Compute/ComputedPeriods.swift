package import Columnar

/// A period, and which KPIs ask for its length.
package struct ComputedPeriod: Sendable, Equatable {
    /// The period.
    package let period: Period
    /// What a KPI calls periods like it.
    package let grain: Grain
}

extension Plan {
    /// Every period that is computed, by start, the longer ones last.
    ///
    /// Calendar periods run from the declared first day, or from the first row, to the declared
    /// last day, or to the instant as of which is computed: what has not begun has no figures.
    package func computedPeriods(asOf: Int64, since first: Int64?) -> [ComputedPeriod] {
        var computed = periods.named.map {
            ComputedPeriod(period: $0, grain: .named($0.name))
        }
        let end = min(periods.until ?? Int64.max, asOf)
        if let from = periods.from ?? first, from < end {
            for length in periods.every {
                computed += length.periods(overlapping: from, end).map {
                    ComputedPeriod(period: $0, grain: .calendar(length))
                }
            }
            computed += reportedPeriods(from, end)
        }
        // Two calendars may have one interval under two names: the one declared first comes first.
        return computed.enumerated().sorted {
            let (left, right) = ($0.element.period, $1.element.period)
            return (left.start, left.end, $0.offset) < (right.start, right.end, $1.offset)
        }.map(\.element)
    }

    /// The periods of calendars of reports; of one that is cut by an end, the whole.
    private func reportedPeriods(_ from: Int64, _ end: Int64) -> [ComputedPeriod] {
        periods.reporting.flatMap { reported in
            reported.lengths.flatMap { length in
                reported.calendar.periods(length, overlapping: from, end).map {
                    ComputedPeriod(
                        period: $0, grain: .reporting(reported.calendar.name, length))
                }
            }
        }
    }

    /// The instant up to which pauses without an end are reckoned.
    ///
    /// No figure looks further than its period or beyond `as_of`: so a later night finds the same.
    package func horizon(asOf: Int64) -> Int64 {
        let last = min(asOf, periods.until ?? asOf)
        let since = min(periods.from ?? Int64.max, last - 1)
        let ends = computedPeriods(asOf: asOf, since: since).map(\.period.end)
        return ends.max().map { min($0, asOf) } ?? asOf
    }

    /// The instant as of which everything is computed.
    package func asOfInstant(_ now: Moment) -> Int64 {
        switch asOf {
        case .run: now.local
        case .instant(let instant): instant
        }
    }
}

extension Dataset {
    /// The first acceptance, answer or start of a step in the ten years before an instant.
    ///
    /// Where a pipeline does not say from when its periods count, they begin here; a mistyped
    /// date of the last century does not make a thousand empty months.
    func firstInstant(before asOf: Int64) throws -> Int64? {
        let names = ["accepted_at", "answered_at", "started_at"]
        let earliest = asOf - 10 * 366 * 86_400
        var first: Int64?
        for table in tables {
            for name in names {
                guard table.shape[name]?.type == .instant else { continue }
                for piece in table.pieces {
                    guard let column = try piece.table([name])[name] else { continue }
                    guard let least = column.least(from: earliest, below: asOf) else { continue }
                    first = min(first ?? least, least)
                }
            }
        }
        return first
    }
}
