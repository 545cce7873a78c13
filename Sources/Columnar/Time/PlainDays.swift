/// One day of a working calendar with at most two intervals of work, as most calendars have them.
struct PlainDay: Sendable {
    /// Working seconds from the beginning of the coverage up to this day.
    let secondsBefore: Int64
    /// The intervals, in seconds of the day; from 0 to 0 where there is none.
    let first: (start: Int32, end: Int32)
    let second: (start: Int32, end: Int32)

    /// All days of a calendar; none where one has more intervals.
    static func all(
        _ days: [(secondsBefore: Int64, hours: ArraySlice<WorkingInterval>)]
    ) -> [PlainDay] {
        guard days.allSatisfy({ $0.hours.count <= 2 }) else { return [] }
        return days.map { day in
            let hours = day.hours.map { (start: Int32($0.start), end: Int32($0.end)) }
            return PlainDay(
                secondsBefore: day.secondsBefore, first: hours.first ?? (0, 0),
                second: hours.count > 1 ? hours[1] : (0, 0))
        }
    }
}

extension WorkingCalendar {
    /// The working seconds from one instant to another, of many rows at once.
    ///
    /// Null where an instant is null or outside the coverage. False where days are not plain: then
    /// nothing is said.
    package func workingSeconds(
        from starts: Span<Int64>, to ends: Span<Int64>, into seconds: inout MutableSpan<Int64>
    ) -> Bool {
        if plainDays.isEmpty { return false }
        let days = plainDays.span
        let (begin, end) = (firstInstant, endInstant)
        for index in 0..<min(starts.count, ends.count, seconds.count) {
            let (start, stop) = (starts[index], ends[index])
            // Null is before every calendar.
            guard start >= begin, start <= end, stop >= begin, stop <= end else {
                seconds[index] = missing
                continue
            }
            seconds[index] = position(stop &- begin, days) &- position(start &- begin, days)
        }
        return true
    }
}

/// Working seconds up to so many seconds behind the beginning of the days.
@inline(__always)
private func position(_ offset: Int64, _ days: Span<PlainDay>) -> Int64 {
    let index = UInt64(bitPattern: offset) / UInt64(secondsPerDay)
    let second = Int32(truncatingIfNeeded: offset &- Int64(index) &* secondsPerDay)
    let day = days[Int(index)]
    let worked =
        max(0, min(second, day.first.end) &- day.first.start)
        &+ max(0, min(second, day.second.end) &- day.second.start)
    return day.secondsBefore &+ Int64(worked)
}
