import Columnar
import Ledger

/// The clock of one case: its due dates side by side, and all that they follow from.
package struct CaseClockReport: Sendable {
    /// One due date.
    package struct Due: Sendable {
        /// Name of its column.
        package var name: String
        /// The date; `missing` where there is none.
        package var instant: Int64
        /// How far it lies from the rebuilt one, in working seconds; nil where that is not known.
        package var gap: Int64?
        /// Whether the case was in time by it; nil: cannot be said.
        package var isInTime: Bool?
    }

    /// One pause.
    package struct Stretch: Sendable {
        /// The rule by which it counts.
        package var rule: PauseRule
        /// When it began.
        package var start: Int64
        /// When it ended; `missing`: not yet.
        package var end: Int64
        /// Whether its rule is in force for the case.
        package var isInForce: Bool
        /// The due date after it; nil where it moved nothing.
        package var due: Int64?
    }

    /// The case code.
    package var id: String
    /// The system that it came from.
    package var source: String
    /// The file as it was named when received.
    package var file: String
    /// Number of its record there.
    package var record: Int
    /// Its procedure, with the name from the catalogue.
    package var procedure: String
    /// The unit that resolves it.
    package var unit: String
    /// The channel through which it came.
    package var channel: String
    /// When it was accepted; `missing`: never.
    package var accepted: Int64
    /// When processing ended; `missing`: not yet.
    package var resolved: Int64
    /// The term that counts; nil where no rule is for the case.
    package var rule: TermRule?
    /// Whether the catalogue knows the procedure and it has its result at once.
    package var isImmediate: Bool
    /// The rules.
    package var clocks: Clocks
    /// Whether the source tells of pauses at all.
    package var hasLedger: Bool
    /// Up to here pauses without an end were reckoned.
    package var horizon: Int64
    /// Its due dates.
    package var dues: [Due]
    /// Its pauses, by their start.
    package var pauses: [Stretch]
    /// Days on the way that differ from their weekday.
    package var days: [CalendarDay]
    /// Whether the unit has hours of its own.
    package var hasOwnHours: Bool
}

/// What `clock` needs to know.
package struct CaseClockRequest: Sendable {
    /// The case code; nil: every case.
    package var id: String?
    /// Where the run lies, and how it is computed again.
    package var verification: VerificationRequest

    /// A request.
    package init(id: String?, verification: VerificationRequest) {
        self.id = id
        self.verification = verification
    }
}

/// The clocks of all cases of that code in a sealed run, from the archive alone.
package func caseClocks(_ request: CaseClockRequest) throws -> [CaseClockReport] {
    let workspace = Workspace(existing: request.verification.workspace)
    let name = try runName(request.verification.run, in: workspace)
    let sealed = try SealedFiles(workspace, run: name)
    let rebuilt = try rebuild(
        sealed.manifest, in: workspace, keyFile: request.verification.keyFile,
        threads: request.verification.threads, fillsClocks: true)
    guard let clocks = rebuilt.dataset.clocks, let calendar = rebuilt.plan.calendar else {
        throw RunError.noClocks(pipeline: rebuilt.plan.name)
    }
    let found = try rebuilt.reports(of: request.id, clocks, calendar)
    if let id = request.id, found.isEmpty {
        throw RunError.noSuchFigure(part: "case", name: id, hint: nil)
    }
    return found
}

extension RebuiltRun {
    fileprivate func reports(
        of id: String?, _ clocks: CaseClocks, _ calendar: PlanCalendar
    ) throws -> [CaseClockReport] {
        guard let cases = dataset.table(TableKind.case.rawValue) else { return [] }
        var found: [CaseClockReport] = []
        let wanted = id.map { Array($0.utf8) }
        for (index, piece) in cases.pieces.enumerated() {
            let rows = try piece.table()
            guard case .identifier(let ids)? = rows["case_id"] else { continue }
            for row in 0..<rows.rowCount
            where wanted.map({ ids.bytes[ids.range(row)] == $0[...] }) ?? true {
                let origin = piece.origin(of: row)
                var making = ReportMaking(
                    rows: rows, row: row, clocks: clocks, calendar: calendar,
                    pauses: dataset.pauses[index])
                var report = making.report(ids.text(row) ?? "")
                report.file = dataset.accounts[origin.file].file
                report.record = origin.record
                let entry = plan.procedures.first { $0.code == report.procedure }
                report.isImmediate =
                    clocks.clocks.isImmediateWithoutTerm && entry != nil && report.rule == nil
                if let entry { report.procedure += "  \(entry.name)" }
                found.append(report)
            }
        }
        return found
    }
}

/// Makes the report of one row.
private struct ReportMaking {
    let rows: Table
    let row: Int
    let clocks: CaseClocks
    let calendar: PlanCalendar
    let pauses: PiecePauses?

    private func number(_ name: String) -> Int64 { rows[name]?.number(row) ?? missing }

    private func text(_ name: String) -> String {
        let code = rows.codes(name)[row]
        return code == missingCode ? "" : rows.texts(name)[Int(code)]
    }

    mutating func report(_ id: String) -> CaseClockReport {
        let (accepted, resolved) = (number("accepted_at"), number("resolved_at"))
        let unit = text("unit")
        let place =
            accepted == missing
            ? nil
            : clocks.terms.rule(
                procedure: rows.codes("procedure")[row], unit: rows.codes("unit")[row],
                channel: rows.codes("channel")[row], accepted: accepted)
        let rule = place.map { clocks.terms.rules[$0] }
        let hours = clocks.calendars.hours(of: unit)
        let working = clocks.calendars.working(
            .init(hours: hours, known: clocks.calendars.publications.count, use: .due))
        let dues = dues(resolved, working)
        let last = dues.map(\.instant).max() ?? missing
        return CaseClockReport(
            id: id, source: text("source"), file: "", record: 0, procedure: text("procedure"),
            unit: unit, channel: text("channel"), accepted: accepted, resolved: resolved,
            rule: rule, isImmediate: false, clocks: clocks.clocks, hasLedger: pauses != nil,
            horizon: clocks.horizon, dues: dues,
            pauses: stretches(accepted, resolved, rule?.term, working),
            days: calendar.days.filter {
                accepted != missing && last != missing && $0.date.instant + secondsPerDay > accepted
                    && $0.date.instant <= last
            },
            hasOwnHours: hours > 0)
    }

    private func dues(_ resolved: Int64, _ working: WorkingCalendar) -> [CaseClockReport.Due] {
        let rebuilt = number("due_computed")
        return ["due_first", "due_at", "due_promised", "due_gross", "due_computed"].map { name in
            let instant = number(name)
            let gap =
                instant == missing || rebuilt == missing
                ? nil : working.workingSeconds(from: rebuilt, to: instant)
            return CaseClockReport.Due(
                name: name, instant: instant, gap: gap,
                isInTime: resolved == missing || instant == missing ? nil : resolved <= instant)
        }
    }

    /// Each pause, and where it moved the due date: that of the pauses up to it.
    private func stretches(
        _ accepted: Int64, _ resolved: Int64, _ term: StatutoryTerm?, _ working: WorkingCalendar
    ) -> [CaseClockReport.Stretch] {
        let own = pauses?.of(row) ?? []
        let clock = term.map {
            CaseClock(calendar: working, term: $0, end: clocks.clocks.end)
        }
        var before = accepted == missing ? nil : clock?.due(from: accepted)
        return own.indices.map { index in
            let upTo = clocks.standing(
                own[own.startIndex...index], accepted: accepted, resolved: resolved)
            let due = accepted == missing ? nil : clock?.due(from: accepted, upTo)
            defer { before = due }
            return CaseClockReport.Stretch(
                rule: clocks.clocks.pauses[own[index].rule], start: own[index].start,
                end: own[index].end,
                isInForce: clocks.isInForce(own[index], accepted: accepted),
                due: due == before ? nil : due)
        }
    }
}
