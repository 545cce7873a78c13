import Columnar

extension Plan {
    /// Faults of years in which periods are computed and that the working calendar lacks.
    ///
    /// Guessed holidays would make false delays, so a year without its notices stops the run before
    /// any record is read; what was published stays.
    package func uncoveredYears(asOf: Int64) -> [PlanFault] {
        guard let calendar = calendar?.working,
            kpis.contains(where: { $0.measure?.asksCalendar == true })
        else { return [] }
        let source = sources.first { $0.role == .calendar }?.name ?? ""
        let (first, end) = (calendar.firstInstant, calendar.endInstant)
        var years: Set<Int> = []
        for (from, until) in computedSpans(asOf: asOf) {
            // Without a first day periods begin with the first row, which is not known yet.
            let before = (from ?? first, min(until, first))
            let after = (max(from ?? end, end), until)
            for (start, stop) in [before, after] where start < stop {
                years.formUnion(CivilDate(of: start).year...CivilDate(of: stop - 1).year)
            }
        }
        return years.sorted().map { PlanFault(.uncoveredYear($0), at: PlanPlace(file: source)) }
    }

    /// From when until when figures are computed.
    private func computedSpans(asOf: Int64) -> [(from: Int64?, until: Int64)] {
        var spans = periods.named.map { (from: Int64?.some($0.start), until: min($0.end, asOf)) }
        if !periods.every.isEmpty || periods.reporting.contains(where: { !$0.lengths.isEmpty }) {
            spans.append((periods.from, min(periods.until ?? .max, asOf)))
        }
        return spans
    }
}
