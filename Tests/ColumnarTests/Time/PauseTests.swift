import Columnar
import Testing

/// Pauses by hand, then against an interpreter that walks minute by minute and day by day.
@Suite struct `Pauses` {
    private func due(
        _ start: String, _ term: StatutoryTerm, _ pauses: [(String, String, PausePolicy)],
        _ end: TermEnd = .sameTime
    ) throws -> String? {
        let clock = CaseClock(calendar: try VietnamCalendar.calendar(), term: term, end: end)
        let pauses = try pauses.map { from, to, policy in
            Pause(
                start: try #require(instant(from)), end: try #require(instant(to)), policy: policy)
        }
        return clock.due(from: try #require(instant(start)), pauses).map(instantText)
    }

    @Test func `restart counts the term anew from the answer`() throws {
        let due = try due(
            "2025-06-02 09:00:00", StatutoryTerm(5, .workingDay),
            [("2025-06-04 10:00:00", "2025-06-11 14:00:00", .restart)])
        #expect(due == "2025-06-18 14:00:00")
    }

    @Test func `subtract takes the working time of the pause off`() throws {
        let due = try due(
            "2025-06-02 09:00:00", StatutoryTerm(5, .workingDay),
            [("2025-06-04 10:00:00", "2025-06-06 14:00:00", .subtract)])
        // 5:30 of Wednesday, 8:00 of Thursday, 5:00 of Friday.
        #expect(due == "2025-06-11 11:30:00")
    }

    @Test func `subtract of days in the Civil Code moves by days`() throws {
        let working = try due(
            "2025-06-02 09:00:00", StatutoryTerm(5, .workingDay),
            [("2025-06-04 10:00:00", "2025-06-09 14:00:00", .subtract)], .endOfDay)
        #expect(working == "2025-06-12 23:59:59")
        let days = try due(
            "2025-06-02 09:00:00", StatutoryTerm(10, .day),
            [("2025-06-04 10:00:00", "2025-06-06 14:00:00", .subtract)], .endOfDay)
        #expect(days == "2025-06-16 23:59:59")
    }

    @Test func `shift moves by the days less one and a working day`() throws {
        let due = try due(
            "2025-06-02 09:00:00", StatutoryTerm(5, .workingDay),
            [("2025-06-04 10:00:00", "2025-06-06 14:00:00", .shift)])
        #expect(due == "2025-06-11 09:00:00")
    }

    @Test func `what overlaps stops the clock once, what comes late or early not at all`() throws {
        let once = try due(
            "2025-06-02 09:00:00", StatutoryTerm(5, .workingDay),
            [
                ("2025-06-03 09:00:00", "2025-06-04 09:00:00", .subtract),
                ("2025-06-03 13:00:00", "2025-06-05 09:00:00", .subtract),
            ])
        #expect(once == "2025-06-11 09:00:00")
        let none = try due(
            "2025-06-02 09:00:00", StatutoryTerm(5, .workingDay),
            [
                ("2025-05-30 09:00:00", "2025-06-02 08:00:00", .restart),
                ("2025-06-09 09:00:01", "2025-06-20 09:00:00", .restart),
            ])
        #expect(none == "2025-06-09 09:00:00")
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `agree with a walk minute by minute and day by day`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let calendar = try VietnamCalendar.calendar()
        let slow = try SlowClock()
        let base = try #require(instant("2025-03-01"))
        for turn in 0..<150 {
            let start = base + Int64.random(in: 0..<200 * 1440, using: &random) * 60
            let unit = try #require(TermUnit.allCases.randomElement(using: &random))
            let count = Int.random(in: 1...(unit == .month ? 3 : 20), using: &random)
            let end = try #require(TermEnd.allCases.randomElement(using: &random))
            var at = start - 2 * 86_400
            var pauses: [Pause] = []
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                at += Int64.random(in: 0...6 * 1440, using: &random) * 60
                let length = Int64.random(in: 0...8 * 1440, using: &random) * 60
                pauses.append(
                    Pause(
                        start: at, end: at + length,
                        policy: try #require(PausePolicy.allCases.randomElement(using: &random))))
            }
            let clock = CaseClock(calendar: calendar, term: StatutoryTerm(count, unit), end: end)
            let found = clock.due(from: start, pauses)
            let wanted = slow.due(start, StatutoryTerm(count, unit), end, pauses)
            let paused = calendar.workingSeconds(of: pauses, from: start)
            guard found == wanted, paused == slow.worked(pauses, from: start) else {
                Issue.record(
                    """
                    seed \(seed), turn \(turn): \(instantText(start)) \(count) \(unit) \(end) \
                    \(pauses): \(found.map(instantText) ?? "nil"), not \(instantText(wanted))
                    """)
                return
            }
        }
    }

    @Test(arguments: [7, 8] as [UInt64])
    func `a pause of no length moves nothing, a longer one never less`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let calendar = try VietnamCalendar.calendar()
        let base = try #require(instant("2024-01-01"))
        for _ in 0..<2000 {
            let start = base + Int64.random(in: 0..<500 * 86_400, using: &random)
            let unit = try #require(TermUnit.allCases.randomElement(using: &random))
            let end = try #require(TermEnd.allCases.randomElement(using: &random))
            let policy = try #require(PausePolicy.allCases.randomElement(using: &random))
            let clock = CaseClock(calendar: calendar, term: StatutoryTerm(3, unit), end: end)
            let from = start + Int64.random(in: 0..<2 * 86_400, using: &random)
            let (one, more) = (
                from + Int64.random(in: 1..<86_400, using: &random),
                from + Int64.random(in: 86_400..<9 * 86_400, using: &random)
            )
            func due(_ stop: Int64) -> Int64? {
                clock.due(from: start, [Pause(start: from, end: stop, policy: policy)])
            }
            guard let plain = clock.due(from: start), let short = due(one), let long = due(more),
                due(from) == plain, plain <= short,
                // Days that move off a rest keep their time of day: only the days are in order.
                dayNumber(of: short) <= dayNumber(of: long)
            else {
                Issue.record("seed \(seed): \(start) \(unit) \(end) \(policy) \(from)")
                return
            }
        }
    }
}

/// The slow twin: it knows the rules of the calendar and not the calendar.
private struct SlowClock {
    let closed: Set<CivilDate>
    let extra: Set<CivilDate>

    init() throws {
        let rules = try VietnamCalendar.rules()
        closed = Set(rules.closed)
        extra = Set(rules.extra.map(\.date))
    }

    func isWorked(_ day: Int) -> Bool {
        let date = CivilDate(dayNumber: day)
        let isRest = date.weekday == .saturday || date.weekday == .sunday
        return !closed.contains(date) && (!isRest || extra.contains(date))
    }

    /// Whether the minute that begins then is worked.
    func isOpen(_ instant: Int64) -> Bool {
        let minute = secondOfDay(instant) / 60
        return isWorked(dayNumber(of: instant))
            && (450..<690 ~= minute || 780..<1020 ~= minute)
    }

    func walk(_ minutes: Int, from start: Int64) -> Int64 {
        var (left, at) = (minutes, start)
        while left > 0 {
            if isOpen(at) { left -= 1 }
            at += 60
        }
        return at
    }

    func workedMinutes(_ start: Int64, _ end: Int64) -> Int {
        var (count, at) = (0, start)
        while at < end {
            if isOpen(at) { count += 1 }
            at += 60
        }
        return count
    }

    func worked(_ pauses: [Pause], from start: Int64) -> Int64 {
        var minutes = Set<Int64>()
        for pause in pauses {
            var at = max(pause.start, start)
            while at < pause.end {
                if isOpen(at) { minutes.insert(at) }
                at += 60
            }
        }
        return Int64(minutes.count) * 60
    }

    func onward(_ day: Int) -> Int {
        var day = day
        while !isWorked(day) { day += 1 }
        return day
    }

    func opening(_ start: Int64) -> Int64 {
        // The minute that has just ended was worked: 11:30 and 17:00 belong to the day.
        var at = start
        while !isOpen(at) && !isOpen(at - 60) { at += 60 }
        return at
    }

    func moment(_ day: Int, _ end: TermEnd, _ like: Int64) -> Int64 {
        Int64(day) * 86_400 + (end == .sameTime ? Int64(secondOfDay(like)) : 86_399)
    }

    func due(_ start: Int64, _ term: StatutoryTerm, _ end: TermEnd) -> Int64 {
        if term.unit == .hour { return start + Int64(term.count) * 3600 }
        if term.unit == .workingHour { return walk(term.count * 60, from: start) }
        let begin = end == .sameTime ? opening(start) : start
        var day = dayNumber(of: begin)
        switch term.unit {
        case .workingDay: for _ in 0..<term.count { day = onward(day + 1) }
        case .day: day = onward(day + term.count)
        default:
            let date = CivilDate(dayNumber: day)
            var (year, month) = (date.year, date.month)
            for _ in 0..<term.count {
                (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
            }
            var last = date.day
            while CivilDate(year: year, month: month, day: last) == nil { last -= 1 }
            day = onward(CivilDate(year: year, month: month, day: last)?.dayNumber ?? 0)
        }
        return moment(day, end, begin)
    }

    func due(_ start: Int64, _ term: StatutoryTerm, _ end: TermEnd, _ pauses: [Pause]) -> Int64 {
        var due = due(start, term, end)
        var standing = start
        for pause in pauses where pause.end > standing && pause.start <= due {
            let from = max(pause.start, standing)
            if pause.end == pause.start { continue }
            due = max(due, moved(due, from, pause, term, end))
            standing = pause.end
        }
        return due
    }

    private func moved(
        _ due: Int64, _ from: Int64, _ pause: Pause, _ term: StatutoryTerm, _ end: TermEnd
    ) -> Int64 {
        let days = dayNumber(of: pause.end) - dayNumber(of: from)
        switch pause.policy {
        case .restart: return self.due(pause.end, term, end)
        case .shift:
            let start = due + Int64(max(days - 1, 0)) * 86_400
            let walked = walk(480, from: start - start % 60)
            return term.unit.isOfDays && end == .endOfDay
                ? moment(dayNumber(of: walked), end, walked) : walked
        case .subtract: break
        }
        if term.unit == .hour { return due + pause.end - from }
        if term.unit == .workingHour || (term.unit == .workingDay && end == .sameTime) {
            return walk(workedMinutes(from, pause.end), from: due)
        }
        if term.unit == .workingDay {
            var day = dayNumber(of: due)
            let first = dayNumber(of: from)
            for passed in first..<first + days where isWorked(passed + 1) { day = onward(day + 1) }
            return moment(day, end, due)
        }
        let moved = end == .sameTime ? due + pause.end - from : due + Int64(days) * 86_400
        return moment(onward(dayNumber(of: moved)), end, moved)
    }
}
