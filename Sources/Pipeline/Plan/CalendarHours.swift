package import Columnar

/// Hours that an office keeps for some days or for a part of every year.
package struct HoursRule: Sendable, Equatable {
    /// The days on which the rule holds.
    package var validity: Validity
    /// The part of every year in which it holds; nil: all of it.
    package var season: YearSpan?
    /// The hours of each weekday, Monday first; none means a day of rest.
    package var weekdays: [[WorkingInterval]]
}

/// A part of every year, half-open; one that ends before it begins goes over the new year.
package struct YearSpan: Sendable, Equatable {
    /// First day, as month × 100 + day.
    package var from: Int
    /// First day behind it.
    package var until: Int
}

/// The hours of a unit of its own.
package struct UnitHours: Sendable, Equatable {
    /// Code of the unit.
    package var unit: String
    /// Its hours; on a day for which none holds, those of the agency; of several the last one.
    package var rules: [HoursRule]
}

extension HoursRule {
    /// The stretches of days on which the rule holds, within the years of a calendar.
    func spans(from first: CivilDate, to last: CivilDate) -> [HoursSpan] {
        let low = max(first.dayNumber, validity.from.map { Columnar.dayNumber(of: $0) } ?? .min)
        let end = min(last.dayNumber + 1, validity.until.map { Columnar.dayNumber(of: $0) } ?? .max)
        guard let season else { return span(low, end) }
        return (first.year - 1...last.year).flatMap { year -> [HoursSpan] in
            let next = season.until <= season.from ? year + 1 : year
            guard let from = season.day(season.from, of: year),
                let until = season.day(season.until, of: next)
            else { return [] }
            return span(max(low, from), min(end, until))
        }
    }

    private func span(_ first: Int, _ end: Int) -> [HoursSpan] {
        guard first < end else { return [] }
        return [
            HoursSpan(
                first: CivilDate(dayNumber: first), last: CivilDate(dayNumber: end - 1),
                weekdays: weekdays)
        ]
    }
}

extension YearSpan {
    /// The day number of a day of a year; of 29 February in a common year, that of 1 March.
    fileprivate func day(_ monthAndDay: Int, of year: Int) -> Int? {
        let (month, day) = (monthAndDay / 100, monthAndDay % 100)
        if let date = CivilDate(year: year, month: month, day: day) { return date.dayNumber }
        return CivilDate(year: year, month: month + 1, day: 1)?.dayNumber
    }
}

/// The hours of the weekdays, Monday first; a weekday that is not named is a day of rest.
func readHours(_ value: YAMLValue, log: FaultLog) -> [[WorkingInterval]]? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let hours = Weekday.allCases.map { weekday in
        map.items("\(weekday)").compactMap { log.formed($0, as: .hours, parseHours) }
    }
    map.finish()
    return hours
}

/// `units`: for each code one rule or a list of them.
func readUnitHours(_ map: inout YAMLMapReader, log: FaultLog) -> [UnitHours] {
    var units: [UnitHours] = []
    for entry in map.entries("units") ?? [] {
        let items: [YAMLValue]
        if case .list(let list) = entry.value.content {
            items = list
        } else {
            items = [entry.value]
        }
        let rules = items.compactMap { readHoursRule($0, log: log) }
        units.append(UnitHours(unit: entry.key, rules: rules))
    }
    return units
}

/// `{valid: {from: …, until: …}, season: {from: 04-15, until: 10-16}, hours: {…}}`.
func readHoursRule(_ value: YAMLValue, log: FaultLog) -> HoursRule? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let validity = map.value("valid").flatMap { readValidity($0, log: log) } ?? Validity()
    var season: YearSpan?
    if var span = map.map("season") {
        let from = span.required("from").flatMap { log.formed($0, as: .dayOfYear, parseDayOfYear) }
        let until = span.required("until").flatMap {
            log.formed($0, as: .dayOfYear, parseDayOfYear)
        }
        span.finish()
        if let from, let until { season = YearSpan(from: from, until: until) }
    }
    let weekdays = map.required("hours").flatMap { readHours($0, log: log) }
    map.finish()
    return weekdays.map { HoursRule(validity: validity, season: season, weekdays: $0) }
}

/// Working hours as `07:30-11:30`.
private func parseHours(_ text: String) -> WorkingInterval? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let start = parseTimeOfDay(String(ends[0])),
        let end = parseTimeOfDay(String(ends[1])), start < end
    else { return nil }
    return WorkingInterval(start: start, end: end)
}

/// A day of every year as `MM-dd`, as month × 100 + day.
private func parseDayOfYear(_ text: String) -> Int? {
    // A leap year, so that every day of any year is one.
    guard text.utf8.count == 5, let instant = parseDay("2024-" + text) else { return nil }
    let date = CivilDate(of: instant)
    return date.month * 100 + date.day
}
