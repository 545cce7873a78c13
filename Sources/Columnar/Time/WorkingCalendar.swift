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
    /// Index into `intervals` at which the hours of each covered day begin.
    private let hoursStart: [Int32]
    /// Index into `intervals` behind the hours of each covered day.
    private let hoursEnd: [Int32]
    /// The distinct daily hours, one after the other.
    private let intervals: [WorkingInterval]
    /// Working seconds before each covered day begins, and at last their total.
    private let secondsBefore: [Int64]
    /// Working days before each covered day, and at last their number.
    private let daysBefore: [Int32]
    /// Every working day in order, as days from `firstDay`.
    private let workingDays: [Int32]

    /// Builds the calendar; throws where its parts contradict each other.
    ///
    /// A closed day takes no hours, an extra day takes its own whatever its weekday, and every
    /// other day takes those of its weekday. Days of both lists must be covered.
    package init(_ rules: WorkingRules) throws(CalendarFault) {
        let hours = try DailyHours(rules)
        firstDay = rules.first.dayNumber
        lastDay = rules.last.dayNumber
        intervals = hours.intervals
        var starts: [Int32] = []
        var ends: [Int32] = []
        var seconds: [Int64] = [0]
        var days: [Int32] = [0]
        var working: [Int32] = []
        var totalSeconds: Int64 = 0
        for day in firstDay...lastDay {
            let range = hours.range(ofDay: day)
            starts.append(Int32(range.lowerBound))
            ends.append(Int32(range.upperBound))
            for interval in intervals[range] {
                totalSeconds += Int64(interval.end - interval.start)
            }
            if !range.isEmpty { working.append(Int32(day - firstDay)) }
            seconds.append(totalSeconds)
            days.append(Int32(working.count))
        }
        hoursStart = starts
        hoursEnd = ends
        secondsBefore = seconds
        daysBefore = days
        workingDays = working
    }

    /// True if the day (a day number) has working hours; nil outside the coverage.
    package func isWorkingDay(_ day: Int) -> Bool? {
        guard covers(day) else { return nil }
        return hoursStart[day - firstDay] < hoursEnd[day - firstDay]
    }

    /// Working seconds from one instant to another; negative if the second is the earlier one.
    ///
    /// Nil if either lies outside the covered days; the midnight that ends the last one is inside.
    package func workingSeconds(from start: Int64, to end: Int64) -> Int64? {
        guard let before = position(of: start), let upTo = position(of: end) else { return nil }
        return upTo - before
    }

    /// Working days behind one day up to and including another; negative if that is the earlier one.
    ///
    /// The first day is not counted (Civil Code 2015, article 147.2), so from Monday to Tuesday is
    /// one working day. Both are day numbers; nil if either lies outside the coverage.
    package func workingDays(from start: Int, to end: Int) -> Int? {
        guard covers(start), covers(end) else { return nil }
        return Int(daysBefore[end - firstDay + 1]) - Int(daysBefore[start - firstDay + 1])
    }

    /// Number of working days among these days (day numbers); nil if one lies outside the coverage.
    package func workingDays(in days: Range<Int>) -> Int? {
        guard days.lowerBound >= firstDay, days.upperBound <= lastDay + 1 else { return nil }
        let before = daysBefore[days.lowerBound - firstDay]
        return Int(daysBefore[days.upperBound - firstDay]) - Int(before)
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
            ? Int(daysBefore[day - firstDay + 1]) + count - 1
            : Int(daysBefore[day - firstDay]) + count
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
        guard !overflow, target >= 0, target <= secondsBefore[secondsBefore.count - 1] else {
            return nil
        }
        return seconds > 0 ? firstInstant(at: target) : lastInstant(at: target)
    }

    private func covers(_ day: Int) -> Bool { day >= firstDay && day <= lastDay }

    /// Working seconds from the beginning of the coverage to an instant.
    private func position(of instant: Int64) -> Int64? {
        let begin = Int64(firstDay) * secondsPerDay
        guard instant >= begin, instant <= Int64(lastDay + 1) * secondsPerDay else { return nil }
        let (day, second) = (instant - begin).quotientAndRemainder(dividingBy: secondsPerDay)
        var position = secondsBefore[Int(day)]
        // The midnight that ends the coverage has no hours of its own and nothing left to add.
        guard second > 0 else { return position }
        for index in hoursStart[Int(day)]..<hoursEnd[Int(day)] {
            let interval = intervals[Int(index)]
            position += Int64(max(0, min(Int(second), interval.end) - interval.start))
        }
        return position
    }

    /// The earliest instant with so many working seconds before it; at least one is needed.
    private func firstInstant(at position: Int64) -> Int64? {
        let day = secondsBefore.partitionPoint { $0 >= position } - 1
        guard day >= 0, day < hoursStart.count else { return nil }
        var left = Int(position - secondsBefore[day])
        for index in hoursStart[day]..<hoursEnd[day] {
            let interval = intervals[Int(index)]
            let length = interval.end - interval.start
            if left <= length { return instant(day: day, second: interval.start + left) }
            left -= length
        }
        return nil
    }

    /// The latest instant with so many working seconds before it, and working time behind it.
    private func lastInstant(at position: Int64) -> Int64? {
        let day = secondsBefore.partitionPoint { $0 > position } - 1
        guard day >= 0, day < hoursStart.count else { return nil }
        var left = Int(position - secondsBefore[day])
        for index in hoursStart[day]..<hoursEnd[day] {
            let interval = intervals[Int(index)]
            let length = interval.end - interval.start
            if left < length { return instant(day: day, second: interval.start + left) }
            left -= length
        }
        return nil
    }

    private func instant(day: Int, second: Int) -> Int64 {
        Int64(firstDay + day) * secondsPerDay + Int64(second)
    }
}

extension [Int64] {
    /// Index of the first element for which the test holds, given that it holds from there on.
    fileprivate func partitionPoint(_ holds: (Int64) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
