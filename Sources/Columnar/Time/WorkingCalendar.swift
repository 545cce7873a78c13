/// Which days and hours count as working time, over the days that somebody has vouched for.
///
/// Built once into prefix sums, one entry a day, so that the working time between two instants is
/// two look-ups and a subtraction however far apart they are. A day outside the coverage has no
/// answer (`nil`): nobody has said yet which days of that year are closed.
package struct WorkingCalendar: Sendable {
    /// First covered day, as a day number.
    package let firstDay: Int
    /// Last covered day, as a day number.
    package let lastDay: Int

    /// First instant of the first covered day.
    package var firstInstant: Int64 { CivilDate(dayNumber: firstDay).instant }

    /// First instant after the last covered day.
    package var endInstant: Int64 { CivilDate(dayNumber: lastDay + 1).instant }

    /// The covered days in order, and one more behind the last for the totals.
    private let days: [Day]
    /// The distinct daily hours, one after the other.
    private let intervals: [WorkingInterval]
    /// Every working day in order, as days from `firstDay`.
    private let workingDays: [Int32]
    /// The days once more, for many instants at once; empty where one has more than two intervals.
    let plainDays: [PlainDay]

    /// One day: what was worked before it, and its hours as a range of `intervals`.
    private struct Day: Sendable {
        var secondsBefore: Int64
        var daysBefore: Int32
        var hoursStart: Int32
        var hoursEnd: Int32
    }

    /// Builds the calendar; throws where its parts contradict each other.
    ///
    /// A closed day takes no hours, an extra day takes its own whatever its weekday, and every
    /// other day takes those of its weekday. Days of both lists must be covered.
    package init(_ rules: WorkingRules) throws(CalendarFault) {
        let hours = try DailyHours(rules)
        firstDay = rules.first.dayNumber
        lastDay = rules.last.dayNumber
        intervals = hours.intervals
        var days: [Day] = []
        var working: [Int32] = []
        var seconds: Int64 = 0
        for day in firstDay...lastDay + 1 {
            let range = day <= lastDay ? hours.range(ofDay: day) : 0..<0
            days.append(
                Day(
                    secondsBefore: seconds, daysBefore: Int32(working.count),
                    hoursStart: Int32(range.lowerBound), hoursEnd: Int32(range.upperBound)))
            for interval in intervals[range] { seconds += Int64(interval.end - interval.start) }
            if !range.isEmpty { working.append(Int32(day - firstDay)) }
        }
        self.days = days
        workingDays = working
        plainDays = PlainDay.all(
            days.map {
                ($0.secondsBefore, hours.intervals[Int($0.hoursStart)..<Int($0.hoursEnd)])
            })
    }

    /// The greatest number of intervals that a day has.
    package var intervalsPerDay: Int {
        Int(days.map { $0.hoursEnd - $0.hoursStart }.max() ?? 0)
    }

    /// What is known of a covered day, or of the day behind the last, which has no hours.
    package func summary(ofDay day: Int) -> DaySummary {
        let own = days[day - firstDay]
        let range = Int(own.hoursStart)..<Int(own.hoursEnd)
        return DaySummary(
            secondsBefore: own.secondsBefore,
            daysUntil: Int(own.daysBefore) + (range.isEmpty ? 0 : 1),
            hours: Array(intervals[range]))
    }

    /// A calendar that covers no day and answers nothing.
    package static let empty = WorkingCalendar()

    private init() {
        (firstDay, lastDay, days, intervals, workingDays, plainDays) = (1, -1, [], [], [], [])
    }

    /// True if the day (a day number) has working hours; nil outside the coverage.
    package func isWorkingDay(_ day: Int) -> Bool? {
        guard covers(day) else { return nil }
        return days[day - firstDay].hoursStart < days[day - firstDay].hoursEnd
    }

    /// The working hours of a day; none outside the coverage.
    package func hours(ofDay day: Int) -> ArraySlice<WorkingInterval> {
        guard covers(day) else { return [] }
        let own = days[day - firstDay]
        return intervals[Int(own.hoursStart)..<Int(own.hoursEnd)]
    }

    /// Working seconds from one instant to another; negative if the second is the earlier one.
    ///
    /// Nil if either lies outside the covered days; the midnight that ends the last one is inside.
    package func workingSeconds(from start: Int64, to end: Int64) -> Int64? {
        guard let before = position(of: start), let upTo = position(of: end) else { return nil }
        return upTo - before
    }

    /// Working days behind one day up to and including another; negative if that is earlier.
    ///
    /// The first day is not counted (Civil Code 2015, article 147.2), so from Monday to Tuesday is
    /// one working day. Both are day numbers; nil if either lies outside the coverage.
    package func workingDays(from start: Int, to end: Int) -> Int? {
        guard covers(start), covers(end) else { return nil }
        return workingDaysBefore(end + 1) - workingDaysBefore(start + 1)
    }

    /// Number of working days among these days (day numbers); nil if one lies outside the coverage.
    package func workingDays(in days: Range<Int>) -> Int? {
        guard days.lowerBound >= firstDay, days.upperBound <= lastDay + 1 else { return nil }
        return workingDaysBefore(days.upperBound) - workingDaysBefore(days.lowerBound)
    }

    /// The day on which a term of so many working days ends: the n-th working day behind `day`.
    ///
    /// The first day is not counted. A negative number goes back to the n-th working day before,
    /// zero returns the day itself. Nil where that leaves the coverage.
    package func add(workingDays count: Int, to day: Int) -> Int? {
        let known = workingDays.count
        guard covers(day), (-known...known).contains(count) else { return nil }
        if count == 0 { return day }
        let index =
            count > 0
            ? workingDaysBefore(day + 1) + count - 1
            : workingDaysBefore(day) + count
        guard workingDays.indices.contains(index) else { return nil }
        return firstDay + Int(workingDays[index])
    }

    /// The instant that lies so many working seconds behind another (before it, if negative).
    ///
    /// Of several such instants (a night lies between them) it is the one next to the start: eight
    /// hours from 07:30 end at 17:00, not at 07:30 of the next day. Nil outside the coverage.
    package func add(workingSeconds seconds: Int64, to instant: Int64) -> Int64? {
        guard let start = position(of: instant) else { return nil }
        if seconds == 0 { return instant }
        let (target, overflow) = start.addingReportingOverflow(seconds)
        guard !overflow, target >= 0, target <= days[days.count - 1].secondsBefore
        else { return nil }
        return seconds > 0 ? firstInstant(at: target) : lastInstant(at: target)
    }

    private func workingDaysBefore(_ day: Int) -> Int { Int(days[day - firstDay].daysBefore) }

    private func covers(_ day: Int) -> Bool { day >= firstDay && day <= lastDay }

    /// Working seconds from the beginning of the coverage to an instant.
    private func position(of instant: Int64) -> Int64? {
        let begin = Int64(firstDay) * secondsPerDay
        guard instant >= begin, instant <= Int64(lastDay + 1) * secondsPerDay else { return nil }
        let (index, second) = (instant - begin).quotientAndRemainder(dividingBy: secondsPerDay)
        let day = days[Int(index)]
        var position = day.secondsBefore
        for index in Int(day.hoursStart)..<Int(day.hoursEnd) {
            let interval = intervals[index]
            position += Int64(max(0, min(Int(second), interval.end) - interval.start))
        }
        return position
    }

    /// The earliest instant with so many working seconds before it; at least one is needed.
    private func firstInstant(at position: Int64) -> Int64? {
        instant(onDay: partitionPoint { $0 >= position } - 1, at: position) { $0 <= $1 }
    }

    /// The latest instant with so many working seconds before it, and working time behind it.
    private func lastInstant(at position: Int64) -> Int64? {
        instant(onDay: partitionPoint { $0 > position } - 1, at: position) { $0 < $1 }
    }

    /// The instant of a covered day at which the working seconds left lie within an interval.
    private func instant(
        onDay index: Int, at position: Int64, lies: (_ left: Int, _ length: Int) -> Bool
    ) -> Int64? {
        guard days.indices.contains(index) else { return nil }
        let day = days[index]
        var left = Int(position - day.secondsBefore)
        for interval in intervals[Int(day.hoursStart)..<Int(day.hoursEnd)] {
            let length = interval.end - interval.start
            if lies(left, length) {
                return Int64(firstDay + index) * secondsPerDay + Int64(interval.start + left)
            }
            left -= length
        }
        return nil
    }

    /// Index of the first day whose seconds before it pass the test, which later ones pass too.
    private func partitionPoint(_ passes: (Int64) -> Bool) -> Int {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if passes(days[middle].secondsBefore) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// A day of a working calendar with all that lies before it.
package struct DaySummary: Sendable, Equatable {
    /// Working seconds from the first covered day up to the beginning of this one.
    package let secondsBefore: Int64
    /// Working days from the first covered day up to this one, itself included.
    package let daysUntil: Int
    /// Its working hours; none where it is no working day.
    package let hours: [WorkingInterval]
}
