import Columnar

/// When one case comes to the counter, and its number among those of its day.
struct Arrival {
    /// Local wall-clock second.
    var instant: Int
    /// Day number.
    var day: Int
}

/// Lets so many cases arrive, in order, in the opening hours of the working days of the year.
///
/// Mondays and days after a holiday are busier; the week before Tết is quiet, the weeks after it
/// are not.
func forEachArrival(
    of count: Int, hours: OfficeHours, seed: UInt64, _ body: (Arrival) -> Void
) {
    var random = SplitMix64(seed: seed, for: .arrivals)
    let days = hours.workingDays.filter { World.start / 86_400..<World.end / 86_400 ~= $0 }
    let weights = days.map { weight(of: $0, hours: hours) }
    let total = weights.reduce(0, +)
    var passed = 0
    var arrived = 0
    var seconds: [Int] = []
    for (day, weight) in zip(days, weights) {
        passed += weight
        let until = count * passed / total
        seconds.removeAll(keepingCapacity: true)
        let opening = hours.position(at: day * 86_400)
        while arrived < until {
            seconds.append(random.below(OfficeHours.openSeconds - 600))
            arrived += 1
        }
        seconds.sort()
        for second in seconds {
            body(Arrival(instant: hours.instant(at: opening + second), day: day))
        }
    }
}

private func weight(of day: Int, hours: OfficeHours) -> Int {
    let date = CivilDate(dayNumber: day)
    let ofWeekday = [130, 108, 100, 96, 84, 40, 0][date.weekday.rawValue]
    let tet = OfficeHours.day(World.year, 1, 29)
    let ofSeason =
        switch day - tet {
        case -14...0: 55
        case 1...30: 125
        default: 90 + date.month * 2
        }
    let ofReopening = hours.isWorking(day - 1) || date.weekday == .monday ? 100 : 140
    return ofWeekday * ofSeason * ofReopening / 100
}
