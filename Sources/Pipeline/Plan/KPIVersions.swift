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
                        kpi: kpi.name, versions: [other.version, kpi.version], other: other.place),
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
            .gapBetweenVersions(kpi: later.name, versions: [earlier.version, later.version]),
            at: later.place)
    }
}

extension Validity {
    /// Tells whether there is a day on which both are in force.
    func overlaps(_ other: Validity) -> Bool {
        (from ?? .min) < (other.until ?? .max) && (other.from ?? .min) < (until ?? .max)
    }
}
