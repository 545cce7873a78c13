/// What one period's further figures must be: other denominators, delays, ages, channels, leads.
struct ComparedTruth {
    private let start: Int
    private let end: Int

    private var finished: [Finished] = []
    private var withdrawn = 0
    private var stopped = 0
    private var refused = 0
    private var ended = 0
    private var undatedReceived = 0
    private var received = 0
    private var postal = 0
    private var direct = 0
    private var endedBeforeAccepted = 0
    private var online = 0
    private var acceptedInTime = 0
    /// Instants of acceptance of the cases that are open at the end, of those overdue, waiting.
    private var openSince: [Int] = []
    private var openOverdue = 0
    private var openWaiting = 0
    private var handedOver = 0
    private var handedOverSoon = 0
    /// By unit of the procedure's term: cases accepted in the period and done, and their time.
    private var termCases: [String: Int] = [:]
    private var termTime: [String: Int] = [:]

    /// A case with a result that ended in the period.
    private struct Finished {
        var accepted: Int
        var ended: Int
        var due: Int?
        var worked: Int
    }

    /// How long a case took by the clock of the offices, and in what its procedure's term counts.
    struct Course {
        /// Open seconds from acceptance to the end of processing.
        var worked: Int
        /// Open seconds from submission to acceptance.
        var untilAccepted: Int
        /// The unit of the term as the catalogue writes it; empty for none.
        var termUnit: String
        /// When the result was handed over, where an export says so.
        var handedOver: Int?
    }

    init(from start: Int, to end: Int) {
        self.start = start
        self.end = end
    }

    /// Counts a case.
    mutating func count(_ generated: GeneratedCase, _ course: Course) {
        if generated.status == .refused, start..<end ~= Int(generated.submitted) { refused += 1 }
        guard generated.accepted != GeneratedCase.never else { return }
        let until = generated.ended == GeneratedCase.never ? Int.max : Int(generated.ended)
        if start..<end ~= Int(generated.accepted) { countReceived(generated, course, until) }
        if start..<end ~= until { countEnded(generated, course, until) }
        if Int(generated.accepted) < end, until >= end {
            openSince.append(Int(generated.accepted))
            if generated.due != GeneratedCase.never, Int(generated.due) < end { openOverdue += 1 }
            if generated.status == .waitingSupplement { openWaiting += 1 }
        }
        if let instant = course.handedOver, start..<end ~= instant {
            handedOver += 1
            if instant - until <= 3 * 86_400 { handedOverSoon += 1 }
        }
    }

    private mutating func countReceived(
        _ generated: GeneratedCase, _ course: Course, _ until: Int
    ) {
        received += 1
        if generated.due == GeneratedCase.never { undatedReceived += 1 }
        if until < Int(generated.accepted) { endedBeforeAccepted += 1 }
        switch generated.channel {
        case .direct: direct += 1
        case .postal: postal += 1
        case .online:
            online += 1
            if course.untilAccepted <= OfficeHours.openSeconds { acceptedInTime += 1 }
        }
        guard generated.status.isFinished, until >= Int(generated.accepted) else { return }
        let time =
            course.termUnit == "day" ? until - Int(generated.accepted) : course.worked
        termCases[course.termUnit, default: 0] += 1
        termTime[course.termUnit, default: 0] += time
    }

    private mutating func countEnded(
        _ generated: GeneratedCase, _ course: Course, _ until: Int
    ) {
        ended += 1
        if generated.status == .withdrawn { withdrawn += 1 }
        if generated.status == .stopped { stopped += 1 }
        guard generated.status.isFinished else { return }
        finished.append(
            Finished(
                accepted: Int(generated.accepted), ended: until,
                due: generated.due == GeneratedCase.never ? nil : Int(generated.due),
                worked: course.worked))
    }
}

extension ComparedTruth {
    typealias Expected = (kpi: String, part: String, expected: Int)

    private static func share(_ kpi: String, _ upper: Int, _ lower: Int) -> [Expected] {
        [(kpi, "numerator", upper), (kpi, "denominator", lower)]
    }

    /// Each figure; those of nothing are left out where a KPI has none.
    var figures: [Expected] {
        finishedFigures + openFigures + receivedFigures
            + [
                ("withdrawn", "value", withdrawn), ("stopped", "value", stopped),
                ("refused", "value", refused),
                ("ended-before-accepted", "value", endedBeforeAccepted),
                ("closed-without-end", "value", 0),
            ]
            + Self.share("without-result-share", withdrawn + stopped, ended)
            + Self.share("handover-within-3-days", handedOverSoon, handedOver)
    }

    private var finishedFigures: [Expected] {
        let dated = finished.filter { $0.due != nil }
        let late = dated.filter { $0.ended > $0.due ?? .max }
        func days(_ isWanted: (Int, Int) -> Bool) -> Int {
            dated.count { isWanted($0.ended / 86_400, ($0.due ?? 0) / 86_400) }
        }
        var figures = Self.share("on-time-by-date", days(<=), dated.count)
        figures += Self.share("early-share", days(<), dated.count)
        figures += Self.share(
            "on-time-undated-counted", finished.count - late.count, finished.count)
        figures += Self.share(
            "on-time-of-finished-and-overdue", dated.count - late.count,
            dated.count + openOverdue)
        figures += Self.share(
            "exactly-at-due-share", dated.count { $0.ended == $0.due }, dated.count)
        figures += Self.share(
            "last-day-share", finished.count { $0.ended >= end - 86_400 }, finished.count)
        figures += [
            ("late-finished", "value", late.count),
            (
                "finished-within-a-minute", "value",
                dated.count { 0..<60 ~= $0.ended - $0.accepted }
            ),
        ]
        let delays = late.map { $0.ended - ($0.due ?? 0) }
        if let longest = delays.max() {
            figures.append(("longest-delay-days", "numerator", longest))
            figures += Self.share(
                "mean-delay-days", delays.reduce(0, +), delays.count * 86_400)
        }
        let whole = finished.filter { $0.ended >= $0.accepted }
        guard !whole.isEmpty else { return figures }
        let times = whole.map(\.worked).sorted()
        figures.append(
            ("percentile-90-working-days", "numerator", times[(times.count * 9 + 9) / 10 - 1]))
        return figures
            + Self.share(
                "mean-elapsed-days", whole.reduce(0) { $0 + $1.ended - $1.accepted },
                whole.count * 86_400)
    }

    private var openFigures: [Expected] {
        var figures = Self.share("open-overdue-share", openOverdue, openSince.count)
        figures += Self.share("waiting-supplement-share", openWaiting, openSince.count)
        guard let oldest = openSince.min() else { return figures }
        figures.append(("oldest-open-days", "numerator", end - oldest))
        return figures
            + Self.share(
                "mean-open-age-days", openSince.reduce(0) { $0 + end - $1 },
                openSince.count * 86_400)
    }

    private var receivedFigures: [Expected] {
        var figures = Self.share("postal-share", postal, received)
        figures += Self.share("direct-share", direct, received)
        figures += Self.share("without-due-share", undatedReceived, received)
        // The eight hours are in force from July on.
        if end > OfficeHours.day(World.year, 7, 1) * 86_400 {
            figures += Self.share("acceptance-in-time", acceptedInTime, online)
        }
        let units = [
            ("working_day", "mean-time-766-working-days", OfficeHours.openSeconds),
            ("working_hour", "mean-time-766-working-hours", 3600),
            ("day", "mean-time-766-days", 86_400),
        ]
        for (unit, kpi, length) in units {
            guard let count = termCases[unit] else { continue }
            figures += Self.share(kpi, termTime[unit] ?? 0, count * length)
        }
        return figures
    }
}
