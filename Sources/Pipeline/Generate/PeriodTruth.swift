/// The figures of one period, counted by walking the cases one by one.
///
/// A second opinion on the KPIs that are shipped, agency-wide and over all sources: it bears
/// their names and follows their published wording, but knows neither formulas nor columns.
/// What it takes for granted: the run's `as_of` lies behind the year, and no due dates are
/// recomputed (`due_computed` null).
struct PeriodTruth {
    /// `2025`, `2025-H1`, `2025-Q2`, `2025-06`.
    let name: String
    /// First second, and the first second behind.
    let start: Int
    let end: Int

    private var received = 0
    private var receivedOnline = 0
    private var receivedOnTime = 0
    private var finished = 0
    private var finishedWithDue = 0
    private var finishedOnTime = 0
    private var openAtEnd = 0
    private var overdueOpenAtEnd = 0
    /// Cases with a due date that were open at some time of the period.
    private var handled = 0
    private var handledInTime = 0
    /// Open seconds from acceptance to result, of each finished case.
    private var worked: [Int] = []
    /// When cases became overdue and when they ceased to be, if that touches the period.
    private var overdueFrom: [Int] = []
    private var overdueUntil: [Int] = []
    private var form = FormTruth()
    private var compared: ComparedTruth

    private init(_ name: String, months: ClosedRange<Int>) {
        let year = World.year
        self.name = "\(year)\(name)"
        start = OfficeHours.day(year, months.lowerBound, 1) * 86_400
        end =
            months.upperBound == 12
            ? World.end : OfficeHours.day(year, months.upperBound + 1, 1) * 86_400
        compared = ComparedTruth(from: start, to: end)
    }

    /// The year of the world, its halves, quarters and months.
    static func periods() -> [PeriodTruth] {
        [PeriodTruth("", months: 1...12)]
            + (1...2).map { PeriodTruth("-H\($0)", months: $0 * 6 - 5...$0 * 6) }
            + (1...4).map { PeriodTruth("-Q\($0)", months: $0 * 3 - 2...$0 * 3) }
            + (1...12).map { PeriodTruth("-\(ByteText.twoDigits($0))", months: $0...$0) }
    }

    /// Counts a case and its course.
    mutating func count(_ generated: GeneratedCase, _ course: ComparedTruth.Course) {
        compared.count(generated, course)
        guard generated.accepted != GeneratedCase.never, Int(generated.accepted) < end
        else { return }
        let due = generated.due == GeneratedCase.never ? nil : Int(generated.due)
        let until = generated.ended == GeneratedCase.never ? Int.max : Int(generated.ended)
        form.count(generated, from: start, to: end)
        if Int(generated.accepted) >= start { countReceived(generated, due, until) }
        if start..<end ~= until, generated.status.isFinished {
            finished += 1
            if until >= Int(generated.accepted) { worked.append(course.worked) }
            if due != nil { finishedWithDue += 1 }
            if let due, until <= due { finishedOnTime += 1 }
        }
        if until >= end {
            openAtEnd += 1
            if let due, due < end { overdueOpenAtEnd += 1 }
        }
        if let due { countHandled(generated, due, until) }
    }

    private mutating func countReceived(_ generated: GeneratedCase, _ due: Int?, _ until: Int) {
        received += 1
        if generated.channel == .online { receivedOnline += 1 }
        guard generated.status.isFinished, until < end else { return }
        if until <= due ?? .max { receivedOnTime += 1 }
    }

    private mutating func countHandled(_ generated: GeneratedCase, _ due: Int, _ until: Int) {
        if until >= start {
            handled += 1
            let isInTime =
                until < end
                ? until <= due : due >= end || generated.status == .waitingSupplement
            if isInTime { handledInTime += 1 }
        }
        if due < min(until, end), until > start {
            overdueFrom.append(max(due, Int(generated.accepted), start))
            overdueUntil.append(until)
        }
    }

    /// Each figure: the KPI, the part of it, and what that must be.
    ///
    /// An even number of working times has two in the middle; the median lies between them.
    var figures: [(kpi: String, part: String, expected: Int)] {
        let times = worked.sorted()
        let counted = [
            ("received", "value", received),
            ("online-share", "numerator", receivedOnline),
            ("online-share", "denominator", received),
            ("finished", "value", finished),
            ("on-time-of-finished", "numerator", finishedOnTime),
            ("on-time-of-finished", "denominator", finishedWithDue),
            ("on-time-of-received", "numerator", receivedOnTime),
            ("on-time-of-received", "denominator", received),
            ("on-time-766", "numerator", handledInTime),
            ("on-time-766", "denominator", handled),
            ("open-at-period-end", "value", openAtEnd),
            ("overdue-open-at-period-end", "value", overdueOpenAtEnd),
            ("peak-overdue-open", "value", peakOverdue()),
            ("mean-working-days", "numerator", times.reduce(0, +)),
            ("mean-working-days", "denominator", times.count * OfficeHours.openSeconds),
        ]
        let all = counted + form.figures + compared.figures
        guard !times.isEmpty else { return all }
        return all + [
            ("median-working-days", "lower", times[(times.count - 1) / 2]),
            ("median-working-days", "upper", times[times.count / 2]),
        ]
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
    /// How long a case took; negative where its instants are the wrong way round.
    func course(of generated: GeneratedCase) -> ComparedTruth.Course {
        var course = ComparedTruth.Course(
            worked: 0, untilAccepted: 0,
            termUnit: province.procedures[Int(generated.procedure)].term.written.unit)
        guard generated.accepted != GeneratedCase.never else { return course }
        let accepted = hours.position(at: Int(generated.accepted))
        course.untilAccepted = accepted - hours.position(at: Int(generated.submitted))
        guard generated.ended != GeneratedCase.never else { return course }
        course.worked = hours.position(at: Int(generated.ended)) - accepted
        // Only the synchronization tells of the handing over; a second record is a little later.
        if generated.status == .returned, source(of: generated) == .xml {
            course.handedOver = Int(generated.updated) + (generated.versions == .resynced ? 90 : 0)
        }
        return course
    }
}
