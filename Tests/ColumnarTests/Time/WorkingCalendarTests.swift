import Columnar
import Testing

@Suite struct `Working time` {
    @Test(
        arguments: [
            ("2025-06-02 00:00:00", "2025-06-03 00:00:00", 28_800),
            ("2025-06-02 17:00:00", "2025-06-03 07:30:00", 0),
            ("2025-06-02 11:00:00", "2025-06-02 13:30:00", 3600),
            ("2025-06-02 08:00:00", "2025-06-02 08:00:01", 1),
            ("2025-06-06 16:00:00", "2025-06-09 08:30:00", 7200),
            ("2025-04-25 16:00:00", "2025-04-28 07:30:00", 32_400),
            ("2025-12-31 16:00:00", "2026-01-05 08:00:00", 5400),
            ("2018-01-01 00:00:00", "2027-01-01 00:00:00", 64_857_600),
        ] as [(String, String, Int64)])
    func `is what the clock on the wall says`(start: String, end: String, seconds: Int64) throws {
        let calendar = try VietnamCalendar.calendar()
        let (start, end) = (try #require(instant(start)), try #require(instant(end)))
        #expect(calendar.workingSeconds(from: start, to: end) == seconds)
        #expect(calendar.workingSeconds(from: end, to: start) == -seconds)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `agrees with counting every minute`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let calendar = try VietnamCalendar.calendar()
        let base = try #require(instant("2025-04-01"))
        var worked: [Int64] = [0]
        for minute in 0..<Int64(60 * 1440) {
            let isWorked = try minuteIsWorked(base + minute * 60)
            worked.append(worked[Int(minute)] + (isWorked ? 60 : 0))
        }
        for _ in 0..<5000 {
            let one = Int.random(in: 0...60 * 1440, using: &random)
            let other = Int.random(in: 0...60 * 1440, using: &random)
            let seconds = calendar.workingSeconds(
                from: base + Int64(one) * 60, to: base + Int64(other) * 60)
            guard seconds == worked[other] - worked[one] else {
                Issue.record("seed \(seed): minutes \(one) to \(other)")
                return
            }
        }
    }

    @Test(arguments: [7, 8] as [UInt64])
    func `says of many rows what it says of each`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let calendar = try VietnamCalendar.calendar()
        let span = calendar.firstInstant - 200_000...calendar.endInstant + 200_000
        func cells() -> [Int64] {
            (0..<5_000).map { row in
                switch row % 50 {
                case 0: missing
                case 1: calendar.firstInstant
                case 2: calendar.endInstant
                default: Int64.random(in: span, using: &random)
                }
            }
        }
        let (starts, ends) = (cells(), cells().shuffled(using: &random))
        var found = [Int64](repeating: 0, count: starts.count)
        var out = found.mutableSpan
        let isPlain = calendar.workingSeconds(from: starts.span, to: ends.span, into: &out)
        #expect(isPlain)
        for row in starts.indices {
            let (start, end) = (starts[row], ends[row])
            let expected =
                start == missing || end == missing
                ? nil : calendar.workingSeconds(from: start, to: end)
            #expect(found[row] == expected ?? missing, "seed \(seed)")
        }
    }

    @Test(arguments: [4, 5, 6] as [UInt64])
    func `adds up, and added time can be taken away again`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let calendar = try VietnamCalendar.calendar()
        let span = try #require(instant("2018-03-01"))...(try #require(instant("2026-10-01")))
        for _ in 0..<20_000 {
            let (a, b, c) = (
                Int64.random(in: span, using: &random), Int64.random(in: span, using: &random),
                Int64.random(in: span, using: &random)
            )
            let seconds = Int64.random(in: -400_000...400_000, using: &random)
            guard let ab = calendar.workingSeconds(from: a, to: b),
                let bc = calendar.workingSeconds(from: b, to: c),
                let end = calendar.add(workingSeconds: seconds, to: a),
                let back = calendar.add(workingSeconds: -seconds, to: end),
                calendar.workingSeconds(from: a, to: c) == ab + bc,
                calendar.workingSeconds(from: b, to: a) == -ab,
                calendar.workingSeconds(from: a, to: end) == seconds,
                calendar.workingSeconds(from: a, to: back) == 0
            else {
                Issue.record("seed \(seed): \(a) \(b) \(c) \(seconds)")
                return
            }
        }
    }

    @Test(
        arguments: [
            ("2025-06-02 07:30:00", 28_800, "2025-06-02 17:00:00"),
            ("2025-06-02 07:30:00", 28_801, "2025-06-03 07:30:01"),
            ("2025-06-02 07:30:00", 14_400, "2025-06-02 11:30:00"),
            ("2025-06-02 20:00:00", 3600, "2025-06-03 08:30:00"),
            ("2025-06-03 08:30:00", -3600, "2025-06-03 07:30:00"),
            ("2025-06-03 08:30:00", -3601, "2025-06-02 16:59:59"),
            ("2025-06-07 10:00:00", 0, "2025-06-07 10:00:00"),
            ("2025-06-07 10:00:00", -28_800, "2025-06-06 07:30:00"),
        ] as [(String, Int64, String)])
    func `a term in working time ends next to where it ran`(
        start: String, seconds: Int64, end: String
    ) throws {
        let calendar = try VietnamCalendar.calendar()
        let start = try #require(instant(start))
        #expect(calendar.add(workingSeconds: seconds, to: start).map(instantText) == end)
    }

    @Test func `outside the covered days there is no answer`() throws {
        let calendar = try VietnamCalendar.calendar()
        let first = Int64(calendar.firstDay) * secondsPerDay
        let end = Int64(calendar.lastDay + 1) * secondsPerDay
        #expect(calendar.workingSeconds(from: first, to: end) == Int64(64_857_600))
        for outside in [first - 1, end + 1, missing, .max] {
            #expect(calendar.workingSeconds(from: first, to: outside) == nil)
            #expect(calendar.workingSeconds(from: outside, to: end) == nil)
            #expect(calendar.add(workingSeconds: 1, to: outside) == nil)
        }
        #expect(calendar.add(workingSeconds: .max, to: end) == nil)
        #expect(calendar.add(workingSeconds: .min, to: first) == nil)
        #expect(calendar.add(workingSeconds: 1, to: end) == nil)
        #expect(calendar.add(workingSeconds: -1, to: first) == nil)
    }

    private func minuteIsWorked(_ instant: Int64) throws -> Bool {
        let date = CivilDate(of: instant)
        let rules = try Self.rules.get()
        let isExtra = rules.extra.contains { $0.date == date }
        let isRest = date.weekday == .saturday || date.weekday == .sunday
        if rules.closed.contains(date) || (isRest && !isExtra) { return false }
        let minute = secondOfDay(instant) / 60
        return 450..<690 ~= minute || 780..<1020 ~= minute
    }

    private static let rules = Result { try VietnamCalendar.rules() }
}

@Suite struct `Rules of a working calendar` {
    @Test func `an extra day has its own hours or those of a weekday`() throws {
        var rules = try officeRules(first: 2025, last: 2025)
        let saturday = try VietnamCalendar.date("7/6/2025")
        let sunday = try VietnamCalendar.date("8/6/2025")
        rules.extra = [
            ExtraWorkingDay(saturday, hours: .own([WorkingInterval(start: 28_800, end: 36_000)])),
            ExtraWorkingDay(sunday, hours: .like(.monday)),
        ]
        let calendar = try WorkingCalendar(rules)
        let seconds = [saturday, sunday].map {
            calendar.workingSeconds(from: $0.instant, to: $0.instant + secondsPerDay)
        }
        #expect(seconds == [7200, 28_800])
    }

    @Test func `work may fill the day to its midnight`() throws {
        var rules = try officeRules(first: 2025, last: 2025)
        rules.weekdays = Array(repeating: [WorkingInterval(start: 0, end: 86_400)], count: 7)
        let calendar = try WorkingCalendar(rules)
        let (a, b) = (rules.first.instant, rules.first.instant + 200_000)
        #expect(calendar.workingSeconds(from: a, to: b) == Int64(200_000))
        #expect(calendar.add(workingSeconds: 86_400, to: a) == a + 86_400)
        #expect(calendar.add(workingSeconds: -86_400, to: a + 86_400) == a)
    }

    @Test func `parts that contradict each other are refused`() throws {
        let rules = try officeRules(first: 2025, last: 2025)
        let saturday = try VietnamCalendar.date("7/6/2025")
        let outside = try VietnamCalendar.date("1/1/2026")
        func fault(_ change: (inout WorkingRules) -> Void) -> CalendarFault? {
            var changed = rules
            change(&changed)
            do {
                _ = try WorkingCalendar(changed)
                return nil
            } catch {
                return error
            }
        }
        let empty = WorkingInterval(start: 5, end: 5)
        let late = WorkingInterval(start: 5, end: 86_401)
        let (one, two) = (WorkingInterval(start: 5, end: 9), WorkingInterval(start: 8, end: 10))
        #expect(fault { $0.weekdays.removeLast() } == .wrongNumberOfWeekdays(found: 6))
        #expect(fault { $0.weekdays[0] = [empty] } == .invalidInterval(empty))
        #expect(fault { $0.weekdays[0] = [late] } == .invalidInterval(late))
        #expect(fault { $0.weekdays[0] = [one, two] } == .overlappingIntervals(one, two))
        #expect(
            fault { swap(&$0.first, &$0.last) }
                == .emptyCoverage(first: rules.last, last: rules.first))
        #expect(fault { $0.closed = [outside] } == .dayOutsideCoverage(outside))
        let extra = ExtraWorkingDay(saturday, hours: .like(.monday))
        #expect(fault { $0.extra = [extra, extra] } == .listedTwice(saturday))
        #expect(
            fault {
                $0.extra = [extra]
                $0.closed = [saturday]
            } == .closedAndWorked(saturday))
        let none = ExtraWorkingDay(saturday, hours: .like(.sunday))
        #expect(fault { $0.extra = [none] } == .noHours(saturday))
        let away = ExtraWorkingDay(outside, hours: .like(.monday))
        #expect(fault { $0.extra = [away] } == .dayOutsideCoverage(outside))
    }
}
