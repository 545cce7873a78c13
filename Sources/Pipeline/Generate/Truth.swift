/// What a correct reader must find in one export.
struct ExportTruth {
    /// Path below the world's folder.
    let path: String
    /// Records behind the header, those that are no cases included.
    var read = 0
    /// Records that are accepted, or exact copies of accepted ones in this or another export.
    var acceptedOrDuplicate = 0
    /// Older versions of a case.
    var superseded = 0
    /// Records that cannot be trusted (`Hazard.isQuarantined`).
    var quarantined = 0
    /// Headings, totals and column numbers.
    var dropped = 0
    /// Records with each hazard.
    var hazards = Array(repeating: 0, count: Hazard.allCases.count)

    init(path: String) {
        self.path = path
    }

    /// Counts the record of a case.
    mutating func count(_ record: ExportRecord, of generated: GeneratedCase) {
        read += 1
        hazards[Int(generated.hazard.rawValue)] += 1
        if generated.hazard.isQuarantined {
            quarantined += 1
        } else if record.stage == generated.survivingStage {
            acceptedOrDuplicate += 1
        } else {
            superseded += 1
        }
    }

    /// Counts records that are no cases.
    mutating func countDropped(_ number: Int) {
        read += number
        dropped += number
    }
}

extension GeneratedCase {
    /// The record with the greatest update time; only records of this stage have that content.
    fileprivate var survivingStage: ExportRecord.Stage {
        switch versions {
        case .resynced: .resynced
        case .vanished: .earlier
        default: .last
        }
    }
}

/// The figures of one period, counted by walking the cases one by one.
///
/// A second opinion on the formulas that are shipped: it knows neither columns nor groups.
/// Everything is agency-wide, over all sources.
struct PeriodTruth {
    /// `2025`, `2025-06`.
    let name: String
    /// First second, and the first second behind.
    let start: Int
    let end: Int

    private(set) var received = 0
    private(set) var receivedOnline = 0
    private(set) var ended = 0
    private(set) var finished = 0
    private(set) var finishedWithDue = 0
    private(set) var finishedOnTime = 0
    private(set) var openAtEnd = 0
    private(set) var overdueOpenAtEnd = 0

    init(name: String, start: Int, end: Int) {
        self.name = name
        self.start = start
        self.end = end
    }

    /// Each figure with its name and, in `README` words, its rule.
    var figures: [(measure: String, expected: Int)] {
        [
            ("received", received), ("received online", receivedOnline), ("ended", ended),
            ("finished", finished), ("finished with due date", finishedWithDue),
            ("finished on time", finishedOnTime), ("open at end", openAtEnd),
            ("overdue open at end", overdueOpenAtEnd),
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
    mutating func count(_ generated: GeneratedCase) {
        let never = GeneratedCase.never
        let hasDue = generated.due != never
        if generated.accepted != never, start..<end ~= Int(generated.accepted) {
            received += 1
            if generated.channel == .online { receivedOnline += 1 }
        }
        if generated.ended != never, start..<end ~= Int(generated.ended) {
            ended += 1
            if generated.status.isFinished {
                finished += 1
                if hasDue { finishedWithDue += 1 }
                if hasDue, generated.ended <= generated.due { finishedOnTime += 1 }
            }
        }
        let isOpen = generated.ended == never || Int(generated.ended) >= end
        if generated.accepted != never, Int(generated.accepted) < end, isOpen {
            openAtEnd += 1
            if hasDue, Int(generated.due) < end { overdueOpenAtEnd += 1 }
        }
    }

    /// The year of the world and its months.
    static func periods() -> [PeriodTruth] {
        let year = World.year
        let months = (1...12).map { month in
            PeriodTruth(
                name: "\(year)-\(ByteText.twoDigits(month))",
                start: OfficeHours.day(year, month, 1) * 86_400,
                end: month == 12
                    ? World.end : OfficeHours.day(year, month + 1, 1) * 86_400)
        }
        return [PeriodTruth(name: "\(year)", start: World.start, end: World.end)] + months
    }
}
