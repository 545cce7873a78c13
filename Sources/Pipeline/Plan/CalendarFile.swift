import Columnar

/// Reads a calendar file; nil and faults where it cannot be used.
func readCalendar(_ value: YAMLValue, log: FaultLog) -> PlanCalendar? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let errorsBefore = log.faults.count
    let name = map.required("calendar").flatMap { log.formed($0, as: .name, parseName) }
    let version = map.required("version") == nil ? nil : map.integer("version", in: 1...1_000_000)
    let weekdays = map.required("hours").flatMap { readHours($0, log: log) }
    let seasons = map.items("seasons").compactMap { readHoursRule($0, log: log) }
    let units = readUnitHours(&map, log: log)
    let makeUpCounts = readMakeUp(&map, log: log)
    var days: [CalendarDay] = []
    var years: [Int] = []
    if map.required("years") != nil {
        for entry in map.entries("years") ?? [] {
            guard let year = readYear(entry, days: &days, log: log) else { continue }
            if let last = years.last, year != last + 1 {
                log.report(.missingYear(last + 1), at: entry.place)
            }
            years.append(year)
        }
    }
    map.finish()
    checkTwice(days, log: log)
    days.sort { $0.date < $1.date }
    guard log.faults.count == errorsBefore, let name, let version, let weekdays,
        let first = years.first.flatMap({ CivilDate(year: $0, month: 1, day: 1) }),
        let last = years.last.flatMap({ CivilDate(year: $0, month: 12, day: 31) })
    else { return nil }
    var calendar = PlanCalendar(
        name: name, version: version, working: WorkingCalendar.empty, days: days,
        weekdays: weekdays, seasons: seasons, units: units, makeUpCounts: makeUpCounts,
        coverage: first...last)
    do throws(CalendarFault) {
        // With fewer notices known there are fewer days, and nothing new that contradicts.
        for unit in [nil] + units.map({ Optional($0.unit) }) {
            _ = try calendar.working(knownAt: nil, unit: unit)
        }
        calendar.working = try calendar.working(knownAt: nil, for: .workingTime)
        return calendar
    } catch {
        log.report(.calendar(error), at: place(of: error, days: days) ?? value.place)
        return nil
    }
}

/// `make_up_counts`: `true`, `false`, or `{working_time: …, due: …}`.
private func readMakeUp(_ map: inout YAMLMapReader, log: FaultLog) -> MakeUpCounting {
    guard let value = map.value("make_up_counts") else { return MakeUpCounting() }
    guard case .map = value.content else {
        let counts = map.flag("make_up_counts") ?? true
        return MakeUpCounting(workingTime: counts, due: counts)
    }
    guard var uses = YAMLMapReader(value, log: log) else { return MakeUpCounting() }
    let counting = MakeUpCounting(
        workingTime: uses.flag("working_time") ?? true, due: uses.flag("due") ?? true)
    uses.finish()
    return counting
}

private func readYear(_ entry: YAMLEntry, days: inout [CalendarDay], log: FaultLog) -> Int? {
    guard let year = Int(entry.key), CivilDate.years ~= year else {
        log.report(.malformed(entry.key, expected: .integer), at: entry.place)
        return nil
    }
    guard var map = YAMLMapReader(entry.value, log: log) else { return nil }
    // A year without closures would be a mistake in every country: the list must be there.
    if map.required("closed") != nil {
        for item in map.items("closed") { days += readClosed(item, year: year, log: log) }
    }
    for item in map.items("made_up") {
        if let day = readMadeUp(item, year: year, log: log) { days.append(day) }
    }
    map.finish()
    return year
}

/// `{day: …}` or `{first: …, last: …}` with name, reference, publication date.
private func readClosed(_ value: YAMLValue, year: Int, log: FaultLog) -> [CalendarDay] {
    guard var map = YAMLMapReader(value, log: log) else { return [] }
    let isSingle = map.value("day") != nil
    let first = map.requiredDate(isSingle ? "day" : "first", of: year)
    let last = isSingle ? first : map.requiredDate("last", of: year)
    let about = readAbout(&map)
    map.finish()
    guard let first, let last, let name = about.name else { return [] }
    checkOrder(of: (first.instant, last.instant + 1), "first", "last", in: map)
    guard first <= last else { return [] }
    return (first.dayNumber...last.dayNumber).map { number in
        CalendarDay(
            date: CivilDate(dayNumber: number), makesUpFor: nil, name: name,
            reference: about.reference, published: about.published, place: value.place)
    }
}

/// `{day: …, for: …}` with name, reference, publication date.
private func readMadeUp(_ value: YAMLValue, year: Int, log: FaultLog) -> CalendarDay? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let day = map.requiredDate("day", of: year)
    let other = map.required("for").flatMap { log.formed($0, as: .day, parseDay) }
    let about = readAbout(&map)
    map.finish()
    guard let day, let other, let name = about.name else { return nil }
    return CalendarDay(
        date: day, makesUpFor: CivilDate(of: other), name: name, reference: about.reference,
        published: about.published, place: value.place)
}

private func readAbout(
    _ map: inout YAMLMapReader
) -> (name: String?, reference: String?, published: CivilDate?) {
    (
        map.requiredText("name"), map.text("reference"),
        map.formed("published", as: .day, parseDay).map { CivilDate(of: $0) }
    )
}

private func checkTwice(_ days: [CalendarDay], log: FaultLog) {
    var seen: [CivilDate: PlanPlace] = [:]
    for day in days {
        if let first = seen[day.date] {
            log.report(.nameTwice(day.date.text, first: first), at: day.place)
        }
        seen[day.date] = seen[day.date] ?? day.place
    }
}

private func place(of fault: CalendarFault, days: [CalendarDay]) -> PlanPlace? {
    switch fault {
    case .dayOutsideCoverage(let date), .closedAndWorked(let date), .listedTwice(let date),
        .noHours(let date):
        days.last { $0.date == date }?.place
    case .wrongNumberOfWeekdays, .invalidInterval, .overlappingIntervals, .emptyCoverage: nil
    }
}

extension YAMLMapReader {
    /// A day that must be there and lie in the year.
    fileprivate mutating func requiredDate(_ key: String, of year: Int) -> CivilDate? {
        guard let value = required(key), let instant = log.formed(value, as: .day, parseDay)
        else { return nil }
        let date = CivilDate(of: instant)
        if date.year != year {
            log.report(.dayOutsideYear(day: date.text, year: year), at: value.place)
        }
        return date
    }
}
