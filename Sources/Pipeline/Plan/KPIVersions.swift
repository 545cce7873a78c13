import Columnar

/// Checks that on every day at most one version of each KPI is in force; sorted KPIs are given.
func checkVersions(_ kpis: [KPI], log: FaultLog) {
    for (index, kpi) in kpis.enumerated() {
        for other in kpis[..<index] where other.name == kpi.name {
            if other.version == kpi.version {
                log.report(
                    .nameTwice("\(kpi.name) version \(kpi.version)", first: other.place),
                    at: kpi.place)
            } else if kpi.validity.overlaps(other.validity) {
                log.report(
                    .overlappingVersions(
                        kpi: kpi.name, versions: [other.version, kpi.version],
                        days: kpi.validity.within(other.validity).daysText,
                        other: other.place),
                    at: kpi.place)
            }
        }
    }
    let byStart = kpis.sorted { left, right in
        left.name == right.name
            ? left.validity.from ?? .min < right.validity.from ?? .min
            : precedes(left.name, right.name)
    }
    for (earlier, later) in zip(byStart, byStart.dropFirst()) where earlier.name == later.name {
        guard let end = earlier.validity.until, let start = later.validity.from, end < start
        else { continue }
        log.report(
            .gapBetweenVersions(
                kpi: later.name, versions: [earlier.version, later.version],
                days: Validity(from: end, until: start).daysText),
            at: later.place)
    }
}

extension Validity {
    /// Tells whether there is a day on which both are in force.
    func overlaps(_ other: Validity) -> Bool {
        (from ?? .min) < (other.until ?? .max) && (other.from ?? .min) < (until ?? .max)
    }

    /// The days as words, the last one within: `from 2025-01-01 to 2025-06-30`.
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
