/// The figures of one period, counted by walking the cases one by one.
///
/// A second opinion on the formulas that are shipped: it knows neither columns nor groups.
/// Everything is agency-wide, over all sources.
struct PeriodTruth {
    /// `2025`, `2025-06`.
    let name: String
    /// First second, and the first second behind.
    private let start: Int
    private let end: Int

    private var received = 0
    private var receivedOnline = 0
    private var ended = 0
    private var finishedWithDue = 0
    private var finishedOnTime = 0
    private var openAtEnd = 0
    private var overdueOpenAtEnd = 0
    /// Open seconds from acceptance to result of each finished case.
    private var worked: [Int] = []
    /// When cases became overdue and when they ceased to be, if that touches the period.
    private var overdueFrom: [Int] = []
    private var overdueUntil: [Int] = []

    private init(name: String, start: Int, end: Int) {
        self.name = name
        self.start = start
        self.end = end
    }

    /// The year of the world and its months.
    static func periods() -> [PeriodTruth] {
        let year = World.year
        let months = (1...12).map { month in
            PeriodTruth(
                name: "\(year)-\(ByteText.twoDigits(month))",
                start: OfficeHours.day(year, month, 1) * 86_400,
                end: month == 12 ? World.end : OfficeHours.day(year, month + 1, 1) * 86_400)
        }
        return [PeriodTruth(name: "\(year)", start: World.start, end: World.end)] + months
    }

    /// Each figure with its name in `truth.csv`.
    var figures: [(measure: String, expected: Int)] {
        let sorted = worked.sorted()
        let counted = [
            ("received", received), ("received online", receivedOnline), ("ended", ended),
            ("finished", worked.count), ("finished with due date", finishedWithDue),
            ("finished on time", finishedOnTime), ("open at end", openAtEnd),
            ("overdue open at end", overdueOpenAtEnd), ("peak overdue open", peakOverdue()),
            ("working seconds of finished", sorted.reduce(0, +)),
        ]
        guard !sorted.isEmpty else { return counted }
        return counted + [
            ("working seconds of finished lower median", sorted[(sorted.count - 1) / 2]),
            ("working seconds of finished upper median", sorted[sorted.count / 2]),
        ]
    }

    /// Counts a case.
    ///
    /// - received: `accepted_at` lies in the period (registered and refused cases have none);
    ///   received online: of these, channel online.
    /// - ended: `resolved_at` lies in the period, whatever the outcome;
    ///   finished: of these, status resolved or returned; finished with due date: of these, with
    ///   a due date; finished on time: of these, `resolved_at <= due_at` to the second.
    /// - open at end: `accepted_at` before the period's end, `resolved_at` null or not before it;
    ///   overdue open at end: of these, `due_at` before the period's end.
    /// - peak overdue open: the most accepted cases of which at one instant of the period
    ///   `due_at <= instant` and not `resolved_at <= instant`.
    /// - working seconds of finished: open seconds from `accepted_at` to `resolved_at` (hours
    ///   7:00–11:30 and 13:30–17:00, make-up Saturdays worked), of the finished cases.
    mutating func count(_ generated: GeneratedCase, workedFor seconds: Int) {
        let never = GeneratedCase.never
        guard generated.accepted != never else { return }
        let hasDue = generated.due != never
        if start..<end ~= Int(generated.accepted) {
            received += 1
            if generated.channel == .online { receivedOnline += 1 }
        }
        if generated.ended != never, start..<end ~= Int(generated.ended) {
            ended += 1
            if generated.status.isFinished {
                worked.append(seconds)
                if hasDue { finishedWithDue += 1 }
                if hasDue, generated.ended <= generated.due { finishedOnTime += 1 }
            }
        }
        let until = generated.ended == never ? Int.max : Int(generated.ended)
        if Int(generated.accepted) < end, until >= end {
            openAtEnd += 1
            if hasDue, Int(generated.due) < end { overdueOpenAtEnd += 1 }
        }
        if hasDue, Int(generated.due) < min(until, end), until > start {
            overdueFrom.append(max(Int(generated.due), start))
            overdueUntil.append(until)
        }
    }

    /// Sweeps over the instants at which a case becomes overdue.
    private func peakOverdue() -> Int {
        let ends = overdueUntil.sorted()
        var passed = 0
        var peak = 0
        for (before, instant) in overdueFrom.sorted().enumerated() {
            while passed < ends.count, ends[passed] <= instant { passed += 1 }
            peak = max(peak, before + 1 - passed)
        }
        return peak
    }
}

extension World {
    /// Open seconds from acceptance to the end of processing; negative if that came first.
    func openSeconds(of generated: GeneratedCase) -> Int {
        guard generated.accepted != GeneratedCase.never, generated.ended != GeneratedCase.never
        else { return 0 }
        return hours.position(at: Int(generated.ended))
            - hours.position(at: Int(generated.accepted))
    }
}
