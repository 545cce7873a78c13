import Columnar

/// The opening hours of the made-up province, as a clock that only runs while offices are open.
///
/// It shares no code with the working calendar of the formulas on purpose: the generated world is
/// a second opinion on the pipeline, and must not repeat its mistakes.
struct OfficeHours {
    /// Open seconds of one working day: 7:00–11:30 and 13:30–17:00.
    static let openSeconds = 8 * 3600

    private static let mornings = 7 * 3600..<11 * 3600 + 1800
    private static let afternoons = 13 * 3600 + 1800..<17 * 3600

    /// Day number of the first day that is covered.
    private let firstDay: Int
    /// Day numbers of the working days, ascending.
    let workingDays: [Int]
    /// Number of working days before each covered day.
    private let workingDaysBefore: [Int]

    /// Hours from December 2024 to the end of 2027, with the closures of 2025 and 2026.
    init() {
        let first = Self.day(2024, 12, 1)
        let last = Self.day(2027, 12, 31)
        let closed = Set(Self.closures.map { Self.day($0.0, $0.1, $0.2) })
        let makeUp = Set(Self.makeUpSaturdays.map { Self.day($0.0, $0.1, $0.2) })
        var working: [Int] = []
        var before: [Int] = []
        for day in first...last {
            before.append(working.count)
            let isWeekend = CivilDate.weekday(ofDay: day).rawValue >= 5
            if makeUp.contains(day) || !(isWeekend || closed.contains(day)) {
                working.append(day)
            }
        }
        firstDay = first
        workingDays = working
        workingDaysBefore = before
    }

    /// The open seconds that have passed when the wall clock shows an instant.
    func position(at instant: Int) -> Int {
        let day = instant / 86_400
        let ordinal = workingDaysBefore[clamped(day)]
        guard isWorking(day, ordinal) else { return ordinal * Self.openSeconds }
        let second = instant % 86_400
        let morning = min(max(second - Self.mornings.lowerBound, 0), Self.mornings.count)
        let afternoon = min(max(second - Self.afternoons.lowerBound, 0), Self.afternoons.count)
        return ordinal * Self.openSeconds + morning + afternoon
    }

    /// The instant at which so many open seconds have passed.
    func instant(at position: Int) -> Int {
        let ordinal = min(position / Self.openSeconds, workingDays.count - 1)
        let open = position - position / Self.openSeconds * Self.openSeconds
        let second =
            open < Self.mornings.count
            ? Self.mornings.lowerBound + open
            : Self.afternoons.lowerBound + open - Self.mornings.count
        return workingDays[ordinal] * 86_400 + second
    }

    /// The same time of day, so many working days later; the first day is not counted.
    func adding(workingDays count: Int, to instant: Int) -> Int {
        let day = instant / 86_400
        let ordinal = workingDaysBefore[clamped(day)] + count - (isWorking(day) ? 0 : 1)
        return workingDays[min(ordinal, workingDays.count - 1)] * 86_400 + instant % 86_400
    }

    /// The same time of day, so many calendar days later, moved on to a working day.
    func adding(calendarDays count: Int, to instant: Int) -> Int {
        let day = instant / 86_400 + count
        return isWorking(day)
            ? instant + count * 86_400
            : adding(workingDays: 1, to: instant + count * 86_400)
    }

    /// True on days on which offices open.
    func isWorking(_ day: Int) -> Bool {
        isWorking(day, workingDaysBefore[clamped(day)])
    }

    private func isWorking(_ day: Int, _ ordinal: Int) -> Bool {
        ordinal < workingDays.count && workingDays[ordinal] == day
    }

    private func clamped(_ day: Int) -> Int {
        min(max(day - firstDay, 0), workingDaysBefore.count - 1)
    }

    /// Day number of a date that is written down here.
    static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        CivilDate(year: year, month: month, day: day)?.dayNumber ?? 0
    }

    /// Weekdays on which public offices were closed (Bộ luật Lao động 2019, Điều 112, and the
    /// yearly notices; 2 January 2026 by 12729/VPCP-KGVX).
    private static let closures: [(Int, Int, Int)] = [
        (2025, 1, 1), (2025, 1, 27), (2025, 1, 28), (2025, 1, 29), (2025, 1, 30), (2025, 1, 31),
        (2025, 4, 7), (2025, 4, 30), (2025, 5, 1), (2025, 5, 2), (2025, 9, 1), (2025, 9, 2),
        (2026, 1, 1), (2026, 1, 2), (2026, 2, 16), (2026, 2, 17), (2026, 2, 18), (2026, 2, 19),
        (2026, 2, 20), (2026, 4, 27), (2026, 4, 30), (2026, 5, 1), (2026, 8, 31), (2026, 9, 1),
        (2026, 9, 2), (2026, 11, 24),
    ]

    /// Saturdays worked in exchange for a swapped weekday.
    private static let makeUpSaturdays: [(Int, Int, Int)] = [
        (2025, 4, 26), (2026, 1, 10), (2026, 8, 22),
    ]
}
